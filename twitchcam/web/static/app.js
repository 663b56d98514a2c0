// Keeps every page up to date: one line of news from the server for each tab.
import { sayLeft } from "./say_left.js";
import { text } from "./texts.js";

const TOLD = ["running", "done", "refused", "failed", "cancelled", "deleted"];
const PATIENCE_MS = 3000;

async function refresh(recordingId) {
  const places = document.querySelectorAll(`[data-recording="${recordingId}"]`);
  if (!places.length) return;
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.status === 404) {
    // The page was about what is gone.
    const gone = document.importNode(page.getElementById("main"), true);
    document.getElementById("main").replaceWith(gone);
    return;
  }
  // A page that only says what went wrong shows no recording, and yet none is gone.
  if (!answer.ok) return;
  for (const place of places) {
    const fresh = page.querySelector(`[data-recording="${recordingId}"]`);
    if (fresh) place.replaceWith(document.importNode(fresh, true));
    else place.remove();
  }
  for (const part of document.querySelectorAll("[data-follows-results]")) {
    followResults(part, page.getElementById(part.id));
  }
}

/** Show what a new result adds to a part of the page; nobody who is at work in it is disturbed. */
function followResults(part, fresh) {
  if (!fresh || part.contains(document.activeElement)) return;
  const added = document.importNode(fresh, true);
  const opened = [...part.querySelectorAll("details")].map((details) => details.open);
  for (const [n, details] of added.querySelectorAll("details").entries()) {
    details.open = opened[n] ?? details.open;
  }
  part.replaceWith(added);
}

function hear(item) {
  const places = document.querySelectorAll(`[data-recording="${item.recording}"]`);
  const changed = [...places].some((place) => place.dataset.state !== item.state);
  if (changed) {
    refresh(item.recording).catch(() => {});
    const news = document.getElementById("news");
    if (TOLD.includes(item.state)) news.textContent = text(`script-news-${item.state}`);
  }
  for (const bar of document.querySelectorAll(`[data-progress="${item.recording}"]`)) {
    if (item.progress !== undefined) bar.querySelector("progress").value = item.progress;
    bar.querySelector("[data-left]").textContent = sayLeft(item.left_s);
  }
  document.dispatchEvent(new CustomEvent("twitchcam-news", { detail: item }));
}

let source = null;
let wasReady = false;
let unheard = null;

/** Say that the server is away once it has been for a moment; take it back when it is here. */
function sayAway(isAway) {
  const away = document.getElementById("away");
  if (isAway) {
    unheard ??= setTimeout(() => { away.hidden = false; }, PATIENCE_MS);
    return;
  }
  clearTimeout(unheard);
  unheard = null;
  away.hidden = true;
}

function hearNothing() {
  sayAway(true);
  // A browser tries again by itself, unless it was refused.
  if (source?.readyState !== EventSource.CLOSED) return;
  source = null;
  setTimeout(listen, PATIENCE_MS);
}

function listen() {
  // A browser holds few lines to one server: a tab that nobody looks at gives its own back.
  if (document.hidden) {
    source?.close();
    source = null;
    sayAway(false);
    return;
  }
  if (source) return;
  source = new EventSource("/api/news");
  source.onerror = hearNothing;
  source.onopen = () => sayAway(false);
  source.onmessage = (event) => hear(JSON.parse(event.data));
  source.addEventListener("ready", () => {
    // The line was down for a while: something may have changed unheard.
    if (wasReady) {
      for (const place of document.querySelectorAll("[data-recording]")) {
        refresh(place.dataset.recording).catch(() => {});
      }
    }
    wasReady = true;
  });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-cancel]");
  if (!button) return;
  button.disabled = true;
  await fetch(`/api/recordings/${button.dataset.cancel}/cancel`, { method: "POST" });
});

document.addEventListener("visibilitychange", listen);
listen();
