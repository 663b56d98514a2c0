// A guided recording, from the first look through the camera to the last second kept.
import { chooseKind, makeRecorder, openCamera, RateMeter, Watch } from "./camera.js";
import { Guide } from "./guide.js";
import { begin, CueSender, finish, LiveSender, warnBeforeLeaving } from "./sender.js";
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

function complain(id, text) {
  $(id).textContent = text;
  $(id).hidden = !text;
}

// The first look

function showFraming(framing) {
  const first = framing.problems[0];
  const hint = first ? hints[first] : "Good. Stay like this.";
  if ($("hint").textContent !== hint) $("hint").textContent = hint;
  $("oval").classList.toggle("good", !first);
  for (const tick of $("ticks").children) {
    const wrong = tick.dataset.check.split(" ").some((name) => framing.problems.includes(name));
    tick.classList.toggle("good", framing.face && !wrong);
    tick.classList.toggle("wrong", wrong);
  }
  $("begin").textContent = first ? "Begin anyway" : "Begin";
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
    if (meter.rateHz) $("rate").textContent = `${Math.round(meter.rateHz)} pictures a second`;
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
    $("where").textContent = `Step ${n + 1} of ${nSteps}`;
    $("title").textContent = step.title;
    $("do").textContent = step.do;
    $("reading").textContent = step.text;
    $("reading").hidden = !step.text;
    $("run").classList.toggle("reads", Boolean(step.text));
    $("pause-note").hidden = true;
    session.dataset.step = step.name;
    turnRing(0);
    say("Get ready");
    speak(`Step ${n + 1} of ${nSteps}. ${step.title}. ${step.do} Get ready.`);
  },
  prepare(step, leftS) {
    $("pause-note").hidden = true;
    pose(Math.floor(leftS * 1.25) % 2 ? "" : step.name);
    say(`Get ready… ${Math.ceil(leftS)}`);
  },
  begin(step, k) {
    pose(step.name);
    speak("Now");
    if (step.action || k === 0) tones.begin();
  },
  trial(step, k, share, leftS) {
    turnRing(share);
    const count = step.repeats > 1 ? ` (${k + 1} of ${step.repeats})` : "";
    if (step.trial_s >= 10) say(leftS > 10 ? "Keep going" : `${Math.ceil(leftS)} more seconds`);
    else say(`Now${count}`);
  },
  end(step) {
    pose("");
    turnRing(0);
    tones.end();
    if (step.rest_s) say("Relax");
    speak("Relax");
  },
  rest() {},
  pause() {
    pose("");
    turnRing(0);
    say("Paused");
    speak("Paused");
    $("pause-note").hidden = false;
  },
};

async function runFree(state) {
  $("title").textContent = "Recording";
  $("do").textContent = "Do what usually brings the movement on. Look at the dot when you can.";
  $("where").textContent = "";
  for (const id of ["pause", "repeat", "skip"]) $(id).hidden = true;
  speak("Recording");
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
    problem = isGone ? error.message : `${error.message} What was sent until then was kept.`;
    end();
  };
  $("stop").onclick = end;
  $("skip").onclick = () => guide.want("skip");
  $("repeat").onclick = () => guide.want("repeat");
  $("pause").onclick = () => {
    if (guide.paused) guide.goOn();
    else guide.pause();
    $("pause").textContent = guide.paused ? "Go on" : "Pause";
  };
  for (const id of ["skip", "repeat"]) $(id).addEventListener("click", () => { $("pause").textContent = "Pause"; });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && !guide.paused && protocol.steps.length) $("pause").click();
  });
  stream.getVideoTracks()[0].addEventListener("ended", () => {
    problem = "The camera went away. What was recorded until then was kept.";
    end();
  });
  recorder.addEventListener("error", () => {
    problem = "The browser could not go on recording. What was recorded until then was kept.";
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
    $("end-words").textContent = "It is being measured now.";
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
  complain("end-problem", `The recording broke off: ${error.message}`);
}));
$("minutes")?.addEventListener("change", () => {
  protocol.steps[0].trial_s = 60 * Number($("minutes").value);
});
