// Plays face and timeline in step, and lets marks, traces, keys and the table of moments seek.

const MOMENT_MARGIN_S = 0.4;

class Player {
  constructor(recording, root) {
    this.recording = recording;
    this.root = root;
    this.timeS = 0;
    this.rate = 1;
    this.playing = false;
    this.current = -1; // of recording.moments
    this.find = (name) => root.querySelector(`[data-part="${name}"]`);
    this.timeline = new Timeline(recording, this.find("timeline"), this.find("playhead"));
    if (recording.face) {
      this.face = new FaceView(recording, this.find("face"), this.find("magnified"));
    }
    this.connect();
    this.choosePatch(this.firstPatch());
    this.timeline.draw();
    this.show();
  }

  // The patch that moved most: that of the first listed place, else the left cheek.
  firstPatch() {
    const wanted = this.root.dataset.firstPatch?.split(" ") ?? ["cheek", "left"];
    const region = this.recording.regions.findIndex(({ name }) => name === wanted[0]);
    return region < 0 ? 6 : 2 * region + (wanted[1] === "right" ? 1 : 0);
  }

  connect() {
    const { find } = this;
    find("play").addEventListener("click", () => this.toggle());
    find("previous").addEventListener("click", () => this.step(-1));
    find("next").addEventListener("click", () => this.step(1));
    find("rate").addEventListener("change", (event) => this.setRate(Number(event.target.value)));
    find("zoom").addEventListener("change", (event) => {
      this.timeline.zoom(Number(event.target.value) || Infinity, this.timeS);
      this.show();
    });
    find("time").addEventListener("input", (event) => this.seek(Number(event.target.value)));
    find("gain")?.addEventListener("change", (event) => {
      this.face.gain = Number(event.target.value);
      this.show();
    });
    find("patch")?.addEventListener("change", (event) => {
      this.face.moment = null; // the whole part, not the place of a moment in it
      this.choosePatch(Number(event.target.value));
    });
    find("view")?.addEventListener("change", (event) => this.chooseView(event.target.value));
    find("previous").disabled = find("next").disabled = this.recording.moments.length === 0;
    this.connectTimeline();
    this.root.addEventListener("keydown", (event) => this.press(event));
    new ResizeObserver(() => this.redraw()).observe(this.find("timeline"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.timeline.colours = undefined;
      if (this.face) this.face.colours = undefined;
      this.redraw();
    });
  }

  connectTimeline() {
    const surface = this.find("playhead");
    const tip = this.find("tip");
    surface.addEventListener("pointermove", ({ offsetX: x, offsetY: y }) => {
      tip.textContent = this.timeline.describe(x, y);
      tip.hidden = false;
      const room = surface.clientWidth - tip.offsetWidth;
      tip.style.left = `${Math.max(Math.min(x + 12, room), 0)}px`;
      tip.style.top = `${y + 18}px`;
      surface.style.cursor = this.timeline.markAt(x, y) ? "pointer" : "crosshair";
    });
    surface.addEventListener("pointerleave", () => {
      tip.hidden = true;
    });
    surface.addEventListener("click", ({ offsetX: x, offsetY: y }) => {
      const mark = this.timeline.markAt(x, y);
      if (mark?.kind === "moment") this.goTo(this.recording.moments.indexOf(mark.item));
      else if (y < OVERVIEW) this.seek((x / surface.clientWidth) * this.recording.duration_s);
      else this.seek(mark ? mark.item.apex_s : this.timeline.timeAt(x));
      this.find("stage").focus({ preventScroll: true });
    });
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (["SELECT", "INPUT"].includes(event.target.tagName)) return;
    if (event.key === " " && event.target.tagName === "BUTTON") return;
    const actions = {
      ArrowRight: () => this.stepFrame(1),
      ArrowLeft: () => this.stepFrame(-1),
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      n: () => this.step(1),
      p: () => this.step(-1),
      " ": () => this.toggle(),
      Home: () => this.seek(0),
      End: () => this.seek(this.recording.duration_s),
      1: () => this.setRate(1),
      2: () => this.setRate(0.25),
      3: () => this.setRate(0.1),
    };
    const act = actions[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  choosePatch(patch) {
    if (!this.face) return;
    this.face.patch = patch;
    this.find("patch").value = String(patch);
    this.show();
  }

  chooseView(view) {
    this.face.video = view === "clip" ? this.video : null;
    this.show();
  }

  // Use the clip that came with the page; it then keeps the time.
  useVideo(video) {
    this.video = video;
    video.addEventListener("seeked", () => this.show());
    this.chooseView(this.find("view").value);
    this.seek(this.timeS);
  }

  setRate(rate) {
    this.rate = rate;
    this.find("rate").value = String(rate);
    if (this.video) this.video.playbackRate = rate;
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.timeS >= this.recording.duration_s - 1e-3) this.seek(0);
    this.playing = true;
    this.find("play").textContent = text("player-pause");
    this.lastTick = performance.now();
    if (this.video) {
      this.video.playbackRate = this.rate;
      this.video.play();
    }
    requestAnimationFrame((now) => this.tick(now));
  }

  pause() {
    this.playing = false;
    this.find("play").textContent = text("player-play");
    this.video?.pause();
  }

  tick(now) {
    if (!this.playing) return;
    if (this.video) this.timeS = this.video.currentTime;
    else this.timeS += (Math.max(now - this.lastTick, 0) / 1000) * this.rate;
    this.lastTick = now;
    if (!this.repeatMoment() && this.timeS >= this.recording.duration_s) {
      this.timeS = this.recording.duration_s;
      this.pause();
    }
    this.show();
    requestAnimationFrame((next) => this.tick(next));
  }

  // Start the chosen moment again when it is over; true if it did.
  repeatMoment() {
    const moment = this.recording.moments[this.current];
    if (!moment || !this.find("repeat").checked) return false;
    if (this.timeS < moment.offset_s + MOMENT_MARGIN_S) return false;
    this.seek(moment.onset_s - MOMENT_MARGIN_S);
    return true;
  }

  seek(timeS) {
    const { recording } = this;
    const wanted = Math.min(Math.max(timeS, 0), recording.duration_s);
    this.timeS = wanted;
    // A little into the picture, so that rounding does not show the one before.
    if (this.video) this.video.currentTime = recording.frameTime(recording.frameAt(wanted)) + 0.002;
    this.show();
  }

  stepFrame(direction) {
    this.pause();
    const { recording } = this;
    const frame = recording.frameAt(this.timeS) + direction;
    this.seek(recording.frameTime(Math.min(Math.max(frame, 0), recording.frameCount - 1)));
  }

  // The next moment in time after (or before) now; from the last on to the first.
  step(direction) {
    const { moments } = this.recording;
    if (!moments.length) return;
    const order = moments.map((_, i) => i).sort((a, b) => moments[a].apex_s - moments[b].apex_s);
    if (direction < 0) order.reverse();
    const at = order.indexOf(this.current);
    const isHere = at >= 0 && Math.abs(moments[this.current].apex_s - this.timeS) < 1e-3;
    const next = isHere
      ? order[at + 1]
      : order.find((i) => direction * (moments[i].apex_s - this.timeS) > 1e-3);
    this.goTo(next ?? order[0]);
  }

  goTo(index) {
    const { moments, regions } = this.recording;
    const moment = moments[index];
    this.current = index;
    if (this.face) this.face.moment = moment;
    const region = regions.findIndex(({ name }) => name === moment.region);
    if (region >= 0) this.choosePatch(2 * region + (moment.side === "right" ? 1 : 0));
    this.seek(moment.apex_s);
    this.find("caption").textContent = text("player-caption", {
      n: index + 1, of: moments.length, time: sayTime(moment.apex_s), what: moment.text,
    });
    document.querySelectorAll("[data-moment]").forEach((row) => {
      row.classList.toggle("current", Number(row.dataset.moment) === index);
    });
  }

  show() {
    this.timeline.follow(this.timeS);
    this.timeline.drawPlayhead(this.timeS);
    this.face?.draw(this.timeS);
    const slider = this.find("time");
    slider.value = String(this.timeS);
    slider.setAttribute("aria-valuetext", sayTime(this.timeS));
    this.find("clock").textContent = sayTime(this.timeS);
  }

  redraw() {
    this.timeline.draw();
    this.show();
  }
}

// Turn the times in the table of moments into buttons that seek.
function connectMoments(player) {
  document.querySelectorAll("[data-moment]").forEach((row) => {
    const cell = row.querySelector(".at");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "seek";
    button.textContent = cell.textContent;
    button.setAttribute("aria-label", text("player-show-moment", { time: cell.textContent }));
    button.addEventListener("click", () => {
      player.goTo(Number(row.dataset.moment));
      player.root.scrollIntoView({ block: "nearest" });
    });
    cell.replaceChildren(button);
  });
}

function loadVideo(player, base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.addEventListener("loadeddata", () => player.useVideo(video), { once: true });
  video.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
}

async function start() {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  const root = document.querySelector("[data-part=player]");
  if (!root) return;
  const description = JSON.parse(document.getElementById("recording").textContent);
  const bytes = await unpack(document.getElementById("numbers").textContent);
  root.hidden = false;
  const player = new Player(new Recording(description, bytes), root);
  connectMoments(player);
  const clip = document.getElementById("clip");
  if (clip) loadVideo(player, clip.textContent);
  // A link may lead to a moment: report.html#t=3.25
  const [, asked] = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash) ?? [];
  if (asked) {
    player.seek(Number(asked));
    root.scrollIntoView();
  }
  // For those who embed the page, and for its tests.
  window.twitchcam = player;
}

start();
