// The camera: asking for it, what can go wrong, how fast it is, and whether the picture is good.
import { text } from "./texts.js";

const LOOK_EVERY_MS = 300;
const SMALL_WIDTH = 320;

const PROBLEMS = {
  NotAllowedError: "script-camera-not-allowed",
  SecurityError: "script-camera-not-allowed",
  NotFoundError: "script-camera-not-found",
  OverconstrainedError: "script-camera-not-here",
  NotReadableError: "script-camera-busy",
  AbortError: "script-camera-not-started",
};

export async function openCamera({ width = 1280, height = 720, rateHz = 60 } = {}) {
  if (!navigator.mediaDevices || !window.MediaRecorder) {
    throw new Error(text("script-camera-no-access"));
  }
  const wanted = {
    audio: false,
    video: { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: rateHz }, facingMode: "user" },
  };
  try {
    return await navigator.mediaDevices.getUserMedia(wanted);
  } catch (error) {
    throw new Error(text(PROBLEMS[error.name] ?? "script-camera-other"));
  }
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
  constructor(video, meter, onFraming, everyMs = LOOK_EVERY_MS) {
    this.everyMs = everyMs;
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
      await new Promise((done) => setTimeout(done, Math.max(50, this.everyMs - (performance.now() - began))));
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
