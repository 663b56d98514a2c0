// The live page: the skin's movement while it happens. Nothing is kept.
import { openCamera } from "./camera.js";
import { LiveDrawing } from "./live_drawing.js";
import { LivePictures } from "./live_sender.js";
import { text } from "./texts.js";

const page = document.getElementById("live");
const face = JSON.parse(page.dataset.face);
const $ = (id) => document.getElementById(id);
// Larger pictures take longer to look at and show no more of what can be seen live.
const WANTED = { width: 640, height: 480, rateHz: 30 };
const N_MARKS = 6;
const SAY_EVERY_MS = 500;
const rows = [...document.querySelectorAll(".skin-trace")].map((row) => ({
  choice: row.querySelector("select"),
  canvases: [...row.querySelectorAll("canvas")],
}));
let view = null;

/** The camera, the key, and what takes its pictures, from the button to the end. */
class View {
  constructor() {
    this.drawing = new LiveDrawing(face, $("face"), rows);
    this.delaysMs = [];
    this.saidMs = 0;
    this.isOver = false;
  }

  async open() {
    this.stream = await openCamera(WANTED);
    if (this.isOver) return this.close();
    const [track] = this.stream.getVideoTracks();
    track.addEventListener("ended", () => this.stop(text("script-live-camera-away")));
    const answer = await fetch("/api/skin", { method: "POST" }).catch(() => null);
    const { key, problem } = (await answer?.json().catch(() => null)) ?? {};
    if (!key) throw new Error(problem || text("script-live-away"));
    this.key = key;
    if (this.isOver) return this.close();
    if ("MediaStreamTrackProcessor" in window) this.readTrack(track);
    else await this.readVideo();
  }

  readTrack(track) {
    const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: 2 });
    this.worker = new Worker("/static/live_worker.js", { type: "module" });
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.worker.postMessage({ readable, key: this.key }, [readable]);
  }

  /** For browsers that do not hand out pictures: each is drawn and read back. */
  async readVideo() {
    const video = $("camera");
    video.srcObject = this.stream;
    await video.play();
    const pictures = new LivePictures(this.key, (news) => this.hear(news));
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const next = (take) => (video.requestVideoFrameCallback ? video.requestVideoFrameCallback(take) : requestAnimationFrame(take));
    const take = (nowMs) => {
      if (this.isOver) return;
      next(take);
      const { videoWidth: width, videoHeight: height } = video;
      if (!width || !pictures.mayGo()) return;
      Object.assign(pen.canvas, { width, height });
      pen.drawImage(video, 0, 0);
      const about = { format: "RGBA", width, height, time_us: Math.round(1000 * nowMs) };
      pictures.send(about, pen.getImageData(0, 0, width, height).data, performance.timeOrigin + nowMs);
    };
    next(take);
  }

  hear({ seen, atMs, counts, over }) {
    if (this.isOver) return;
    if (over) {
      this.stop(over.problem || text("script-live-away"));
      return;
    }
    this.drawing.add(seen);
    this.drawing.draw();
    for (const event of seen.events) this.mark(event, seen, atMs);
    const hint = seen.lines ? "" : text("script-live-no-face");
    if ($("hint").textContent !== hint) $("hint").textContent = hint;
    const nowMs = performance.timeOrigin + performance.now();
    this.delaysMs.push(nowMs - atMs);
    if (nowMs - this.saidMs > SAY_EVERY_MS) this.sayBehind(nowMs, counts);
  }

  sayBehind(nowMs, { taken, skipped }) {
    this.saidMs = nowMs;
    const middleMs = [...this.delaysMs].sort((a, b) => a - b)[this.delaysMs.length >> 1];
    this.delaysMs = [];
    $("behind").textContent = text("script-live-behind", { seconds: (middleMs / 1000).toFixed(2), skipped, all: taken });
  }

  mark(event, seen, atMs) {
    const item = document.createElement("li");
    item.textContent = event.words;
    item.dataset.side = event.side;
    // How long after its peak it is told.
    item.dataset.afterMs = Math.round(performance.timeOrigin + performance.now() - atMs + 1000 * (seen.time_s - event.apex_s));
    $("marks").prepend(item);
    while ($("marks").children.length > N_MARKS) $("marks").lastChild.remove();
    $("no-marks").hidden = true;
  }

  stop(problem = "") {
    if (this.isOver) return;
    this.isOver = true;
    this.close();
    view = null;
    showStart(problem);
  }

  close() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    $("camera").srcObject = null;
    this.worker?.terminate();
    // It arrives although the page is gone.
    if (this.key) navigator.sendBeacon(`/api/skin/${this.key}/end`);
  }
}

function showStart(problem) {
  $("start").hidden = false;
  $("view").hidden = true;
  $("turn-on").disabled = false;
  $("loading").textContent = "";
  $("problem").textContent = problem;
  $("problem").hidden = !problem;
}

async function turnOn() {
  showStart("");
  $("turn-on").disabled = true;
  const own = new View();
  view = own;
  $("marks").replaceChildren();
  $("no-marks").hidden = false;
  $("behind").textContent = "";
  $("loading").textContent = text("script-live-loading");
  try {
    await own.open();
  } catch (error) {
    own.stop(error.message);
    return;
  }
  if (own.isOver) return;
  $("hint").textContent = text("script-live-looking");
  $("start").hidden = true;
  $("view").hidden = false;
  $("stop").focus();
}

$("turn-on").addEventListener("click", turnOn);
// Not before it does something: a click that came earlier would be lost.
$("turn-on").disabled = false;
$("stop").addEventListener("click", () => view?.stop());
// Nobody is filmed by a page that they do not look at.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) view?.stop(text("script-live-left"));
});
window.addEventListener("pagehide", () => view?.stop());
