// The timeline: drag to move in time, the wheel (once the picture has the focus, or with Ctrl), keys and buttons to zoom. The address follows, and with
// it the list below, which the server sends anew. Without this, the columns below the picture and the two days do the same.
const DAY = 24 * 60 * 60 * 1000;
const WIDTH = 1000;
const LEAST = 4;
const STEP = 1.35;

const stamp = (day) => new Date(day * DAY).toISOString().slice(0, 10);

function begin(figure) {
  const svg = figure.querySelector("svg.lanes");
  const zero = Date.parse(svg.dataset.first) / DAY;
  const [first, last] = svg.dataset.all.split(" ").map((day) => Date.parse(day) / DAY - zero);
  const view = { from: 0, days: Number(svg.dataset.days) };
  const marks = [...svg.querySelectorAll("a[data-at]")].map((link) => ({
    link, at: link.dataset.at.split(" ").map(Number), group: link.querySelector("g"), bars: [...link.querySelectorAll("rect")], down: link.querySelector("g").transform.baseVal[0].matrix.f,
  }));
  const ticks = [...svg.querySelectorAll(".tick")].map((tick) => [tick, Number(tick.dataset.at)]);
  let asked;
  let grip = null;
  let moved = false;

  function draw() {
    const unit = WIDTH / view.days;
    const x = (day) => (day - view.from) * unit;
    for (const { link, at, group, bars, down } of marks) {
      const [from, to] = [Math.min(Math.max(x(at[0]), 0), WIDTH), Math.min(Math.max(x(at[1]), 0), WIDTH)];
      link.setAttribute("visibility", x(at[1]) < 0 || x(at[0]) > WIDTH ? "hidden" : "visible");
      group.setAttribute("transform", `translate(${from} ${down})`);
      for (const bar of bars) bar.setAttribute("width", Math.max(to - from, 3));
    }
    for (const [tick, at] of ticks) tick.setAttribute("transform", `translate(${x(at)} 0)`);
  }

  function change() {
    const whole = last - first + 1;
    view.days = Math.min(Math.max(view.days, LEAST), Math.max(whole, LEAST));
    view.from = Math.min(Math.max(view.from, first - 1), Math.max(last + 2 - view.days, first - 1));
    draw();
    clearTimeout(asked);
    asked = setTimeout(() => ask(whole), 450);
  }

  // The same page for the days that are seen; its picture and list take the place of these.
  async function ask(whole) {
    const to = new URL(location.href);
    to.searchParams.delete("after");
    if (view.days >= whole) {
      to.searchParams.delete("since");
      to.searchParams.delete("until");
    } else {
      to.searchParams.set("since", stamp(zero + Math.floor(view.from)));
      to.searchParams.set("until", stamp(zero + Math.ceil(view.from + view.days) - 1));
    }
    const before = asked;
    const answer = await fetch(to);
    if (!answer.ok || before !== asked || grip) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [old, now] = [document.querySelector("#found"), page.querySelector("#found")];
    if (before !== asked || grip || !now) return;
    const hadFocus = old.contains(document.activeElement) && document.activeElement.closest("svg.lanes");
    old.replaceWith(now);
    for (const name of ["since", "until"]) {
      const field = document.querySelector(`form.fields [name=${name}]`);
      if (field) field.value = to.searchParams.get(name) ?? "";
    }
    history.replaceState(null, "", to);
    const figure = now.querySelector("figure:has(svg.lanes)");
    if (!figure) return;
    begin(figure);
    if (hadFocus) figure.querySelector("svg.lanes").focus({ preventScroll: true });
  }

  function zoom(by, share = 0.5) {
    const days = Math.max(view.days / by, LEAST);
    view.from += (view.days - days) * share;
    view.days = days;
    change();
  }

  function pan(share) {
    view.from += share * view.days;
    change();
  }

  function reset() {
    Object.assign(view, { from: first, days: last - first + 1 });
    change();
  }

  const shareAt = (event) => {
    const box = svg.getBoundingClientRect();
    return (event.clientX - box.left) / box.width;
  };

  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !svg.contains(document.activeElement)) return;
    event.preventDefault();
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) pan(event.deltaX / 1000);
    else zoom(STEP ** (-event.deltaY / 100), shareAt(event));
  }, { passive: false });
  svg.addEventListener("pointerdown", (event) => {
    moved = false;
    if (event.pointerType === "mouse") grip = shareAt(event);
    if (!event.target.closest("a")) svg.focus({ preventScroll: true });
  });
  addEventListener("pointermove", (event) => {
    if (grip === null || !svg.isConnected) return;
    const share = shareAt(event);
    if (!moved && Math.abs(share - grip) < 0.004) return;
    moved = true;
    pan(grip - share);
    grip = share;
  });
  addEventListener("pointerup", () => {
    if (grip !== null && moved) change();
    grip = null;
  });
  svg.addEventListener("click", (event) => moved && event.preventDefault(), true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());

  const KEYS = { "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP), 0: reset, ArrowLeft: () => pan(-0.15), ArrowRight: () => pan(0.15) };
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  const buttons = document.createElement("div");
  buttons.className = "zoom flat";
  for (const [sign, says, act] of [["←", "Earlier", () => pan(-0.3)], ["+", "Closer", () => zoom(STEP)], ["−", "Further away", () => zoom(1 / STEP)], ["→", "Later", () => pan(0.3)], ["⟲", "The whole time", reset]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.ariaLabel = says;
    button.addEventListener("click", act);
    buttons.append(button);
  }
  svg.after(buttons);
  svg.setAttribute("tabindex", "0");
  svg.classList.add("zoomable");
}

for (const figure of document.querySelectorAll("figure:has(svg.lanes)")) begin(figure);
