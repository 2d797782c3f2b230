// Keys for the desk, and the modules that a page asks for; every page works without it. `/` goes to search, `j` and `k` walk the entries.
const MODULES = [
  ["form.add, [data-batch]", "/add.js"],
  [".reading", "/reading.js"],
  ["svg[data-zoom]", "/zoom.js"],
  [".net", "/network.js"],
  ["svg.lanes", "/lanes.js"],
  ["[data-slider]", "/slider.js"],
];
for (const [part, module] of MODULES) {
  if (document.querySelector(part)) import(module);
}

const isTyping = (target) => target.matches("input, select, textarea");
const entries = () => [...document.querySelectorAll("main .entry > :is(a, h3 > a, .line > a), main .entry a.words")];

function walk(step) {
  const all = entries();
  if (all.length === 0) return;
  const here = all.indexOf(document.activeElement);
  all[Math.min(Math.max(here + step, 0), all.length - 1)].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector("header input[name=q]").focus();
  } else if (event.key === "j") {
    walk(1);
  } else if (event.key === "k") {
    walk(-1);
  }
});

// On the page of what is new: say when more came in. The server tells (server-sent events); the first event is the state now.
const waiting = document.querySelector("[data-news]");
if (waiting) {
  let before = null;
  new EventSource(waiting.dataset.news).addEventListener("new", (event) => {
    if (before !== null && before !== event.data) waiting.hidden = false;
    before = event.data;
  });
}
