// Videos that a browser has trouble with: of unknown length, or of a kind that it does not play.

/** Say that it cannot be played, where the page has words for it. */
function giveUp(video) {
  const said = document.getElementById("cannot-play");
  if (!said) return;
  video.hidden = true;
  said.hidden = false;
}

for (const video of document.querySelectorAll("video")) {
  video.addEventListener("error", () => giveUp(video), { once: true });
  if (video.error) giveUp(video);
  // A recording of a browser may not say how long it is: then its bar of time is of no use.
  video.addEventListener("loadedmetadata", () => {
    if (video.duration !== Infinity) return;
    // Asked for what lies behind its end, the browser looks where the end is.
    video.addEventListener("durationchange", () => { video.currentTime = 0; }, { once: true });
    video.currentTime = 1e9;
  }, { once: true });
  // Read before this script was here.
  if (video.readyState > 0) video.dispatchEvent(new Event("loadedmetadata"));
}
