// Leads through the steps of a session and notes when each thing was asked for.

const TICK_MS = 40;

class Interrupted extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

/** `show` draws; `sayTime` gives seconds of the recording; `onCue` is told of every trial. */
export class Guide {
  constructor(protocol, show, sayTime, onCue) {
    this.protocol = protocol;
    this.show = show;
    this.sayTime = sayTime;
    this.onCue = onCue;
    this.paused = false;
    this.wish = null;
  }

  pause() {
    this.paused = true;
    this.wish ??= "pause";
  }

  goOn() {
    this.paused = false;
  }

  /** `repeat`, `skip` or `stop`. */
  want(kind) {
    this.wish = kind;
    this.paused = false;
  }

  /** Lead through steps; true when the end was reached, false when it was stopped. */
  async run(steps = this.protocol.steps) {
    for (let n = 0; n < steps.length; ) {
      try {
        await this.runStep(steps[n], n, steps.length);
        n += 1;
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        if (error.kind === "stop") return false;
        if (error.kind === "skip") n += 1;
      }
    }
    return true;
  }

  async runStep(step, n, nSteps) {
    this.show.step(step, n, nSteps);
    await this.prepare(step);
    for (let k = 0; k < step.repeats; ) {
      try {
        await this.runTrial(step, k);
        k += 1;
      } catch (error) {
        if (error.kind !== "pause") throw error;
        // What was broken off by a pause is asked for again.
        await this.stayPaused();
        await this.prepare(step);
      }
    }
  }

  /** Count down to what is asked for; a pause lets it begin anew. */
  async prepare(step) {
    for (;;) {
      try {
        await this.wait(this.protocol.prepare_s, (share, leftS) => this.show.prepare(step, leftS, share));
        return;
      } catch (error) {
        if (error.kind !== "pause") throw error;
        await this.stayPaused();
      }
    }
  }

  async stayPaused() {
    this.show.pause();
    while (this.paused) await this.rest();
    this.check();
  }

  async runTrial(step, k) {
    const startS = this.sayTime();
    this.show.begin(step, k);
    await this.wait(step.trial_s, (share, leftS) => this.show.trial(step, k, share, leftS));
    this.onCue({ step: step.name, start_s: startS, stop_s: this.sayTime() });
    this.show.end(step, k);
    if (step.rest_s) await this.wait(step.rest_s, (share, leftS) => this.show.rest(step, k, leftS));
  }

  rest() {
    return new Promise((done) => setTimeout(done, TICK_MS));
  }

  check() {
    const kind = this.wish;
    this.wish = null;
    // A pause that is over before it was seen interrupts nothing.
    if (kind && (kind !== "pause" || this.paused)) throw new Interrupted(kind);
  }

  async wait(lengthS, draw) {
    const endMs = performance.now() + lengthS * 1000;
    for (;;) {
      this.check();
      const leftS = (endMs - performance.now()) / 1000;
      if (leftS <= 0) return;
      draw(1 - leftS / lengthS, leftS);
      await this.rest();
    }
  }
}
