// Short tones, for eyes that are closed.

export class Tones {
  constructor() {
    this.on = true;
    this.context = null;
  }

  /** Must be called while a click is handled: browsers keep silent before. */
  wake() {
    this.context ??= new AudioContext();
    this.context.resume();
  }

  play(hertz, lengthS = 0.18) {
    if (!this.on || !this.context) return;
    const start = this.context.currentTime;
    const tone = this.context.createOscillator();
    const volume = this.context.createGain();
    tone.frequency.value = hertz;
    // Soft edges: a click could make somebody blink.
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.2, start + 0.03);
    volume.gain.linearRampToValueAtTime(0, start + lengthS);
    tone.connect(volume).connect(this.context.destination);
    tone.start(start);
    tone.stop(start + lengthS);
  }

  begin() {
    this.play(660);
  }

  end() {
    this.play(440, 0.28);
  }

  warn() {
    this.play(330, 0.4);
  }
}
