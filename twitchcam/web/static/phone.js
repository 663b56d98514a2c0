// The way for a phone: how long it is open, and what has come.
import { text } from "./texts.js";

const door = document.querySelector(".door");
const left = document.getElementById("left");
let endsMs = performance.now() + Number(door.dataset.leftS) * 1000;

function sayTimeLeft() {
  const leftS = (endsMs - performance.now()) / 1000;
  // A video that is on its way keeps it open; over is over when the page says so.
  if (leftS <= 0) return look();
  const n = leftS < 60 ? Math.ceil(leftS / 10) * 10 : Math.ceil(leftS / 60);
  left.textContent = text(leftS < 60 ? "script-phone-seconds" : "script-phone-minutes", { n });
  return undefined;
}

let isLooking = false;

/** Take what has come, and how long it is open, from the page as it is now. */
async function look() {
  if (isLooking) return;
  isLooking = true;
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector(".door");
    if (!answer.ok || !now) return location.reload();
    endsMs = performance.now() + Number(now.dataset.leftS) * 1000;
    const arrived = document.importNode(page.getElementById("arrived"), true);
    document.getElementById("arrived").replaceWith(arrived);
  } catch {
    // The server is away for a moment; the page's own line says so.
  } finally {
    isLooking = false;
  }
}

document.addEventListener("twitchcam-news", ({ detail }) => {
  const known = document.querySelector(`[data-recording="${detail.recording}"]`);
  if (!known && detail.state === "receiving") look();
});
sayTimeLeft();
setInterval(sayTimeLeft, 1000);
