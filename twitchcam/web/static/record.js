// A guided recording, from the first look through the camera to the last second kept.
import { chooseKind, makeRecorder, openCamera, RateMeter, Watch } from "./camera.js";
import { Guide } from "./guide.js";
import { begin, CueSender, finish, LiveSender, warnBeforeLeaving } from "./sender.js";
import { text } from "./texts.js";
import { Tones } from "./tones.js";

const session = document.getElementById("session");
const protocol = JSON.parse(session.dataset.protocol);
const hints = JSON.parse(session.dataset.hints);
const $ = (id) => document.getElementById(id);
const tones = new Tones();
const LONGEST_FREE_S = 600;
let stream = null;
let watch = null;
let kind = null;

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
  const meter = new RateMeter(preview);
  // The camera needs a moment before its rate is known; nobody is ready sooner.
  kind = new Promise((done) => setTimeout(done, 1500)).then(() => chooseKind(stream, meter));
  kind.then((found) => { session.dataset.kind = found; }, () => {});
  watch = new Watch(preview, meter, (framing) => {
    if (meter.rateHz) $("rate").textContent = text("script-camera-rate", { n: Math.round(meter.rateHz) });
    showFraming(framing);
  });
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
    $("pause-note").hidden = true;
    pose(Math.floor(leftS * 1.25) % 2 ? "" : step.name);
    say(text("script-guide-get-ready-in", { n: Math.ceil(leftS) }));
  },
  begin(step, k) {
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
    pose("");
    turnRing(0);
    tones.end();
    if (step.rest_s) say(text("script-guide-relax"));
    speak(text("script-guide-relax"));
  },
  rest() {},
  pause() {
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

async function record() {
  tones.wake();
  tones.on = $("sound").checked;
  watch.stop();
  const state = { ended: false, onReach: (reached) => { $("saving").hidden = reached; } };
  const about = { person_id: session.dataset.person, name: protocol.title, origin: "camera", protocol: protocol.name };
  const mimeType = await kind;
  let begun;
  try {
    begun = await begin(about, { stopped: false });
  } catch (error) {
    complain("hint", error.message);
    return;
  }
  const sender = new LiveSender(begun.id, state);
  const recorder = makeRecorder(stream, mimeType);
  const cues = new CueSender(begun.id, { stopped: false });
  let zeroMs = performance.now();
  let problem = "";
  let isGone = false;
  recorder.addEventListener("dataavailable", (event) => sender.push(event.data));
  const stopped = new Promise((done) => recorder.addEventListener("stop", done, { once: true }));
  warnBeforeLeaving(true);
  const guide = new Guide(protocol, show, () => (performance.now() - zeroMs) / 1000, (cue) => cues.add(cue));
  const end = () => {
    state.ended = true;
    guide.want("stop");
  };
  state.onRefused = (error) => {
    isGone = error.isGone;
    problem = isGone ? error.message : text("script-end-kept", { problem: error.message });
    end();
  };
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
  recorder.addEventListener("error", () => {
    problem = text("script-end-browser");
    end();
  });
  const started = new Promise((done) => recorder.addEventListener("start", done, { once: true }));
  // One second a piece: no more than that, and what is on its way, can be lost.
  recorder.start(1000);
  await started;
  zeroMs = performance.now();
  showPart("run");
  if (protocol.steps.length) await guide.run();
  else await runFree(state);
  showPart("end");
  if (recorder.state !== "inactive") recorder.stop();
  await stopped;
  for (const track of stream.getTracks()) track.stop();
  try {
    await sender.work;
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

$("turn-on").addEventListener("click", turnOn);
$("begin").addEventListener("click", () => record().catch((error) => {
  warnBeforeLeaving(false);
  showPart("end");
  complain("end-problem", text("script-end-broke-off", { why: error.message }));
}));
$("minutes")?.addEventListener("change", () => {
  protocol.steps[0].trial_s = 60 * Number($("minutes").value);
});
