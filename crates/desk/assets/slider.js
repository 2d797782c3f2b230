// A slider beside a field for a day: dragging it sets the day, and the other way. Without it the field alone does the same.
const DAY = 24 * 60 * 60 * 1000;

for (const form of document.querySelectorAll("[data-slider]")) {
  const field = form.querySelector("input[type=date]");
  const [first, last] = [Date.parse(field.min), Date.parse(field.max)];
  if (!(first < last)) continue;
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: Math.round((last - first) / DAY), ariaLabel: "Day" });
  const day = () => new Date(first + slider.value * DAY).toISOString().slice(0, 10);
  const told = () => slider.setAttribute("aria-valuetext", day());
  slider.value = Math.round(((Date.parse(field.value) || last) - first) / DAY);
  told();
  slider.addEventListener("input", () => {
    field.value = day();
    told();
  });
  field.addEventListener("input", () => {
    slider.value = Math.round((Date.parse(field.value) - first) / DAY);
    told();
  });
  form.querySelector("button").before(slider);
}
