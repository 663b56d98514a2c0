// Two visits in step: the same action begins at the same moment in both.
import { drawArrow, drawLines, prepare, readColours, Recording, sayTime, unpack } from "/face_parts.js";
import { text } from "./texts.js";

const BEFORE_S = 1;
const AFTER_S = 1;
const LONGEST_S = 6;
const GAIN = 5;
// Eye distances from the middle between the eyes to the edges of the drawing.
const REACH = 1.15;
const ABOVE = 1.0;
const BELOW = 1.75;
const LONGEST_ARROW = 0.3;
// A video that is further off than this is put right.
const MOST_DRIFT_S = 0.12;

const root = document.getElementById("in-step");
const part = (name) => root.querySelector(`[data-part="${name}"]`);

/** One of the two visits: its drawing, its video, and when the chosen action begins. */
class Visit {
  constructor(box) {
    this.box = box;
    this.canvas = box.querySelector("canvas");
    this.video = box.querySelector("video");
    this.link = box.querySelector("[data-report]");
    this.notDone = box.querySelector("[data-not-done]");
    this.onsetS = 0;
    this.recording = null;
  }

  async load() {
    const answer = await fetch(this.box.dataset.played);
    if (!answer.ok) throw new Error("played");
    const { description, numbers } = await answer.json();
    this.recording = new Recording(description, await unpack(numbers));
  }

  /** Actions of a kind, in the order of time. */
  list(kind) {
    return this.recording.actions.filter((action) => action.kind === kind);
  }

  show(timeS, isPlaying) {
    const atS = Math.min(Math.max(this.onsetS + timeS, 0), this.recording.duration_s);
    if (this.video && !this.video.hidden) this.follow(atS, isPlaying);
    this.draw(atS);
    const address = this.box.dataset.report;
    this.link.href = `${address}?t=${atS.toFixed(2)}`;
    this.link.textContent = `${text("script-visits-report")} (${sayTime(atS)})`;
  }

  follow(atS, isPlaying) {
    if (!isPlaying && !this.video.paused) this.video.pause();
    if (isPlaying && this.video.paused) this.video.play().catch(() => {});
    const drift = Math.abs(this.video.currentTime - atS);
    if (drift > (isPlaying ? MOST_DRIFT_S : 0.005)) this.video.currentTime = atS;
  }

  draw(atS) {
    const { recording } = this;
    const { context, width, height } = prepare(this.canvas);
    const colours = readColours();
    const frame = recording.frameAt(atS);
    const scale = Math.min(width / (2 * REACH), height / (ABOVE + BELOW));
    const toCanvas = ([x, y]) => [width / 2 + scale * x, scale * (ABOVE + y)];
    context.font = "14px system-ui, sans-serif";
    context.fillStyle = colours.soft;
    context.fillText(text("script-visits-right"), 8, 18);
    context.textAlign = "right";
    context.fillText(text("script-visits-left"), width - 8, 18);
    context.textAlign = "left";
    if (!recording.pose(frame)) {
      context.textAlign = "center";
      context.fillText(text("player-no-face"), width / 2, height / 2);
      return;
    }
    context.lineJoin = "round";
    context.lineWidth = 1.6;
    context.strokeStyle = colours.ink;
    drawLines(context, recording, frame, toCanvas);
    const unit = recording.face.mm_per_eye_distance;
    for (const [k, outward, up] of recording.arrowsAt(frame)) {
      const middle = recording.placeMiddle(k);
      const isLeft = recording.isLeft(k);
      let shift = [((isLeft ? 1 : -1) * GAIN * outward) / unit, (-GAIN * up) / unit];
      const length = Math.hypot(...shift);
      if (length > LONGEST_ARROW) shift = shift.map((d) => (d / length) * LONGEST_ARROW);
      const tip = middle.map((value, axis) => value + shift[axis]);
      drawArrow(context, toCanvas(middle), toCanvas(tip), colours[isLeft ? "left" : "right"], 0.6);
    }
  }
}

class InStep {
  constructor(visits) {
    this.visits = visits;
    this.timeS = 0;
    this.isPlaying = false;
    this.connect();
    this.chooseKind();
  }

  connect() {
    part("kind").addEventListener("change", () => this.chooseKind());
    for (const [k, visit] of this.visits.entries()) {
      part(`which-${k}`).addEventListener("change", () => this.chooseOne(k));
      new ResizeObserver(() => this.show()).observe(visit.canvas);
    }
    part("time").addEventListener("input", (event) => {
      const wantedS = Number(event.target.value);
      this.pause();
      this.timeS = wantedS;
      this.show();
    });
    part("play").addEventListener("click", () => (this.isPlaying ? this.pause() : this.play()));
    part("view")?.addEventListener("change", (event) => this.chooseView(event.target.value));
    for (const { video } of this.visits) {
      video?.addEventListener("error", () => this.chooseView(part("view").value));
    }
    part("pace").addEventListener("change", (event) => this.setPace(Number(event.target.value)));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.show());
    this.setPace(1);
  }

  setPace(pace) {
    this.pace = pace;
    for (const { video } of this.visits) if (video) video.playbackRate = pace;
  }

  chooseKind() {
    const kind = part("kind").value;
    for (const [k, visit] of this.visits.entries()) {
      const found = visit.list(kind);
      const options = found.map((action, i) => new Option(`${i + 1} (${sayTime(action.onset_s)})`, i));
      part(`which-${k}`).replaceChildren(...options);
      // The fullest is in the middle of them as often as not; the second is past the warming up.
      part(`which-${k}`).value = String(Math.min(1, found.length - 1));
      part(`which-${k}`).disabled = !found.length;
      visit.notDone.hidden = found.length > 0;
    }
    for (const k of this.visits.keys()) this.chooseOne(k);
  }

  chooseOne(k) {
    const visit = this.visits[k];
    visit.action = visit.list(part("kind").value)[Number(part(`which-${k}`).value)];
    visit.onsetS = visit.action?.onset_s ?? 0;
    const lengths = this.visits.map(({ action }) => (action ? action.offset_s - action.onset_s : 0));
    this.endS = Math.min(Math.max(...lengths) + AFTER_S, LONGEST_S);
    part("time").min = String(-BEFORE_S);
    part("time").max = String(this.endS);
    // The apex of the first: what one wants to see is there.
    const { action } = this.visits[0];
    this.pause();
    this.timeS = action ? action.apex_s - action.onset_s : 0;
    this.show();
  }

  chooseView(view) {
    for (const { video, canvas } of this.visits) {
      // What the browser cannot play is drawn all the same.
      const isVideo = view === "videos" && video && !video.error;
      if (video) video.hidden = !isVideo;
      canvas.hidden = Boolean(isVideo);
    }
    this.show();
  }

  play() {
    this.isPlaying = true;
    if (this.timeS >= this.endS - 0.01) this.timeS = -BEFORE_S;
    part("play").textContent = text("player-pause");
    let last = performance.now();
    const tick = (now) => {
      if (!this.isPlaying) return;
      this.timeS += (Math.max(now - last, 0) / 1000) * this.pace;
      last = now;
      if (this.timeS > this.endS) this.timeS = -BEFORE_S;
      this.show();
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  pause() {
    this.isPlaying = false;
    part("play").textContent = text("player-play");
    this.show();
  }

  show() {
    const said = text("script-visits-time", { s: this.timeS.toFixed(2).replace("-", "\u2212") });
    part("time").value = String(this.timeS);
    part("time").setAttribute("aria-valuetext", said);
    part("clock").textContent = said;
    // The choice above is not printed.
    part("shown").textContent = `${part("kind").selectedOptions[0].text}, ${said}`;
    for (const visit of this.visits) visit.show(this.timeS, this.isPlaying);
  }
}

/** Kinds of actions, those of both visits first; an answer to each is shown as it is called. */
function listKinds(visits) {
  const kinds = new Map();
  for (const [k, visit] of visits.entries()) {
    for (const { kind, label } of visit.recording.actions) {
      if (kind === "asked") continue;
      const known = kinds.get(kind) ?? { label, seen: new Set() };
      known.seen.add(k);
      kinds.set(kind, known);
    }
  }
  const order = ["smile", "eye_closure", "pucker", "brow_raise", "mouth_open", "wink", "blink"];
  return [...kinds].sort(([one, a], [other, b]) =>
    b.seen.size - a.seen.size || order.indexOf(one) - order.indexOf(other));
}

async function start() {
  const visits = [...root.querySelectorAll("[data-played]")].map((box) => new Visit(box));
  try {
    await Promise.all(visits.map((visit) => visit.load()));
  } catch {
    part("cannot").hidden = false;
    return;
  }
  const kinds = listKinds(visits);
  if (!kinds.length) {
    part("no-action").hidden = false;
    return;
  }
  part("kind").replaceChildren(...kinds.map(([kind, { label }]) => new Option(label, kind)));
  part("none-shared").hidden = kinds[0][1].seen.size === visits.length;
  part("player").hidden = false;
  // For those who test the page.
  window.inStep = new InStep(visits);
}

start();
