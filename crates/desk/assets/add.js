// Adding articles: files are dropped anywhere on the page and listed before they are sent; a batch under way tells how far it is.
const MOST = 64 * 1024 * 1024;

function shownSize(bytes) {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function listed(form) {
  const files = [...form.querySelector("input[type=file]").files];
  const known = form.querySelector("input[type=file]").accept.split(",");
  const all = files.reduce((sum, file) => sum + file.size, 0);
  const lines = files.map((file) => {
    const line = document.createElement("li");
    const isRead = !file.name.includes(".") || known.some((ending) => file.name.toLowerCase().endsWith(ending));
    line.textContent = `${file.name}, ${shownSize(file.size)}${isRead ? "" : ": files of this kind are not read"}`;
    line.classList.toggle("odd", !isRead);
    return line;
  });
  if (all > MOST) {
    const line = document.createElement("li");
    line.className = "odd";
    line.textContent = `Together ${shownSize(all)}: more than 64 MB. Hand in fewer at once, or use onrecord add.`;
    lines.unshift(line);
  }
  form.querySelector(".chosen-files").replaceChildren(...lines);
  form.querySelector("button").disabled = all > MOST;
}

const form = document.querySelector("form[data-add]");
if (form) {
  const input = form.querySelector("input[type=file]");
  input.addEventListener("change", () => listed(form));
  const over = (is) => form.querySelector(".drop").classList.toggle("over", is);
  const hasFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget === null && over(false));
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    over(false);
    input.files = event.dataTransfer.files;
    listed(form);
    form.querySelector("button").focus();
  });
}

for (const sent of document.querySelectorAll("form.add")) {
  sent.addEventListener("submit", () => {
    sent.querySelector("button").textContent = "Sending …";
  });
}

const waiting = document.querySelector("[data-batch]");
async function look() {
  const answer = await fetch(waiting.dataset.batch);
  if (!answer.ok) return;
  const batch = await answer.json();
  if (batch.stage === "done" || batch.stage === "failed") {
    location.reload();
    return;
  }
  if (waiting.textContent !== batch.told) waiting.textContent = batch.told;
  setTimeout(look, 500);
}
if (waiting) setTimeout(look, 300);
