// Choose or drop videos; each is sent and then waits its turn.
import { sayLeft } from "./app.js";
import { begin, finish, sendFile } from "./sender.js";

const drop = document.getElementById("drop");
const input = document.getElementById("files");
const list = document.getElementById("sent");
const AT_ONCE = 2;
const queue = [];
let running = 0;

function makeRow(file) {
  const row = document.createElement("li");
  const name = document.createElement("strong");
  name.className = "name";
  name.textContent = file.name;
  const state = document.createElement("span");
  state.className = "state";
  state.textContent = "Waiting to be sent";
  const progress = document.createElement("div");
  progress.className = "progress";
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Sending ${file.name}`);
  const left = document.createElement("p");
  left.className = "soft";
  progress.append(bar, left);
  const stop = document.createElement("button");
  stop.className = "quiet wide";
  stop.textContent = "Stop";
  stop.setAttribute("aria-label", `Stop ${file.name}`);
  row.append(name, state, progress, stop);
  list.append(row);
  return { row, state, progress, bar, left, stop };
}

function showEnd(view, words, kind, problem) {
  view.state.textContent = words;
  view.state.className = `state ${kind}`;
  view.progress.remove();
  view.stop.remove();
  if (problem) {
    const text = document.createElement("p");
    text.className = "problem";
    text.setAttribute("role", "alert");
    text.textContent = problem;
    view.row.append(text);
  }
}

function linkTo(view, id) {
  const link = document.createElement("a");
  link.href = `/recordings/${id}`;
  link.className = "name";
  const name = view.row.querySelector("strong");
  link.textContent = name.textContent;
  name.replaceWith(link);
}

async function send({ file, mirrored, view }) {
  const state = {
    stopped: false,
    onReach: (reached) => {
      view.state.textContent = reached ? "Being sent" : "The server does not answer. Trying again…";
    },
  };
  let id = null;
  view.stop.addEventListener("click", async () => {
    state.stopped = true;
    if (id) await fetch(`/api/recordings/${id}/cancel`, { method: "POST" });
    showEnd(view, "Stopped", "cancelled");
  });
  try {
    const about = {
      person_id: drop.dataset.person,
      name: file.name,
      origin: "upload",
      mirrored,
      size_bytes: file.size,
      modified_ms: file.lastModified,
    };
    const begun = await begin(about, state);
    id = begun.id;
    view.state.textContent = "Being sent";
    const startedMs = performance.now();
    const startedAt = begun.received_bytes / file.size;
    await sendFile(id, file, begun.received_bytes, (share) => {
      view.bar.value = share;
      const passedS = (performance.now() - startedMs) / 1000;
      const done = share - startedAt;
      view.left.textContent = passedS > 1 ? sayLeft((passedS * (1 - share)) / done) : "";
    }, state);
    await finish(id, state);
    linkTo(view, id);
    view.row.dataset.sent = id;
    view.state.textContent = "Sent. Waiting for its turn";
    view.bar.removeAttribute("value");
    view.left.textContent = "";
    view.stop.remove();
    document.getElementById("after").hidden = false;
  } catch (error) {
    if (!state.stopped) showEnd(view, "Not sent", "refused", error.message);
  }
}

async function workOff() {
  if (running >= AT_ONCE) return;
  running += 1;
  while (queue.length) await send(queue.shift());
  running -= 1;
}

function take(files) {
  const mirrored = document.querySelector("[name=mirrored]:checked").value === "true";
  for (const file of files) {
    const view = makeRow(file);
    if (!file.size) {
      showEnd(view, "Not sent", "refused", "The file is empty, or a folder.");
      continue;
    }
    queue.push({ file, mirrored, view });
  }
  for (let k = 0; k < AT_ONCE; k += 1) workOff();
}

document.addEventListener("twitchcam-news", ({ detail }) => {
  const row = document.querySelector(`[data-sent="${detail.recording}"]`);
  if (!row) return;
  const state = row.querySelector(".state");
  const bar = row.querySelector("progress");
  if (detail.state === "running") {
    state.textContent = "Being measured";
    if (bar && detail.progress !== undefined) bar.value = detail.progress;
    if (bar) row.querySelector(".progress p").textContent = sayLeft(detail.left_s);
    return;
  }
  const ends = { done: "Ready", refused: "Could not be used", failed: "Something went wrong", cancelled: "Stopped" };
  if (ends[detail.state]) {
    const view = { row, state, progress: row.querySelector(".progress"), stop: document.createElement("i") };
    showEnd(view, ends[detail.state], detail.state, detail.problem);
    delete row.dataset.sent;
  }
});

function takeChosen() {
  take([...input.files]);
  input.value = "";
}

input.addEventListener("change", takeChosen);
// Chosen before this script was here.
if (input.files.length) takeChosen();
for (const kind of ["dragenter", "dragover"]) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  take([...event.dataTransfer.files]);
});
// A video that misses the field must not replace the page.
window.addEventListener("dragover", (event) => event.preventDefault());
window.addEventListener("drop", (event) => event.preventDefault());
