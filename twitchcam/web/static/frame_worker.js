// Takes every picture of the camera as it is, with its capture time, and posts it to the recorder.
// In a worker, so that whatever the page draws meanwhile takes no picture away.
import { Refused, sendPictures } from "./ask.js";

const HEADER_BYTES = 8;
// One request: below what the server takes at once, and no more than a quarter of a second.
const BATCH_BYTES = 7 << 20;
const BATCH_MS = 250;
// What is kept while the server is away: some seconds of pictures as they are.
const MOST_WAITING_BYTES = 256 << 20;
const N_SAMPLE = 6;
const TELL_EVERY_MS = 500;
const PLANES = ["I420", "NV12"];

const state = { stopped: false, onReach: (reached) => postMessage({ reached }) };
// What waits is not at the server yet.
const counts = { taken: 0, lost: 0, waiting: 0, rateHz: null };
let waitingBytes = 0;
const intervalsUs = [];
let lastUs = null;
let offsetMs = Infinity;
let sample = null;
// What is kept of each picture: left, top, width, height; all of it without.
let cut = null;
let take = null;
let batch = null;
let queue = [];
let work = Promise.resolve();
let copying = Promise.resolve();
let toldMs = 0;

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function describe(frame) {
  const { width: full_width, height: full_height } = frame.visibleRect;
  const { x, y, width, height } = findRect(frame);
  const { fullRange, matrix } = frame.colorSpace;
  const colours = { full_range: fullRange ? 1 : 0, matrix: matrix ?? "" };
  return { format: frame.format, x, y, width, height, full_width, full_height, ...colours };
}

function findRect({ visibleRect: { x, y, width, height } }) {
  if (!cut) return { x, y, width, height };
  const [left, top, wide, high] = cut;
  // Colours are kept by two by two pixels.
  const fit = (length, from, most) => 2 * Math.floor(Math.min(length, most - from) / 2);
  return { x: x + left, y: y + top, width: fit(wide, left, width), height: fit(high, top, height) };
}

/** A gap between capture times is a picture that never came here. */
function countTime(timeUs) {
  if (lastUs !== null) {
    const passedUs = timeUs - lastUs;
    const usualUs = intervalsUs.length > 5 ? median(intervalsUs) : Infinity;
    if (take && passedUs > 1.5 * usualUs) counts.lost += Math.round(passedUs / usualUs) - 1;
    intervalsUs.push(passedUs);
    if (intervalsUs.length > 60) intervalsUs.shift();
    counts.rateHz = intervalsUs.length > 5 ? 1e6 / median(intervalsUs) : null;
  }
  lastUs = timeUs;
}

async function see(frame) {
  const arrivedMs = performance.timeOrigin + performance.now();
  offsetMs = Math.min(offsetMs, arrivedMs - frame.timestamp / 1000);
  countTime(frame.timestamp);
  if (take && !take.isEnding) {
    copying = keep(frame);
    await copying;
  } else if (sample) await keepSample(frame);
  if (arrivedMs - toldMs > TELL_EVERY_MS) {
    toldMs = arrivedMs;
    postMessage({ counts });
  }
}

function isSame(a, b) {
  return Object.keys(a).every((name) => a[name] === b[name]);
}

async function keep(frame) {
  const about = describe(frame);
  if (!PLANES.includes(about.format)) {
    refuse(new Refused("", 0), "format");
    return;
  }
  if (!take.about) {
    take.about = about;
    take.bytes = frame.allocationSize({ rect: findRect(frame) });
    postMessage({ began: { atMs: frame.timestamp / 1000 + offsetMs, width: about.width, height: about.height } });
  } else if (!isSame(take.about, about)) {
    refuse(new Refused("", 0, "script-end-size"), "size");
    return;
  }
  if (waitingBytes + take.bytes > MOST_WAITING_BYTES) {
    counts.lost += 1;
    return;
  }
  const nBytes = HEADER_BYTES + take.bytes;
  if (batch && batch.used + nBytes > batch.bytes.byteLength) push();
  batch ??= makeBatch(nBytes);
  const into = batch;
  new DataView(into.bytes).setBigInt64(into.used, BigInt(Math.round(frame.timestamp)), true);
  const place = new Uint8Array(into.bytes, into.used + HEADER_BYTES, take.bytes);
  await frame.copyTo(place, { rect: findRect(frame) });
  if (into !== batch) return;
  into.used += nBytes;
  counts.taken += 1;
  into.n += 1;
  counts.waiting += 1;
  waitingBytes += nBytes;
  if (performance.now() - into.beganMs >= BATCH_MS) push();
}

function makeBatch(nBytes) {
  const nFit = Math.max(1, Math.floor(BATCH_BYTES / nBytes));
  const nWanted = Math.ceil(((counts.rateHz ?? 30) * BATCH_MS) / 1000) + 1;
  return { bytes: new ArrayBuffer(nBytes * Math.min(nFit, nWanted)), used: 0, n: 0, beganMs: performance.now() };
}

function push() {
  if (!batch) return;
  queue.push({ content: new Uint8Array(batch.bytes, 0, batch.used), n: batch.n });
  batch = null;
  work = work.then(sendAll);
  work.catch((error) => refuse(error, "refused"));
}

async function sendAll() {
  while (queue.length && take) {
    const { content, n } = queue[0];
    await sendPictures(take.id, { ...take.about, encoding: take.encoding }, content, state);
    queue.shift();
    counts.waiting -= n;
    waitingBytes -= content.byteLength;
  }
}

function refuse(error, why) {
  if (!take) return;
  take = null;
  queue = [];
  batch = null;
  postMessage({ refused: { why, message: error.message, key: error.key, isGone: Boolean(error.isGone) } });
}

/** A few pictures, for the server to say how much room they take. */
async function keepSample(frame) {
  const about = describe(frame);
  if (!PLANES.includes(about.format)) return;
  const { pieces } = sample;
  if (pieces.length && !isSame(sample.about, about)) pieces.length = 0;
  sample.about = about;
  const options = { rect: findRect(frame) };
  const piece = new Uint8Array(HEADER_BYTES + frame.allocationSize(options));
  new DataView(piece.buffer).setBigInt64(0, BigInt(Math.round(frame.timestamp)), true);
  await frame.copyTo(piece.subarray(HEADER_BYTES), options);
  pieces.push(piece);
  const nBytes = piece.byteLength;
  if (pieces.length < N_SAMPLE && nBytes * (pieces.length + 1) <= BATCH_BYTES) return;
  sample = null;
  postMessage({ sample: { about, content: new Blob(pieces), rateHz: counts.rateHz } });
}

async function read(readable) {
  const reader = readable.getReader();
  for (;;) {
    const { value: frame, done } = await reader.read();
    if (done) return;
    try {
      await see(frame);
    } finally {
      frame.close();
    }
  }
}

async function end() {
  if (take) take.isEnding = true;
  await copying;
  postMessage({ stopped: true });
  push();
  await work;
  take = null;
  postMessage({ ended: counts });
}

/** Give up. What is on its way arrives first: it must not come after what follows. */
async function forget() {
  state.stopped = true;
  take = null;
  queue = [];
  batch = null;
  await work.catch(() => {});
  postMessage({ forgotten: true });
}

onmessage = ({ data }) => {
  // The page hears by itself when the camera goes away.
  if (data.readable) read(data.readable).catch(() => {});
  // In the middle of a recording it stays as it is.
  if (data.cut !== undefined && !take) cut = data.cut;
  if (data.measure) sample = { pieces: [], about: null };
  if (data.take) {
    Object.assign(counts, { taken: 0, lost: 0, waiting: 0 });
    take = { ...data.take, about: null, bytes: 0, isEnding: false };
  }
  if (data.end) end().catch((error) => refuse(error, "refused"));
  if (data.forget) forget();
};
