// Takes the pictures of the camera in a worker, so that what the page draws holds none of them up.
import { LivePictures } from "./live_sender.js";

const PLANES = ["I420", "NV12"];
let offsetMs = Infinity;
let drawn = null;

function describe(frame, width, height, format) {
  const time_us = Math.round(frame.timestamp);
  return { format, width, height, time_us, full_range: frame.colorSpace.fullRange ? 1 : 0 };
}

async function readPlanes(frame) {
  const { width, height } = frame.visibleRect;
  const content = new Uint8Array(frame.allocationSize());
  await frame.copyTo(content);
  return { about: describe(frame, width, height, frame.format), content };
}

/** Of a kind whose planes cannot be sent as they are: as colours. */
function readColours(frame) {
  const { displayWidth: width, displayHeight: height } = frame;
  drawn ??= new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  Object.assign(drawn.canvas, { width, height });
  drawn.drawImage(frame, 0, 0, width, height);
  return { about: describe(frame, width, height, "RGBA"), content: drawn.getImageData(0, 0, width, height).data };
}

async function read(readable, pictures) {
  const reader = readable.getReader();
  for (;;) {
    const { value: frame, done } = await reader.read();
    if (done) return;
    const arrivedMs = performance.timeOrigin + performance.now();
    offsetMs = Math.min(offsetMs, arrivedMs - frame.timestamp / 1000);
    try {
      if (!pictures.mayGo()) continue;
      const { width, height } = frame.visibleRect;
      const isEven = width % 2 === 0 && height % 2 === 0;
      const isPlain = PLANES.includes(frame.format) && isEven;
      const { about, content } = isPlain ? await readPlanes(frame) : readColours(frame);
      pictures.send(about, content, frame.timestamp / 1000 + offsetMs);
    } finally {
      frame.close();
    }
  }
}

onmessage = ({ data: { readable, key } }) => {
  read(readable, new LivePictures(key, (news) => postMessage(news))).catch(() => {});
};
