// Choose or drop videos; each is sent and then waits its turn.
import { sayLeft } from "./say_left.js";
import { begin, cancel, finish, sendFile, warnBeforeLeaving } from "./sender.js";
import { text } from "./texts.js";

const drop = document.getElementById("drop");
const inputs = drop.querySelectorAll("input[type=file]");
const list = document.getElementById("sent");
const overall = document.getElementById("overall");
const stopAll = document.getElementById("stop-all");
const AT_ONCE = 2;
// How long one waits for room behind recordings that are still to be measured.
const ROOM_AGAIN_MS = 5000;
// From so many on, they can be stopped together.
const MANY = 4;
const queue = [];
const chosen = [];
let running = 0;

function makeRow(file) {
  const row = document.createElement("li");
  const name = document.createElement("strong");
  name.className = "name";
  name.textContent = file.name;
  const state = document.createElement("span");
  state.className = "state";
  state.textContent = text("script-upload-waiting");
  const progress = document.createElement("div");
  progress.className = "progress";
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", text("script-upload-sending-name", { name: file.name }));
  const left = document.createElement("p");
  left.className = "soft";
  progress.append(bar, left);
  // A bar is for what moves.
  progress.hidden = true;
  const stop = document.createElement("button");
  stop.className = "link";
  stop.textContent = text("script-upload-stop");
  stop.setAttribute("aria-label", text("script-upload-stop-name", { name: file.name }));
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
    const said = document.createElement("p");
    said.className = "problem";
    said.setAttribute("role", "alert");
    said.textContent = problem;
    view.row.append(said);
  }
  sayOverall();
}

/** Say of all together how far they are, and whether the page is still needed. */
function sayOverall() {
  const open = chosen.filter(({ view }) => view.stop.isConnected);
  const unsent = open.filter((item) => !item.isSent).length;
  overall.hidden = false;
  overall.textContent = unsent
    ? text("script-upload-keep", { n: unsent })
    : text(open.length && drop.dataset.person ? "script-upload-leave" : "script-upload-all");
  stopAll.hidden = open.length < MANY;
}

function linkTo(view, id) {
  const link = document.createElement("a");
  link.href = `/recordings/${id}`;
  link.className = "name";
  const name = view.row.querySelector("strong");
  link.textContent = name.textContent;
  name.replaceWith(link);
}

function stop(item) {
  item.state.stopped = true;
  if (item.id) cancel(item.id);
  delete item.view.row.dataset.sent;
  showEnd(item.view, text("script-upload-stopped"), "cancelled");
}

/** Begin a recording. Where too many wait to be measured, so does this one. */
async function beginInTurn(about, view, state) {
  for (;;) {
    try {
      return await begin(about, state);
    } catch (error) {
      // A phone may send only so many.
      if (!error.isFull || !drop.dataset.person) throw error;
    }
    view.state.textContent = text("script-upload-full");
    await new Promise((done) => setTimeout(done, ROOM_AGAIN_MS));
  }
}

async function send(item) {
  const { file, mirrored, view, state } = item;
  if (state.stopped) return;
  state.onReach = (reached) => {
    // An answer may still be on its way when sending was stopped.
    if (state.stopped) return;
    view.state.textContent = text(reached ? "script-upload-sending" : "script-upload-unreached");
    if (!reached) view.left.textContent = text("script-upload-keep-open");
    view.progress.hidden = reached && !item.id;
  };
  try {
    const about = {
      person_id: drop.dataset.person,
      name: file.name,
      origin: "upload",
      mirrored,
      size_bytes: file.size,
      modified_ms: file.lastModified,
    };
    const begun = await beginInTurn(about, view, state);
    item.id = begun.id;
    // Stopped while the answer was on its way.
    if (state.stopped) return cancel(item.id);
    view.state.textContent = text("script-upload-sending");
    view.progress.hidden = false;
    view.bar.value = begun.received_bytes / file.size;
    const startedMs = performance.now();
    const startedAt = begun.received_bytes / file.size;
    await sendFile(item.id, file, begun.received_bytes, (share) => {
      view.bar.value = share;
      const passedS = (performance.now() - startedMs) / 1000;
      const done = share - startedAt;
      view.left.textContent = passedS > 1 ? sayLeft((passedS * (1 - share)) / done) : "";
    }, state);
    await finish(item.id, state);
    // On a phone, the way ends here: results are read on the computer.
    if (!drop.dataset.person) return showEnd(view, text("script-upload-arrived"), "done");
    linkTo(view, item.id);
    view.row.dataset.sent = item.id;
    view.state.textContent = text("script-upload-sent");
    view.bar.removeAttribute("value");
    view.bar.setAttribute("aria-label", text("script-upload-measuring-name", { name: file.name }));
    view.progress.hidden = true;
    view.left.textContent = "";
    item.isSent = true;
    sayOverall();
    document.getElementById("after").hidden = false;
  } catch (error) {
    if (!state.stopped) showEnd(view, text("script-upload-not-sent"), "refused", error.message);
  }
}

async function workOff() {
  if (running >= AT_ONCE) return;
  running += 1;
  warnBeforeLeaving(true);
  while (queue.length) await send(queue.shift());
  running -= 1;
  if (!running) warnBeforeLeaving(false);
}

function take(files) {
  const mirrored = document.querySelector("[name=mirrored]:checked").value === "true";
  // The earliest first, as the person's page lists them.
  for (const file of [...files].sort((one, other) => one.lastModified - other.lastModified)) {
    const view = makeRow(file);
    if (!file.size) {
      showEnd(view, text("script-upload-not-sent"), "refused", text("script-upload-empty"));
      continue;
    }
    const item = { file, mirrored, view, id: null, state: { stopped: false } };
    view.stop.addEventListener("click", () => stop(item));
    queue.push(item);
    chosen.push(item);
  }
  if (chosen.length) sayOverall();
  for (let k = 0; k < AT_ONCE; k += 1) workOff();
}

document.addEventListener("twitchcam-news", ({ detail }) => {
  const row = document.querySelector(`[data-sent="${detail.recording}"]`);
  if (!row) return;
  const state = row.querySelector(".state");
  const bar = row.querySelector("progress");
  if (detail.state === "running") {
    state.textContent = text("script-upload-running");
    row.querySelector(".progress").hidden = false;
    if (detail.progress !== undefined) bar.value = detail.progress;
    row.querySelector(".progress p").textContent = sayLeft(detail.left_s);
    return;
  }
  if (["done", "refused", "failed", "cancelled"].includes(detail.state)) {
    const view = { row, state, progress: row.querySelector(".progress"), stop: row.querySelector("button") };
    showEnd(view, text(`script-upload-${detail.state}`), detail.state, detail.problem);
    delete row.dataset.sent;
  }
});

stopAll.addEventListener("click", () => {
  for (const item of chosen) if (item.view.stop.isConnected) stop(item);
});

function takeChosen(input) {
  take([...input.files]);
  input.value = "";
}

for (const input of inputs) {
  input.addEventListener("change", () => takeChosen(input));
  // Chosen before this script was here.
  if (input.files.length) takeChosen(input);
}
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
