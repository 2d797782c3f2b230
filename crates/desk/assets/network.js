// The network: pointing at an actor, or reaching it by keyboard, keeps its own ties and dims the others; pointing at a tie keeps its two ends. Nobody moves.
const net = document.querySelector(".net");
const ties = [...net.querySelectorAll("[data-from]")];
const actors = [...net.querySelectorAll("[data-actor]")];

function near(target) {
  const tie = target?.closest?.("[data-from]");
  const actor = target?.closest?.("[data-actor]")?.dataset.actor;
  const kept = tie ? [tie] : ties.filter((t) => t.dataset.from === actor || t.dataset.to === actor);
  const ends = new Set([actor, ...kept.flatMap((t) => [t.dataset.from, t.dataset.to])]);
  net.classList.toggle("pointed-at", Boolean(tie || actor));
  for (const t of ties) t.classList.toggle("near", kept.includes(t));
  for (const a of actors) a.classList.toggle("near", ends.has(a.dataset.actor));
}

net.addEventListener("pointerover", (event) => near(event.target));
net.addEventListener("pointerleave", () => near(document.activeElement));
net.addEventListener("focusin", (event) => near(event.target));
net.addEventListener("focusout", () => near(null));
