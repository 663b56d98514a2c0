// Draws a face as lines, arrows on its skin, and traces of places as they move.

const SHOWN_S = 8;
const MARKED_S = 2.5;
// A millimetre of skin is drawn as so many.
const MAGNIFIED = 8;
// Traces reach this high at least.
const TRACE_MM = 1;
const PER_HEIGHT = 1000;
const PER_MM = 100;

/** A pen for a canvas, in pixels of the page, on whatever screen. */
function takePen(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const fine = window.devicePixelRatio;
  const [wide, high] = [Math.round(width * fine), Math.round(height * fine)];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  const pen = canvas.getContext("2d");
  pen.setTransform(fine, 0, 0, fine, 0, 0);
  pen.clearRect(0, 0, width, height);
  return { pen, width, height };
}

export class LiveDrawing {
  /** `face`: what is the same for every picture; `rows`: a choice of place and a canvas a side. */
  constructor(face, canvas, rows) {
    Object.assign(this, { face, canvas, rows });
    this.past = [];
    this.events = [];
    const style = getComputedStyle(document.documentElement);
    this.colours = Object.fromEntries(
      ["left", "right", "soft", "line", "ink"].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
    );
  }

  add(seen) {
    this.past.push({ timeS: seen.time_s, moved: seen.moved ?? null });
    while (this.past[0].timeS < seen.time_s - SHOWN_S) this.past.shift();
    this.events.push(...seen.events);
    this.events = this.events.filter((event) => seen.time_s - event.apex_s < SHOWN_S);
    this.seen = seen;
  }

  draw() {
    this.drawFace();
    for (const { choice, canvases } of this.rows) {
      for (const canvas of canvases) this.drawTrace(canvas, this.face.traced[choice.value]);
    }
  }

  drawFace() {
    const { pen, width, height } = takePen(this.canvas);
    const { lines, places, moved, mm } = this.seen;
    if (!lines) return;
    const scale = (Math.min(width, height) * 0.94) / PER_HEIGHT;
    const x = (value) => width / 2 + value * scale;
    const y = (value) => height / 2 + value * scale;
    pen.lineWidth = 1.25;
    pen.strokeStyle = this.colours.soft;
    let at = 0;
    for (const n of this.face.lines) {
      pen.beginPath();
      for (let k = 0; k < n; k += 1, at += 2) pen.lineTo(x(lines[at]), y(lines[at + 1]));
      pen.stroke();
    }
    if (!moved) return;
    const nPlaces = this.face.areas.length;
    const long = (mm * MAGNIFIED) / PER_MM;
    pen.lineWidth = 2;
    this.face.sides.forEach((side, column) => {
      // In the mirror the person's left is at the left: outward is away from the nose.
      const outward = side === "left" ? -1 : 1;
      pen.strokeStyle = this.colours[side];
      pen.beginPath();
      for (let k = 2 * nPlaces * column; k < 2 * nPlaces * (column + 1); k += 2) {
        pen.moveTo(x(places[k]), y(places[k + 1]));
        pen.lineTo(x(places[k] + outward * moved[k] * long), y(places[k + 1] - moved[k + 1] * long));
      }
      pen.stroke();
    });
    pen.strokeStyle = this.colours.ink;
    pen.lineWidth = 3;
    for (const event of this.events) {
      if (this.seen.time_s - event.told_s > MARKED_S) continue;
      const [middleX, middleY] = this.findMiddle(event);
      pen.beginPath();
      pen.arc(x(middleX), y(middleY), 0.075 * PER_HEIGHT * scale, 0, 2 * Math.PI);
      pen.stroke();
    }
  }

  findMiddle({ area, side }) {
    const first = this.face.sides.indexOf(side) * this.face.areas.length;
    const sum = [0, 0];
    let n = 0;
    this.face.areas.forEach((name, k) => {
      if (name !== area) return;
      n += 1;
      for (const axis of [0, 1]) sum[axis] += this.seen.places[2 * (first + k) + axis];
    });
    return sum.map((value) => value / n);
  }

  drawTrace(canvas, place) {
    const { pen, width, height } = takePen(canvas);
    const { side } = canvas.dataset;
    const at = 2 * (this.face.sides.indexOf(side) * this.face.areas.length + place) + 1;
    const nowS = this.seen.time_s;
    const x = (timeS) => (1 - (nowS - timeS) / SHOWN_S) * width;
    pen.lineWidth = 1;
    pen.strokeStyle = this.colours.line;
    pen.strokeRect(0.5, 0.5, width - 1, height - 1);
    const values = this.past.map(({ moved }) => (moved ? moved[at] / PER_MM : null));
    const reach = values.reduce((most, value) => Math.max(most, Math.abs(value ?? 0)), TRACE_MM);
    pen.strokeStyle = this.colours[side];
    pen.lineWidth = 1.5;
    pen.beginPath();
    let isDown = false;
    values.forEach((value, k) => {
      if (value !== null) pen[isDown ? "lineTo" : "moveTo"](x(this.past[k].timeS), (0.5 - (0.44 * value) / reach) * height);
      isDown = value !== null;
    });
    pen.stroke();
    pen.strokeStyle = this.colours.ink;
    pen.lineWidth = 2;
    for (const event of this.events) {
      if (event.side !== side) continue;
      pen.beginPath();
      pen.moveTo(x(event.apex_s), 2);
      pen.lineTo(x(event.apex_s), height - 2);
      pen.stroke();
    }
  }
}
