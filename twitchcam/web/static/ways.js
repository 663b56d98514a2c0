// The ways to record: every picture as it is, or compressed by the browser. The recording itself is
// the trial: a way that does not keep up in its first seconds is given up for the next one.
import { forgetContent, LiveSender } from "./sender.js";

// While the person gets ready: nobody waits for it.
const JUDGE_AFTER_MS = 2200;
// One busy moment must not cost a whole session its small movements.
const MAX_LOOKS = 2;
const MIN_KEPT = 0.9;
const MAX_BEHIND_S = 1;
const MAX_BITS_PER_S = 16_000_000;
// Best first: VP9 keeps the skin's texture best where the computer keeps up with it, but costs more
// work than H.264. Pictures that are lost cost more than any texture (benchmarks.browser_video).
const BEST = "video/webm;codecs=vp9";
const OTHERS = ["video/webm;codecs=h264", "video/mp4;codecs=avc1", "video/webm;codecs=vp8", "video/webm", "video/mp4"];

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Hands every picture of the camera to a worker, which counts them and sends them on. */
export class FrameReader {
  constructor(stream, onSample) {
    const [track] = stream.getVideoTracks();
    const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: 10 });
    this.counts = null;
    // Left, top, width and height of what is kept; all of it without.
    this.cut = null;
    // Without loss, unless the room is short.
    this.encoding = "lossless";
    this.listeners = { sample: onSample };
    this.worker = new Worker("/static/frame_worker.js", { type: "module" });
    this.worker.onmessage = ({ data }) => {
      if (data.counts) this.counts = data.counts;
      for (const [name, about] of Object.entries(data)) this.listeners[name]?.(about);
    };
    this.worker.postMessage({ readable }, [readable]);
  }

  static get isThere() {
    return "MediaStreamTrackProcessor" in window;
  }

  /** Keep this part of each picture only, from now on. */
  keepOnly(cut) {
    this.cut = cut;
    this.worker.postMessage({ cut });
  }

  /** Have a few pictures measured: how much room they take. */
  measure() {
    this.worker.postMessage({ measure: true });
  }

  close() {
    this.worker.terminate();
  }
}

/** Every picture as it is, with its capture time. */
class PlainWay {
  constructor(reader, hear) {
    this.name = "plain";
    this.reader = reader;
    this.hear = hear;
  }

  get counts() {
    return this.reader.counts;
  }

  /** Begin; resolves with the moment of the first picture, on this page's clock (ms). */
  async start(id) {
    const { listeners, worker } = this.reader;
    const [began, stopped, ended, forgotten] = ["began", "stopped", "ended", "forgotten"].map(
      (name) => new Promise((done) => { listeners[name] = done; }),
    );
    const refused = new Promise((_, fail) => { listeners.refused = fail; });
    refused.catch((refusal) => { if (this.isOn) this.hear.onRefused(refusal); });
    listeners.reached = (reached) => this.hear.onReach(reached);
    this.over = Promise.race([ended, refused]);
    this.over.catch(() => {});
    Object.assign(this, { stopped, forgotten });
    this.usualHz = this.counts?.rateHz ?? null;
    worker.postMessage({ take: { id, encoding: this.reader.encoding } });
    const { atMs } = await Promise.race([began, refused]);
    this.isOn = true;
    this.looked = { taken: 0, lost: 0, atMs: performance.now() };
    return atMs - performance.timeOrigin;
  }

  /** Whether nearly every picture since the last look was taken, and has been sent. */
  async keepsUp() {
    const { taken, lost, waiting, rateHz } = this.counts;
    const before = this.looked;
    this.looked = { taken, lost, atMs: performance.now() };
    const passedS = (this.looked.atMs - before.atMs) / 1000;
    // The camera's own rate was counted before: it must not fall by being recorded. What the worker
    // tells is up to half a second old.
    const given = Math.max(taken + lost - before.taken - before.lost, (this.usualHz ?? 0) * (passedS - 0.5));
    return taken - before.taken >= MIN_KEPT * given && waiting <= MAX_BEHIND_S * (rateHz ?? 30);
  }

  keep() {}

  /** No more pictures. */
  async stop() {
    this.reader.worker.postMessage({ end: true });
    await Promise.race([this.stopped, this.over]);
  }

  /** Wait until all has been sent. */
  finish() {
    return this.over;
  }

  async forget() {
    this.isOn = false;
    this.reader.worker.postMessage({ forget: true });
    await this.forgotten;
  }
}

/** Compressed by the browser. */
class EncodedWay {
  constructor(stream, kind, meter, hear) {
    this.name = kind;
    this.stream = stream;
    this.meter = meter;
    this.hear = hear;
    this.pieces = [];
    this.counts = null;
    // Its own, so that giving it up stops nothing else.
    this.state = { stopped: false, onReach: hear.onReach, onRefused: (refusal) => hear.onRefused(refusal) };
  }

  async start(id) {
    const sender = new LiveSender(id, this.state);
    const recorder = makeRecorder(this.stream, this.name);
    Object.assign(this, { sender, recorder });
    recorder.addEventListener("dataavailable", (event) => {
      if (this.state.stopped) return;
      this.pieces?.push(event.data);
      sender.push(event.data);
    });
    recorder.addEventListener("error", () => this.hear.onBroken());
    this.stopped = new Promise((done) => recorder.addEventListener("stop", done, { once: true }));
    const started = new Promise((done) => recorder.addEventListener("start", done, { once: true }));
    // One second a piece: no more than that, and what is on its way, can be lost.
    recorder.start(1000);
    await started;
    this.looked = { n: 0, atMs: performance.now() };
    return this.looked.atMs;
  }

  /** Whether what came since the last look holds nearly every picture that the camera gave. */
  async keepsUp() {
    const before = this.looked;
    const atMs = performance.now();
    this.recorder.requestData();
    await wait(100);
    const n = countPictures(new DataView(await new Blob(this.pieces).arrayBuffer()));
    this.looked = { n, atMs };
    const rateHz = this.meter.rateHz ?? this.stream.getVideoTracks()[0].getSettings().frameRate ?? 30;
    return n - before.n >= (MIN_KEPT * rateHz * (atMs - before.atMs)) / 1000;
  }

  /** It is decided: what came before is not needed to look at any more. */
  keep() {
    this.pieces = null;
  }

  async stop() {
    if (this.recorder.state !== "inactive") this.recorder.stop();
    await this.stopped;
  }

  finish() {
    return this.sender.work;
  }

  async forget() {
    this.state.onRefused = null;
    this.state.stopped = true;
    await this.stop();
    await this.sender.work.catch(() => {});
  }
}

/** Records in the first way that keeps up. `hear` is told what goes wrong. */
export class Take {
  constructor(id, stream, reader, meter, hear) {
    this.id = id;
    const canRecord = (kind) => MediaRecorder.isTypeSupported(kind);
    const kinds = [...[BEST].filter(canRecord), ...OTHERS.filter(canRecord).slice(0, 1)];
    this.ways = kinds.map((kind) => new EncodedWay(stream, kind, meter, hear));
    if (reader) this.ways.unshift(new PlainWay(reader, hear));
    this.ending = new Promise((done) => { this.end = done; });
  }

  get way() {
    return this.ways[0];
  }

  async start() {
    await this.begin();
    this.judging = this.judge();
    this.judging.catch(() => {});
  }

  async begin() {
    for (;;) {
      try {
        this.zeroMs = await this.way.start(this.id);
        return;
      } catch (error) {
        // Pictures of a kind that cannot be sent as they are.
        if (error.why !== "format" || this.ways.length === 1) throw error;
        this.ways.shift();
      }
    }
  }

  /** Give up a way that does not keep up in any of its first moments, for the next. */
  async judge() {
    while (this.ways.length > 1 && !(await this.isGood())) {
      await this.way.forget();
      await forgetContent(this.id);
      this.ways.shift();
      await this.begin();
    }
    this.way.keep();
  }

  async isGood() {
    for (let look = 0; look < MAX_LOOKS; look += 1) {
      const isOver = await Promise.race([this.ending, wait(JUDGE_AFTER_MS)]);
      if (isOver || (await this.way.keepsUp())) return true;
    }
    return false;
  }

  /** Take no more pictures; `finish` then waits until all are at the server. */
  async stop() {
    this.end(true);
    await this.judging;
    await this.way.stop();
  }

  finish() {
    return this.way.finish();
  }
}

export function makeRecorder(stream, mimeType) {
  return new MediaRecorder(stream, { mimeType, videoBitsPerSecond: MAX_BITS_PER_S });
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
