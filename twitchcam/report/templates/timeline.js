// Traces of every part of the face, both sides, with marks for actions and moments.

const LANE = 26;
const ROW = 54;
const AXIS = 26;
const OVERVIEW = 18;
const REACH = 9; // how near a pointer must be to a mark, in CSS pixels
const TIME_STEPS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600];
const MIN_SCALE_MM = 0.8;

class Timeline {
  constructor(recording, canvas, playhead) {
    this.recording = recording;
    this.canvas = canvas;
    this.playhead = playhead;
    this.kinds = [...new Set(recording.actions.map((action) => action.kind))];
    this.window = [0, Math.max(recording.duration_s, 0.1)];
    this.judged = this.findJudged();
    this.scaleMm = this.chooseScale();
    this.height = OVERVIEW + LANE * this.kinds.length + ROW * recording.regions.length + AXIS;
    canvas.style.height = `${this.height}px`;
    playhead.style.height = `${this.height}px`;
  }

  findJudged() {
    const { n, sampling_rate_hz: rate, excluded } = this.recording;
    const judged = new Uint8Array(n).fill(1);
    for (const [start, stop] of excluded) {
      judged.fill(0, Math.max(Math.round(start * rate), 0), Math.max(Math.round(stop * rate), 0));
    }
    return judged;
  }

  chooseScale() {
    // Lids in a blink move ten times as far as anything else: they may be cut off.
    const isLid = ({ name }) => name.endsWith("lid");
    const sizes = [];
    for (let patch = 0; patch < 2 * this.recording.regions.length; patch += 1) {
      if (isLid(this.recording.regions[patch >> 1])) continue;
      for (let i = 0; i < this.recording.n; i += 3) {
        const size = this.recording.size(patch, i);
        if (this.judged[i] && Number.isFinite(size)) sizes.push(size);
      }
    }
    const sorted = Float32Array.from(sizes).sort();
    const usual = sorted.length ? sorted[Math.floor(0.998 * (sorted.length - 1))] : 0;
    const peaks = this.recording.moments.map((moment) => moment.amplitude_mm || 0);
    return 1.1 * Math.max(usual, ...peaks, MIN_SCALE_MM);
  }

  get width() {
    return this.canvas.clientWidth;
  }

  x(timeS) {
    return ((timeS - this.window[0]) / (this.window[1] - this.window[0])) * this.width;
  }

  timeAt(x) {
    const time = this.window[0] + (x / this.width) * (this.window[1] - this.window[0]);
    return Math.min(Math.max(time, 0), this.recording.duration_s);
  }

  rowTop(region) {
    return OVERVIEW + LANE * this.kinds.length + ROW * region;
  }

  // Where every mark is: {x, y, kind, item}, in CSS pixels; trembling reaches to `toX`.
  marks() {
    const { moments, actions, regions } = this.recording;
    const found = actions.map((item) => ({
      item,
      kind: "action",
      x: this.x(item.apex_s),
      toX: item.kind === "asked" ? this.x(item.offset_s) : undefined,
      y: OVERVIEW + LANE * this.kinds.indexOf(item.kind) + 20,
    }));
    for (const item of moments) {
      const region = regions.findIndex(({ name }) => name === item.region);
      if (region < 0) continue;
      for (const side of item.side === "both" ? ["left", "right"] : [item.side]) {
        const y = this.rowTop(region) + (side === "left" ? 9 : ROW - 5);
        const x = this.x(item.apex_s);
        const toX = item.kind === "tremor" ? this.x(item.offset_s) : x;
        found.push({ item, kind: "moment", side, x, toX, y });
      }
    }
    return found.filter(({ x, toX = x }) => toX >= -1 && x <= this.width + 1);
  }

  markAt(x, y) {
    const away = (mark) => Math.max(mark.x - x, x - (mark.toX ?? mark.x), 0);
    const near = this.marks().filter(
      (mark) => away(mark) <= REACH && Math.abs(mark.y - y) <= REACH + 3,
    );
    return near.sort((a, b) => away(a) - away(b))[0] ?? null;
  }

  // What lies under a point, in words.
  describe(x, y) {
    const timeS = this.timeAt(x);
    const mark = this.markAt(x, y);
    if (mark) return text("player-mark", { time: sayTime(mark.item.apex_s), what: mark.item.text });
    const region = Math.floor((y - this.rowTop(0)) / ROW);
    const span = this.recording.excluded.find(([start, stop]) => timeS >= start && timeS < stop);
    const why = span ? ` ${text("player-not-judged", { why: span[2] })}` : "";
    if (region < 0 || region >= this.recording.regions.length) return sayTime(timeS) + why;
    const i = Math.min(Math.round(timeS * this.recording.sampling_rate_hz), this.recording.n - 1);
    const say = (patch) => {
      const size = this.recording.size(patch, i);
      if (!Number.isFinite(size)) return text("player-not-seen");
      return text("player-size", { mm: size.toFixed(2) });
    };
    const { plain } = this.recording.regions[region];
    const part = plain[0].toUpperCase() + plain.slice(1);
    const [left, right] = [say(2 * region), say(2 * region + 1)];
    return text("player-part", { time: sayTime(timeS), part, left, right }) + why;
  }

  // Show `lengthS` seconds around a time; the whole recording for Infinity.
  zoom(lengthS, timeS) {
    const whole = Math.max(this.recording.duration_s, 0.1);
    const length = Math.min(lengthS, whole);
    const start = Math.min(Math.max(timeS - length / 2, 0), whole - length);
    this.window = [start, start + length];
    this.draw();
  }

  // Turn the page when the playhead leaves the window.
  follow(timeS) {
    const [start, stop] = this.window;
    if (timeS >= start && timeS <= stop) return;
    this.zoom(stop - start, timeS + 0.4 * (stop - start));
  }

  draw() {
    this.colours ??= readColours();
    const { context, width } = prepare(this.canvas);
    context.font = "12px system-ui, sans-serif";
    this.drawOverview(context, width);
    this.shadeExcluded(context);
    this.recording.regions.forEach((region, r) => this.drawRow(context, width, region, r));
    this.drawActions(context);
    this.drawMoments(context);
    this.drawTimes(context, width);
  }

  drawOverview(context, width) {
    const { duration_s: whole, moments } = this.recording;
    const { colours } = this;
    context.fillStyle = colours.line;
    context.fillRect(0, 2, width, 10);
    const [start, stop] = this.window.map((time) => (time / Math.max(whole, 0.1)) * width);
    context.fillStyle = colours["not-judged"];
    context.fillRect(start, 2, Math.max(stop - start, 2), 10);
    for (const moment of moments) {
      context.fillStyle = colours[moment.side];
      const length = moment.kind === "tremor" ? moment.offset_s - moment.onset_s : 0;
      const x = (moment.apex_s / whole) * width;
      context.fillRect(x - 1, 2, Math.max((length / whole) * width, 2), 10);
    }
  }

  shadeExcluded(context) {
    context.fillStyle = this.colours["not-judged"];
    context.globalAlpha = 0.35;
    const top = this.rowTop(0);
    const spans = [...this.recording.excluded].sort((a, b) => a[0] - b[0]);
    let last = -Infinity; // overlapping stretches are shaded once
    for (const [start, stop] of spans) {
      const from = Math.max(start, last);
      if (stop <= from) continue;
      last = stop;
      const x = this.x(from);
      context.fillRect(x, top, this.x(stop) - x, ROW * this.recording.regions.length);
    }
    context.globalAlpha = 1;
  }

  drawRow(context, width, region, r) {
    const { colours, recording } = this;
    const middle = this.rowTop(r) + ROW / 2 + 4;
    const perMm = (ROW / 2 - 6) / this.scaleMm;
    const perPixel = ((this.window[1] - this.window[0]) / width) * recording.sampling_rate_hz;
    const first = this.window[0] * recording.sampling_rate_hz;
    for (const side of [0, 1]) {
      const patch = 2 * r + side;
      for (let x = 0; x < width; x += 1) {
        const from = Math.round(first + x * perPixel);
        const to = Math.min(Math.max(Math.round(first + (x + 1) * perPixel), from + 1), recording.n);
        let largest = -1;
        let judged = 1;
        for (let i = from; i < to; i += 1) {
          largest = Math.max(largest, recording.size(patch, i) || 0);
          judged &= this.judged[i];
        }
        if (largest < 0) continue;
        const length = Math.min(largest, this.scaleMm) * perMm;
        context.fillStyle = judged ? colours[side ? "right" : "left"] : colours["not-judged"];
        context.fillRect(x, side ? middle : middle - length, 1, Math.max(length, 0.5));
      }
    }
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, middle);
    context.lineTo(width, middle);
    context.stroke();
    this.drawTick(context, width, middle, perMm, r === 0);
    this.label(context, region.plain, 0, this.rowTop(r) + 11);
  }

  // A dotted line at a round number of millimetres, named in the first row.
  drawTick(context, width, middle, perMm, named) {
    const tickMm = [10, 5, 2, 1, 0.5].find((mm) => mm <= 0.8 * this.scaleMm) ?? 0.2;
    context.save();
    context.setLineDash([2, 4]);
    context.beginPath();
    for (const side of [-1, 1]) {
      context.moveTo(0, middle + side * tickMm * perMm);
      context.lineTo(width, middle + side * tickMm * perMm);
    }
    context.stroke();
    context.restore();
    if (!named) return;
    context.textAlign = "right";
    this.label(context, text("player-size", { mm: String(tickMm) }), width, middle - tickMm * perMm + 4);
    context.textAlign = "left";
  }

  label(context, said, x, y) {
    const { colours } = this;
    context.lineWidth = 3;
    context.strokeStyle = colours.card;
    context.strokeText(said, x, y);
    context.fillStyle = colours.ink;
    context.fillText(said, x, y);
  }

  drawActions(context) {
    const { colours, recording } = this;
    this.kinds.forEach((kind, lane) => {
      const top = OVERVIEW + LANE * lane;
      const own = recording.actions.filter((action) => action.kind === kind);
      // What was asked is drawn lighter than what was done.
      context.fillStyle = kind === "asked" ? colours["not-judged"] : colours.soft;
      for (const action of own) {
        const x = this.x(action.onset_s);
        context.fillRect(x, top + 16, Math.max(this.x(action.offset_s) - x, 2), 8);
      }
      if (own.length) this.label(context, own[0].label, 0, top + 11);
    });
  }

  drawMoments(context) {
    for (const { kind, item, side, x, toX, y } of this.marks()) {
      if (kind !== "moment") continue;
      if (item.kind === "tremor") {
        this.drawWave(context, x, toX, y);
        continue;
      }
      const point = side === "left" ? 4.5 : -4.5;
      context.beginPath();
      context.moveTo(x - 5, y - point);
      context.lineTo(x + 5, y - point);
      context.lineTo(x, y + point);
      context.closePath();
      context.lineWidth = 2.5;
      context.strokeStyle = this.colours.card;
      context.stroke();
      context.fillStyle = this.colours.ink;
      context.fill();
    }
  }

  // Trembling: a wavy line for as long as it lasts.
  drawWave(context, from, to, y) {
    context.beginPath();
    context.moveTo(from, y);
    for (let x = from; x <= to; x += 1) context.lineTo(x, y - 2.5 * Math.sin((x - from) * 0.9));
    context.lineWidth = 1.8;
    context.strokeStyle = this.colours.ink;
    context.stroke();
  }

  drawTimes(context, width) {
    const { colours } = this;
    const length = this.window[1] - this.window[0];
    const step = TIME_STEPS.find((s) => (length / s) * 58 <= width) ?? 7200;
    const top = this.rowTop(this.recording.regions.length);
    context.fillStyle = colours.soft;
    context.strokeStyle = colours.line;
    context.textAlign = "center";
    for (let k = Math.ceil(this.window[0] / step); k * step <= this.window[1]; k += 1) {
      const x = this.x(k * step);
      // Hundredths where the step needs them, else whole seconds.
      const said = step < 1 ? sayTime(k * step) : sayTime(k * step).slice(0, -3);
      context.fillRect(x, top, 1, 5);
      context.fillText(said, Math.min(Math.max(x, 14), width - 14), top + 18);
    }
    context.textAlign = "left";
  }

  drawPlayhead(timeS) {
    this.colours ??= readColours();
    const { context, width } = prepare(this.playhead);
    const x = this.x(timeS);
    context.fillStyle = this.colours.accent;
    if (x >= 0 && x <= width) context.fillRect(x - 1, OVERVIEW - 4, 2, this.height - OVERVIEW - 14);
    const place = (timeS / Math.max(this.recording.duration_s, 0.1)) * width;
    context.fillRect(place - 1.5, 0, 3, 14);
  }
}
