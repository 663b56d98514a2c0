// The camera: asking for it, what can go wrong, how fast it is, and whether the picture is good.
import { text } from "./texts.js";

const LOOK_EVERY_MS = 300;
const SMALL_WIDTH = 320;
const MAX_BITS_PER_S = 16_000_000;
// VP9 keeps the skin's texture best where the computer keeps up with it, but costs more work than
// H.264. Pictures that are lost cost more than any texture (python -m benchmarks.browser_video), so
// VP9 is tried first on this computer.
const BEST = "video/webm;codecs=vp9";
const OTHERS = ["video/webm;codecs=h264", "video/mp4;codecs=avc1", BEST, "video/webm;codecs=vp8", "video/webm", "video/mp4"];
const TRIAL_MS = 2500;
const MAX_TRIALS = 2;
const MIN_KEPT = 0.9;

const PROBLEMS = {
  NotAllowedError: "script-camera-not-allowed",
  SecurityError: "script-camera-not-allowed",
  NotFoundError: "script-camera-not-found",
  OverconstrainedError: "script-camera-not-here",
  NotReadableError: "script-camera-busy",
  AbortError: "script-camera-not-started",
};

export async function openCamera() {
  if (!navigator.mediaDevices || !window.MediaRecorder) {
    throw new Error(text("script-camera-no-access"));
  }
  const wanted = {
    audio: false,
    video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 60 }, facingMode: "user" },
  };
  try {
    return await navigator.mediaDevices.getUserMedia(wanted);
  } catch (error) {
    throw new Error(text(PROBLEMS[error.name] ?? "script-camera-other"));
  }
}

export function makeRecorder(stream, mimeType) {
  return new MediaRecorder(stream, { mimeType, videoBitsPerSecond: MAX_BITS_PER_S });
}

/** The best kind of video in which hardly a picture is lost. */
export async function chooseKind(stream, meter) {
  const supported = OTHERS.filter((kind) => MediaRecorder.isTypeSupported(kind));
  if (!supported.includes(BEST)) return supported[0];
  // The other kinds lose small movement: one busy moment must not cost a whole session that.
  for (let trial = 0; trial < MAX_TRIALS; trial += 1) {
    if (await keepsUp(stream, meter)) return BEST;
  }
  return supported[0];
}

/** Whether a moment's recording holds nearly every picture that the camera gave. */
async function keepsUp(stream, meter) {
  const recorder = makeRecorder(stream, BEST);
  const pieces = [];
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  const stopped = new Promise((done) => recorder.addEventListener("stop", done, { once: true }));
  recorder.start();
  await new Promise((done) => setTimeout(done, TRIAL_MS));
  recorder.stop();
  await stopped;
  const n = countPictures(new DataView(await new Blob(pieces).arrayBuffer()));
  const rateHz = meter.rateHz ?? stream.getVideoTracks()[0].getSettings().frameRate ?? 30;
  return n >= (MIN_KEPT * rateHz * TRIAL_MS) / 1000;
}

/** Count the blocks of a Matroska file (RFC 9559): one for each picture. */
function countPictures(view) {
  const SEGMENT = 0x18538067;
  const CLUSTER = 0x1f43b675;
  const BLOCKS = [0xa3, 0xa0];
  let at = 0;
  let n = 0;
  while (at < view.byteLength) {
    const idBytes = Math.clz32(view.getUint8(at)) - 23;
    if (idBytes > 4 || at + idBytes >= view.byteLength) break;
    let id = 0;
    for (let k = 0; k < idBytes; k += 1) id = id * 256 + view.getUint8(at + k);
    at += idBytes;
    const sizeBytes = Math.clz32(view.getUint8(at)) - 23;
    if (sizeBytes > 8 || at + sizeBytes > view.byteLength) break;
    let size = view.getUint8(at) & (0xff >> sizeBytes);
    for (let k = 1; k < sizeBytes; k += 1) size = size * 256 + view.getUint8(at + k);
    at += sizeBytes;
    if (BLOCKS.includes(id)) n += 1;
    // What holds others is entered, whatever its size; all else is stepped over.
    if (id !== SEGMENT && id !== CLUSTER) at += size;
  }
  return n;
}

/** Counts the pictures that the camera really gives. */
export class RateMeter {
  constructor(video) {
    this.timesMs = [];
    if (!video.requestVideoFrameCallback) return;
    const count = (nowMs) => {
      this.timesMs.push(nowMs);
      while (nowMs - this.timesMs[0] > 2000) this.timesMs.shift();
      video.requestVideoFrameCallback(count);
    };
    video.requestVideoFrameCallback(count);
  }

  get rateHz() {
    const n = this.timesMs.length;
    const spanMs = this.timesMs[n - 1] - this.timesMs[0];
    return n > 10 && spanMs > 900 ? ((n - 1) * 1000) / spanMs : null;
  }
}

/** Looks at the picture several times a second until stopped. */
export class Watch {
  constructor(video, meter, onFraming) {
    this.video = video;
    this.meter = meter;
    this.onFraming = onFraming;
    this.canvas = document.createElement("canvas");
    this.stopped = false;
    this.look();
  }

  stop() {
    this.stopped = true;
  }

  async look() {
    while (!this.stopped) {
      const began = performance.now();
      try {
        const framing = await this.ask();
        if (framing && !this.stopped) this.onFraming(framing);
      } catch {
        // The server is away for a moment; the next look will tell.
      }
      await new Promise((done) => setTimeout(done, Math.max(50, LOOK_EVERY_MS - (performance.now() - began))));
    }
  }

  async ask() {
    const { videoWidth: fullWidth, videoHeight: fullHeight } = this.video;
    if (!fullWidth) return null;
    const width = Math.min(SMALL_WIDTH, fullWidth);
    const height = Math.round((fullHeight * width) / fullWidth);
    Object.assign(this.canvas, { width, height });
    const pen = this.canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(this.video, 0, 0, width, height);
    const { data } = pen.getImageData(0, 0, width, height);
    const rate = this.meter.rateHz;
    const about = new URLSearchParams({ width, height, full_width: fullWidth });
    if (rate !== null) about.set("rate", rate.toFixed(2));
    const answer = await fetch(`/api/live?${about}`, { method: "POST", body: data });
    return answer.status === 200 ? answer.json() : null;
  }
}
