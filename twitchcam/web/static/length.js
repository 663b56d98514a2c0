// A recording of a browser may not say how long it is: then its bar of time is of no use.

for (const video of document.querySelectorAll("video")) {
  video.addEventListener("loadedmetadata", () => {
    if (video.duration !== Infinity) return;
    // Asked for what lies behind its end, the browser looks where the end is.
    video.addEventListener("durationchange", () => { video.currentTime = 0; }, { once: true });
    video.currentTime = 1e9;
  }, { once: true });
  // Read before this script was here.
  if (video.readyState > 0) video.dispatchEvent(new Event("loadedmetadata"));
}
