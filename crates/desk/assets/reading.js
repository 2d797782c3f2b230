// A document: pointing at marked words lights what was read from them in the list beside, and the other way; a click or Enter goes there, Escape back.
// Without it both ways are plain links to parts of the page.
const reading = document.querySelector(".reading");
const text = reading.querySelector(".text");
const list = reading.querySelector(".read");
let chosen = null;
let from = null;

const all = (number) => reading.querySelectorAll(`[data-of~="${number}"]`);
const numberOf = (element) => element?.closest("[data-of]")?.dataset.of.split(" ")[0];

function light(number) {
  for (const lit of reading.querySelectorAll(".lit")) lit.classList.remove("lit");
  const wanted = number ?? chosen;
  if (wanted === null || wanted === undefined) return;
  for (const element of all(wanted)) element.classList.add("lit");
}

// Scrolls inside the list alone, so that the text stays where it is read.
function bringIntoList(entry) {
  if (list.scrollHeight <= list.clientHeight) return false;
  const [box, frame] = [entry.getBoundingClientRect(), list.getBoundingClientRect()];
  if (box.top < frame.top || box.bottom > frame.bottom) list.scrollTop += box.top - frame.top - frame.height / 3;
  return true;
}

reading.addEventListener("pointerover", (event) => {
  const number = numberOf(event.target);
  light(number);
  if (number !== undefined && text.contains(event.target)) {
    const entry = document.getElementById(`r${number}`);
    if (entry?.closest("details").open) bringIntoList(entry);
  }
});
reading.addEventListener("pointerleave", () => light());
reading.addEventListener("focusin", (event) => light(numberOf(event.target)));

text.addEventListener("click", (event) => {
  const number = numberOf(event.target);
  if (number === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const entry = document.getElementById(`r${number}`);
  entry.closest("details").open = true;
  [chosen, from] = [number, event.target.closest("a")];
  if (!bringIntoList(entry)) entry.scrollIntoView({ block: "center" });
  entry.querySelector("a").focus({ preventScroll: true });
  history.replaceState(null, "", `#r${number}`);
  light(number);
});

list.addEventListener("click", (event) => {
  const jump = event.target.closest("a.jump");
  if (!jump || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const number = numberOf(jump);
  const marks = [...all(number)].filter((element) => text.contains(element));
  if (marks.length === 0) return;
  // Again on the same entry: on to its next mark.
  const last = chosen === number ? marks.indexOf(from) : -1;
  [chosen, from] = [number, marks[(last + 1) % marks.length]];
  from.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  history.replaceState(null, "", `#m${number}`);
  light(number);
});

reading.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || from === null) return;
  from.focus();
  chosen = null;
  light();
});

const pointed = text.querySelector("a.pointed");
if (pointed) {
  chosen = numberOf(pointed);
  light();
}
