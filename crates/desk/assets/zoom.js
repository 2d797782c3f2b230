// Pan and zoom for pictures (map, network) by pointer, two fingers, wheel and keys. What is seen stands in the address, so that it can be sent to somebody.
// The wheel zooms once the picture has the focus or with Ctrl held, so that scrolling past it does not stop. Without this, links below choose a view.
const STEP = 1.3;
const CLOSEST = 40;

const clamp = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));

function zoomable(svg) {
  const start = svg.viewBox.baseVal;
  const view = { x: start.x, y: start.y, width: start.width, height: start.height };
  const [wide, high] = svg.dataset.zoom.split(" ").map(Number);
  const keepsSigns = svg.hasAttribute("data-signs");
  // Where signs keep their size, their size is that of the view which came; else the way back leads to the whole picture, not to what the address told.
  const first = keepsSigns ? { ...view } : { x: 0, y: 0, width: wide, height: high };
  const pointers = new Map();
  let moved = false;
  let written;

  // Signs and names keep their size on the screen, however close the view is; names that would meet are left out, the later ones first.
  const signs = [...svg.querySelectorAll("circle.spot")].map((spot) => [spot, spot.r.baseVal.value]);
  const names = [...svg.querySelectorAll("text[data-at]")].map((name) => ({
    name, at: name.dataset.at.split(" ").map(Number), up: Number(name.dataset.up), size: Number(name.getAttribute("font-size")),
    stroke: Number(name.getAttribute("stroke-width")), half: name.textContent.length * 3.8 * Number(name.getAttribute("font-size")) / 13,
  }));

  function signsAndNames() {
    const by = view.width / first.width;
    for (const [spot, radius] of signs) spot.setAttribute("r", radius * by);
    const taken = [];
    for (const { name, at, up, size, stroke, half } of names) {
      const meets = taken.some((other) => Math.abs(other.at[0] - at[0]) < (other.half + half) * by && Math.abs(other.at[1] - at[1]) < size * 1.25 * by);
      name.setAttribute("visibility", meets ? "hidden" : "visible");
      if (meets) continue;
      taken.push({ at, half });
      name.setAttribute("y", at[1] - up * by);
      name.setAttribute("font-size", size * by);
      name.setAttribute("stroke-width", stroke * by);
    }
  }

  function show() {
    view.width = clamp(view.width, CLOSEST, wide);
    view.height = view.width * first.height / first.width;
    view.x = clamp(view.x, 0, wide - view.width);
    view.y = view.height > high ? (high - view.height) / 2 : clamp(view.y, 0, high - view.height);
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    if (keepsSigns) signsAndNames();
    clearTimeout(written);
    written = setTimeout(write, 300);
  }

  // The view goes into the address and into the page's own links and forms, so that a filter keeps it.
  function write() {
    const shown = [view.x, view.y, view.width].map((value) => value.toFixed(1)).join(",");
    const here = new URL(location.href);
    here.searchParams.set("view", shown);
    history.replaceState(null, "", here);
    for (const link of document.querySelectorAll("main :is(.facet, p.chosen, .strip) a")) {
      // Links inside a picture have no address as text but as an attribute.
      const to = new URL(link.getAttribute("href"), here);
      if (to.pathname !== here.pathname) continue;
      to.searchParams.set("view", shown);
      link.setAttribute("href", to);
    }
    for (const form of document.querySelectorAll("main form.fields")) {
      const field = form.querySelector("[name=view]") ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "view" }));
      field.value = shown;
    }
  }

  // Where a point of the screen lies in the picture.
  function inside(x, y) {
    const box = svg.getBoundingClientRect();
    return [view.x + (x - box.left) / box.width * view.width, view.y + (y - box.top) / box.height * view.height];
  }

  function zoom(by, x = view.x + view.width / 2, y = view.y + view.height / 2) {
    const width = clamp(view.width / by, CLOSEST, wide);
    const share = width / view.width;
    view.x = x - (x - view.x) * share;
    view.y = y - (y - view.y) * share;
    view.width = width;
    show();
  }

  function pan(right, down) {
    view.x += right * view.width;
    view.y += down * view.height;
    show();
  }

  function reset() {
    Object.assign(view, first);
    show();
  }

  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !svg.contains(document.activeElement)) return;
    event.preventDefault();
    zoom(STEP ** (-event.deltaY / 100), ...inside(event.clientX, event.clientY));
  }, { passive: false });

  svg.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    moved = false;
    if (!event.target.closest("a")) svg.focus({ preventScroll: true });
  });
  const gone = (event) => pointers.delete(event.pointerId);
  addEventListener("pointerup", gone);
  addEventListener("pointercancel", gone);
  addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const box = svg.getBoundingClientRect();
    const [right, down] = [event.clientX - before[0], event.clientY - before[1]];
    if (pointers.size === 2) {
      const [, other] = [...pointers].find(([id]) => id !== event.pointerId);
      const far = (x, y) => Math.hypot(x - other[0], y - other[1]);
      zoom(far(event.clientX, event.clientY) / Math.max(far(...before), 1), ...inside((event.clientX + other[0]) / 2, (event.clientY + other[1]) / 2));
    } else if (event.pointerType === "mouse" && (moved || Math.hypot(right, down) > 3)) {
      pan(-right / box.width, -down / box.height);
    } else {
      return;
    }
    moved = true;
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  // A drag that ends on a link does not follow it, nor is the link itself dragged.
  svg.addEventListener("click", (event) => moved && event.preventDefault(), true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());

  const KEYS = {
    "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP), 0: reset,
    ArrowLeft: () => pan(-0.1, 0), ArrowRight: () => pan(0.1, 0), ArrowUp: () => pan(0, -0.1), ArrowDown: () => pan(0, 0.1),
  };
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  const buttons = document.createElement("div");
  buttons.className = "zoom";
  for (const [sign, says, act] of [["+", "Closer", () => zoom(STEP)], ["−", "Further away", () => zoom(1 / STEP)], ["⟲", "As at first", reset]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.ariaLabel = says;
    button.addEventListener("click", act);
    buttons.append(button);
  }
  svg.before(buttons);
  svg.setAttribute("tabindex", "0");
  svg.classList.add("zoomable");
  if (keepsSigns) signsAndNames();
}

for (const svg of document.querySelectorAll("svg[data-zoom]")) zoomable(svg);
