// A guided recording, from the first look through the camera to the last second kept.
import { openCamera, RateMeter, Watch } from "./camera.js";
import { Guide } from "./guide.js";
import { SeenSteps } from "./seen.js";
import { askRoom, begin, CueSender, finish, warnBeforeLeaving } from "./sender.js";
import { text } from "./texts.js";
import { Tones } from "./tones.js";
import { FrameReader, Take } from "./ways.js";

const session = document.getElementById("session");
const protocol = JSON.parse(session.dataset.protocol);
const hints = JSON.parse(session.dataset.hints);
const $ = (id) => document.getElementById(id);
const tones = new Tones();
const seen = new SeenSteps();
const LONGEST_FREE_S = 600;
// Who has gone meanwhile is not waited for.
const LONGEST_OFFER_S = 60;
const SELF_VIEW = "twitchcam-self-view";
// A hand before the face or one bad look is no reason to disturb somebody.
const N_LOOKS_LOST = 3;
const RUN_LOOK_EVERY_MS = 400;
// Half a face, beside and above its middle, in eye distances.
const FACE_REACH = [0.85, 1];
let stream = null;
let watch = null;
let take = null;
let headCut = null;
let meter = null;
let reader = null;

function showPart(id) {
  for (const part of ["start", "check", "run", "end"]) $(part).hidden = part !== id;
  document.body.classList.toggle("recording", id === "run");
  $(id).querySelector("h1").focus();
}

function complain(id, problem) {
  $(id).textContent = problem;
  $(id).hidden = !problem;
}

// The first look

function showFraming(framing) {
  const first = framing.problems[0];
  const hint = first ? hints[first] : text("script-camera-good");
  if ($("hint").textContent !== hint) $("hint").textContent = hint;
  $("oval").classList.toggle("good", !first);
  for (const tick of $("ticks").children) {
    const wrong = tick.dataset.check.split(" ").some((name) => framing.problems.includes(name));
    tick.classList.toggle("good", framing.face && !wrong);
    tick.classList.toggle("wrong", wrong);
  }
  $("begin").textContent = text(first ? "script-session-begin-anyway" : "script-session-begin");
  session.dataset.framing = first ?? "good";
}

async function turnOn() {
  $("turn-on").disabled = true;
  complain("camera-problem", "");
  try {
    stream = await openCamera();
  } catch (error) {
    complain("camera-problem", error.message);
    return;
  } finally {
    $("turn-on").disabled = false;
  }
  const preview = $("preview");
  preview.srcObject = stream;
  showPart("check");
  meter = new RateMeter(preview);
  if (FrameReader.isThere) {
    reader = new FrameReader(stream, (sample) => sayRoom(sample).catch(() => {}));
    // The camera needs a moment before its light has settled; nobody is ready sooner.
    setTimeout(() => reader.measure(), 1000);
  }
  watch = new Watch(preview, meter, (framing) => {
    if (meter.rateHz) $("rate").textContent = text("script-camera-rate", { n: Math.round(meter.rateHz) });
    showFraming(framing);
    showCut(framing.cut ?? null);
    seen.look(framing);
  });
}

/** Head and shoulders, where that is less than all; drawn over the picture when it is chosen. */
function showCut(cut) {
  headCut = cut;
  const isOffered = Boolean(reader && (cut || $("cut").checked));
  $("cut-choice").hidden = !isOffered;
  const { videoWidth: fullWidth, videoHeight: fullHeight } = $("preview");
  const isShown = isOffered && cut && $("cut").checked;
  $("kept-part").toggleAttribute("hidden", !isShown);
  if (!isShown) return;
  const [left, top, width, height] = cut;
  const [x, y] = [160 / fullWidth, 120 / fullHeight];
  // The picture is shown as in a mirror.
  const values = { x: 160 - (left + width) * x, y: top * y, width: width * x, height: height * y };
  for (const [name, value] of Object.entries(values)) $("kept-part").setAttribute(name, value.toFixed(1));
}

function chooseCut() {
  reader.keepOnly($("cut").checked ? headCut : null);
  showCut(headCut);
  reader.measure();
}

/** Whether the face is in the part that is kept. */
function isKept({ face, centre, eye_distance_px: unit }) {
  if (!face || !reader?.cut || take?.way.name !== "plain") return face;
  const { videoWidth: fullWidth, videoHeight: fullHeight } = $("preview");
  const [left, top, width, height] = reader.cut;
  const [x, y] = [(centre[0] + 0.5) * fullWidth - left, (centre[1] + 0.5) * fullHeight - top];
  const isIn = (at, reach, most) => at > reach * unit && at < most - reach * unit;
  return isIn(x, FACE_REACH[0], width) && isIn(y, FACE_REACH[1], height);
}

/** What a minute takes on the disk, measured with pictures of this camera and this light. */
async function sayRoom({ about, content, rateHz }) {
  const { words, encoding } = await askRoom(about, content, rateHz);
  $("room").textContent = words;
  reader.encoding = encoding;
}

// The guided part

function turnRing(share) {
  $("ring").style.strokeDashoffset = String(100 * (1 - share));
}

function pose(name) {
  session.dataset.pose = name;
}

function say(words) {
  if ($("now").textContent !== words) $("now").textContent = words;
}

/** For who listens to the screen: what changes, without the seconds that are counted down. */
function speak(words) {
  $("spoken").textContent = words;
}

const show = {
  step(step, n, nSteps) {
    $("where").textContent = text("script-guide-where", { n: n + 1, of: nSteps });
    $("title").textContent = step.title;
    $("do").textContent = step.do;
    $("reading").textContent = step.text;
    $("reading").hidden = !step.text;
    $("run").classList.toggle("reads", Boolean(step.text));
    $("pause-note").hidden = true;
    session.dataset.step = step.name;
    turnRing(0);
    say(text("script-guide-get-ready"));
    speak(text("script-guide-spoken", { n: n + 1, of: nSteps, title: step.title, do: step.do }));
  },
  prepare(step, leftS) {
    seen.breakOff();
    $("pause-note").hidden = true;
    pose(Math.floor(leftS * 1.25) % 2 ? "" : step.name);
    say(text("script-guide-get-ready-in", { n: Math.ceil(leftS) }));
  },
  begin(step, k) {
    seen.begin(step);
    pose(step.name);
    speak(text("script-guide-now"));
    if (step.action || k === 0) tones.begin();
  },
  trial(step, k, share, leftS) {
    turnRing(share);
    if (step.trial_s >= 10 && leftS > 10) say(text("script-guide-keep-going"));
    else if (step.trial_s >= 10) say(text("script-guide-more-seconds", { n: Math.ceil(leftS) }));
    else if (step.repeats > 1) say(text("script-guide-now-of", { n: k + 1, of: step.repeats }));
    else say(text("script-guide-now"));
  },
  end(step) {
    seen.end();
    pose("");
    turnRing(0);
    tones.end();
    if (step.rest_s) say(text("script-guide-relax"));
    speak(text("script-guide-relax"));
  },
  rest() {},
  pause() {
    seen.breakOff();
    pose("");
    turnRing(0);
    say(text("script-guide-paused"));
    speak(text("script-guide-paused"));
    $("pause-note").hidden = false;
  },
};

async function runFree(state) {
  $("title").textContent = text("script-free-title");
  $("do").textContent = text("script-free-do");
  $("where").textContent = "";
  for (const id of ["pause", "repeat", "skip"]) $(id).hidden = true;
  speak(text("script-free-title"));
  const startMs = performance.now();
  while (!state.ended && performance.now() - startMs < LONGEST_FREE_S * 1000) {
    const passedS = Math.floor((performance.now() - startMs) / 1000);
    say(`${Math.floor(passedS / 60)}:${String(passedS % 60).padStart(2, "0")}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** Offer steps once more of which nothing was seen; true when the person takes them. */
async function offerAgain(missed, state) {
  $("where").textContent = "";
  $("title").textContent = text("script-again-title");
  const said = missed.map(({ step, nAsked }) => text("script-again-step", { step: step.title, asked: nAsked }));
  $("do").textContent = said.join(" ");
  say("");
  speak(`${text("script-again-title")} ${$("do").textContent}`);
  for (const id of ["pause", "repeat", "skip"]) $(id).hidden = true;
  $("again").hidden = false;
  const answered = new Promise((done) => { $("again").onclick = () => done(true); });
  const endMs = performance.now() + LONGEST_OFFER_S * 1000;
  let isWanted = false;
  while (!isWanted && !state.ended && performance.now() < endMs) {
    isWanted = await Promise.race([answered, new Promise((done) => setTimeout(() => done(false), 200))]);
  }
  for (const id of ["pause", "repeat", "skip"]) $(id).hidden = false;
  $("again").hidden = true;
  return isWanted;
}

function closeCamera() {
  for (const track of stream.getTracks()) track.stop();
}

// Oneself, and what is kept

function showSelf(isWanted) {
  $("self").hidden = !isWanted;
  $("self-view").checked = isWanted;
  $("self-toggle").textContent = text(isWanted ? "script-hide-yourself" : "script-show-yourself");
  localStorage.setItem(SELF_VIEW, isWanted ? "yes" : "no");
}

function showCounts(take) {
  const { counts } = take.way;
  session.dataset.way = take.way.name;
  $("kept").hidden = !counts;
  if (!counts) return;
  const values = { taken: counts.taken, lost: counts.lost };
  const said = text(counts.lost ? "script-kept-and-lost" : "script-kept", values);
  if ($("kept").textContent !== said) $("kept").textContent = said;
}

let nLost = 0;

/** Tell who has left the picture; what is not seen cannot be measured. */
function lookOn(framing) {
  seen.look(framing);
  nLost = isKept(framing) ? 0 : nLost + 1;
  const isLost = nLost >= N_LOOKS_LOST;
  if ($("lost").hidden === isLost) {
    $("lost").hidden = !isLost;
    if (isLost) tones.warn();
  }
}

async function record() {
  tones.wake();
  tones.on = $("sound").checked;
  // As the person sits now.
  if (reader && $("cut").checked) reader.keepOnly(headCut);
  watch.stop();
  const about = { person_id: session.dataset.person, name: protocol.title, origin: "camera", protocol: protocol.name };
  let begun;
  try {
    begun = await begin(about, { stopped: false });
  } catch (error) {
    complain("hint", error.message);
    return;
  }
  const state = { ended: false };
  const cues = new CueSender(begun.id, { stopped: false });
  let problem = "";
  let isGone = false;
  warnBeforeLeaving(true);
  // The moments of cues are those of this page's clock until it is known when the recording began.
  const noteCue = ({ step, start_s: startS, stop_s: stopS }) => {
    const zeroS = take.zeroMs / 1000;
    if (stopS > zeroS) cues.add({ step, start_s: Math.max(0, startS - zeroS), stop_s: stopS - zeroS });
  };
  const guide = new Guide(protocol, show, () => performance.now() / 1000, noteCue);
  const end = () => {
    state.ended = true;
    guide.want("stop");
  };
  take = new Take(begun.id, stream, reader, meter, {
    onReach: (reached) => { $("saving").hidden = reached; },
    onRefused: ({ why, message, key, isGone: isLost }) => {
      isGone = Boolean(isLost);
      problem = message || text(key);
      if (!isGone && why !== "size") problem = text("script-end-kept", { problem });
      end();
    },
    onBroken: () => {
      problem = text("script-end-browser");
      end();
    },
  });
  $("stop").onclick = end;
  $("skip").onclick = () => guide.want("skip");
  $("repeat").onclick = () => guide.want("repeat");
  $("pause").onclick = () => {
    if (guide.paused) guide.goOn();
    else guide.pause();
    $("pause").textContent = text(guide.paused ? "script-guide-go-on" : "script-guide-pause");
  };
  for (const id of ["skip", "repeat"]) $(id).addEventListener("click", () => { $("pause").textContent = text("script-guide-pause"); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && !guide.paused && protocol.steps.length) $("pause").click();
  });
  stream.getVideoTracks()[0].addEventListener("ended", () => {
    problem = text("script-end-camera-away");
    end();
  });
  await take.start();
  $("self").srcObject = stream;
  const counting = setInterval(() => showCounts(take), 500);
  watch = new Watch($("preview"), meter, lookOn, RUN_LOOK_EVERY_MS);
  showPart("run");
  if (!protocol.steps.length) await runFree(state);
  else if (await guide.run()) {
    const missed = seen.list();
    if (missed.length && (await offerAgain(missed, state))) await guide.run(missed.map(({ step }) => step));
  }
  showPart("end");
  watch.stop();
  clearInterval(counting);
  try {
    await take.stop().finally(closeCamera);
    await take.finish();
    await cues.work;
    await finish(begun.id, { stopped: false });
    $("end-words").textContent = text("script-end-measured");
  } catch (error) {
    problem ||= error.message;
    isGone ||= error.isGone;
    $("end-words").textContent = "";
  }
  warnBeforeLeaving(false);
  if (!problem) {
    location.href = `/recordings/${begun.id}`;
    return;
  }
  complain("end-problem", problem);
  $("to-recording").href = `/recordings/${begun.id}`;
  $("to-recording").hidden = isGone;
}

showSelf(localStorage.getItem(SELF_VIEW) !== "no");
$("self-view").addEventListener("change", () => showSelf($("self-view").checked));
$("self-toggle").addEventListener("click", () => showSelf($("self").hidden));
$("turn-on").addEventListener("click", turnOn);
$("cut").addEventListener("change", chooseCut);
$("begin").addEventListener("click", () => record().catch((error) => {
  warnBeforeLeaving(false);
  showPart("end");
  complain("end-problem", text("script-end-broke-off", { why: error.message }));
}));
$("minutes")?.addEventListener("change", () => {
  protocol.steps[0].trial_s = 60 * Number($("minutes").value);
});
