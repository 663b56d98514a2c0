// The face as lines and arrows, or over the clip, and one part of it magnified.

const MAGNIFIED_REACH = 0.3; // eye distances from the middle to the edge
const SKIN_REACH = 0.13; // how far a patch's movement is drawn into the skin around it
const PLACE_REACH = 0.06; // the same of a single place: about their distance
const MESH_LINES = 17;
const TILES = 40;
const LONGEST_ARROW = 0.22; // eye distances; a blink's lids would cross the whole face
const LONGEST_PULL = 0.1;
const FINE = 0.6; // arrows of single places, of those of a whole part

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  return Object.fromEntries(
    ["ink", "soft", "line", "card", "left", "right", "both", "not-judged", "accent", "stage"].map(
      (name) => [name, read(name)],
    ),
  );
}

// Make a canvas as sharp as the screen; returns its drawing context in CSS pixels.
function prepare(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

// A smooth line through points: curves that bend at each point and pass between them.
function trace(context, points) {
  const closed = points[0][0] === points.at(-1)[0] && points[0][1] === points.at(-1)[1];
  const middle = (i) => points[i].map((value, axis) => (value + points[i + 1][axis]) / 2);
  context.beginPath();
  context.moveTo(...(closed ? middle(0) : points[0]));
  for (let i = 1; i < points.length - 1; i += 1) {
    context.quadraticCurveTo(...points[i], ...middle(i));
  }
  if (closed) context.quadraticCurveTo(...points[0], ...middle(0));
  else context.lineTo(...points.at(-1));
}

function drawLines(context, recording, frame, toCanvas) {
  const pointsOf = (name) =>
    recording.face.outlines[name].map((k) => toCanvas(recording.point(k, frame)));
  for (const name of Object.keys(recording.face.outlines)) {
    if (name.endsWith("iris")) continue;
    trace(context, pointsOf(name));
    context.stroke();
  }
  for (const side of ["left", "right"]) {
    const ring = pointsOf(`${side}_iris`).slice(0, 4);
    const centre = [0, 1].map((axis) => ring.reduce((sum, point) => sum + point[axis], 0) / 4);
    const radius = Math.hypot(ring[0][0] - ring[2][0], ring[0][1] - ring[2][1]) / 2;
    context.save();
    trace(context, pointsOf(`${side}_eye`));
    context.clip(); // the lids cover it
    context.beginPath();
    context.arc(...centre, radius, 0, 2 * Math.PI);
    context.stroke();
    context.restore();
  }
}

function cutShort([dx, dy], longest) {
  const length = Math.hypot(dx, dy);
  return length > longest ? [(dx / length) * longest, (dy / length) * longest] : [dx, dy];
}

function drawArrow(context, [x0, y0], [x1, y1], colour, weight = 1) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.beginPath();
  context.arc(x0, y0, 2.5 * weight, 0, 2 * Math.PI);
  context.fill();
  if (length < 3) return;
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  const head = Math.min(9 * weight, length);
  context.lineWidth = 3 * weight;
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1 - ux * head * 0.6, y1 - uy * head * 0.6);
  context.stroke();
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x1 - ux * head - uy * head * 0.55, y1 - uy * head + ux * head * 0.55);
  context.lineTo(x1 - ux * head + uy * head * 0.55, y1 - uy * head - ux * head * 0.55);
  context.fill();
}

class FaceView {
  constructor(recording, wholeCanvas, magnifiedCanvas) {
    this.recording = recording;
    this.whole = wholeCanvas;
    this.magnified = magnifiedCanvas;
    this.buffer = document.createElement("canvas");
    this.video = null; // set by the player while the clip is shown
    this.gain = 10;
    this.patch = 6;
    this.moment = null; // whose place is magnified, set by the player
    this.findCrop();
  }

  // The part of the picture in which the face is, over the whole recording.
  findCrop() {
    const { width_px: width, height_px: height, pose } = this.recording.face;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < pose[0].length; i += 1) {
      const [x, y] = [pose[0][i], pose[1][i]];
      if (!Number.isFinite(x)) continue;
      const unit = Math.hypot(pose[2][i] - x, pose[3][i] - y);
      left = Math.min(left, x - 0.95 * unit);
      right = Math.max(right, x + 0.95 * unit);
      top = Math.min(top, y - 0.85 * unit);
      bottom = Math.max(bottom, y + 1.4 * unit);
    }
    this.crop = [Math.max(left, -0.2 * width), Math.max(top, -0.2 * height)];
    this.cropSize = [
      Math.min(right, 1.2 * width) - this.crop[0],
      Math.min(bottom, 1.2 * height) - this.crop[1],
    ];
    this.middles = Array.from({ length: 2 * this.recording.regions.length }, (_, patch) => {
      const seen = [];
      const step = Math.max(1, Math.floor(pose[0].length / 200));
      for (let i = 0; i < pose[0].length; i += step) {
        const centre = this.recording.centre(patch, i);
        if (centre) seen.push(centre);
      }
      const median = (axis) => seen.map((c) => c[axis]).sort((a, b) => a - b)[seen.length >> 1];
      return [median(0), median(1)];
    });
  }

  // Movement of a patch in the head frame, in eye distances, as it is.
  shift(patch, timeS) {
    const [outward, up] = this.recording.displacement(patch, timeS);
    const unit = this.recording.face.mm_per_eye_distance;
    return [((patch % 2 ? -1 : 1) * outward) / unit, -up / unit];
  }

  enlarged(patch, timeS, longest) {
    return cutShort(this.shift(patch, timeS).map((d) => this.gain * d), longest);
  }

  draw(timeS) {
    this.colours ??= readColours();
    const frame = this.recording.frameAt(timeS);
    this.drawWhole(timeS, frame);
    this.drawMagnified(timeS, frame);
  }

  drawWhole(timeS, frame) {
    const { context, width, height } = prepare(this.whole);
    const { colours, recording } = this;
    const scale = Math.min(width / this.cropSize[0], height / this.cropSize[1]);
    const left = (width - scale * this.cropSize[0]) / 2 - scale * this.crop[0];
    const top = (height - scale * this.cropSize[1]) / 2 - scale * this.crop[1];
    if (this.video) {
      const { width_px: w, height_px: h } = recording.face;
      context.drawImage(this.video, left, top, scale * w, scale * h);
    }
    context.font = "13px system-ui, sans-serif";
    const label = (said, x) => {
      context.lineWidth = 4;
      context.strokeStyle = colours.stage;
      context.strokeText(said, x, 20);
      context.fillStyle = colours.soft;
      context.fillText(said, x, 20);
    };
    label(text("player-their-right"), 10);
    context.textAlign = "right";
    label(text("player-their-left"), width - 10);
    context.textAlign = "left";
    context.fillStyle = colours.soft;
    const pose = recording.pose(frame);
    if (!pose) {
      context.textAlign = "center";
      context.fillText(text("player-no-face"), width / 2, height / 2);
      context.textAlign = "left";
      return;
    }
    const toCanvas = (point) => {
      const [x, y] = place(pose, point);
      return [left + scale * x, top + scale * y];
    };
    context.lineJoin = "round";
    context.lineWidth = this.video ? 1 : 1.6;
    context.strokeStyle = this.video ? "rgba(255, 255, 255, 0.45)" : colours.soft;
    drawLines(context, recording, frame, toCanvas);
    const ring = (point, radius, colour) => {
      context.strokeStyle = colour;
      context.lineWidth = 1.5;
      context.beginPath();
      context.arc(...toCanvas(point), radius, 0, 2 * Math.PI);
      context.stroke();
    };
    const magnified = this.magnifiedPlace();
    const chosen =
      magnified === null
        ? recording.centre(this.patch, frame)
        : recording.placeMiddle(magnified);
    ring(chosen, 12, this.patch % 2 ? colours.right : colours.left);
    for (const [k, outward, up] of recording.arrowsAt(frame)) {
      const middle = recording.placeMiddle(k);
      const [dx, dy] = cutShort(this.placeShift(k, outward, up), LONGEST_ARROW);
      const tip = [middle[0] + dx, middle[1] + dy];
      const colour = recording.isLeft(k) ? colours.left : colours.right;
      drawArrow(context, toCanvas(middle), toCanvas(tip), colour, FINE);
    }
  }

  // The place of the chosen moment if it has one, or null: then a whole part is magnified.
  magnifiedPlace() {
    return Number.isInteger(this.moment?.place) ? this.moment.place : null;
  }

  // How far skin is drawn from where it was, around the chosen part, and the part's own movement.
  pullOfPatches(timeS) {
    // In a blink the lids pull at everything near them: they are left out unless looked at.
    const drawn = this.middles.map((_, patch) => patch).filter((patch) => {
      const isLid = this.recording.regions[patch >> 1].name.endsWith("lid");
      return patch === this.patch || !isLid;
    });
    const shifts = drawn.map((patch) => this.enlarged(patch, timeS, LONGEST_PULL));
    const field = (x, y) => {
      let [dx, dy] = [0, 0];
      drawn.forEach((patch, k) => {
        const [cx, cy] = this.middles[patch];
        const weight = Math.exp(-0.5 * (((x - cx) ** 2 + (y - cy) ** 2) / SKIN_REACH ** 2));
        dx += weight * shifts[k][0];
        dy += weight * shifts[k][1];
      });
      return [dx, dy];
    };
    return [field, this.enlarged(this.patch, timeS, LONGEST_ARROW)];
  }

  // The same from single places: a mean over those nearby, so that still ones hold the skin back.
  pullOfPlaces(frame, place) {
    const { recording } = this;
    const moved = new Map(
      recording.arrowsAt(frame).map(([k, outward, up]) => [k, this.placeShift(k, outward, up)]),
    );
    const [x0, y0] = recording.placeMiddle(place);
    const near = [];
    for (let k = 0; k < recording.face.places[0].length; k += 1) {
      const [cx, cy] = recording.placeMiddle(k);
      if (Math.hypot(cx - x0, cy - y0) > 2 * MAGNIFIED_REACH) continue;
      near.push([cx, cy, cutShort(moved.get(k) ?? [0, 0], LONGEST_PULL)]);
    }
    const field = (x, y) => {
      let [dx, dy, sum] = [0, 0, 1e-6];
      for (const [cx, cy, shift] of near) {
        const weight = Math.exp(-0.5 * (((x - cx) ** 2 + (y - cy) ** 2) / PLACE_REACH ** 2));
        dx += weight * shift[0];
        dy += weight * shift[1];
        sum += weight;
      }
      return [dx / sum, dy / sum];
    };
    return [field, moved.get(place) ?? [0, 0]];
  }

  placeShift(place, outward, up) {
    const unit = this.recording.face.mm_per_eye_distance;
    const sign = this.recording.isLeft(place) ? 1 : -1;
    return [(this.gain * sign * outward) / unit, (-this.gain * up) / unit];
  }

  // The chosen part, held still: skin as a net that moves `gain` times as far as it did.
  drawMagnified(timeS, frame) {
    const { context, width, height } = prepare(this.magnified);
    const { colours, recording } = this;
    const magnified = this.magnifiedPlace();
    const middle =
      magnified === null ? this.middles[this.patch] : recording.placeMiddle(magnified);
    const scale = Math.min(width, height) / 2 / MAGNIFIED_REACH;
    const toCanvas = ([x, y]) => [
      width / 2 + scale * (x - middle[0]),
      height / 2 + scale * (y - middle[1]),
    ];
    const [field, shift] =
      magnified === null ? this.pullOfPatches(timeS) : this.pullOfPlaces(frame, magnified);
    const pose = recording.pose(frame);
    if (pose && this.video) this.drawSteadyVideo(context, width, height, pose, middle, scale, field);
    if (pose) {
      context.lineWidth = 1.6;
      context.strokeStyle = this.video ? "rgba(255, 255, 255, 0.4)" : colours.soft;
      drawLines(context, recording, frame, toCanvas);
      if (!this.video) this.drawNet(context, width, height, toCanvas, middle, scale, field);
      const tip = cutShort(shift, LONGEST_ARROW).map((d, axis) => middle[axis] + d);
      drawArrow(context, toCanvas(middle), toCanvas(tip), colours[this.patch % 2 ? "right" : "left"]);
    }
    this.drawRuler(context, height, scale);
  }

  drawNet(context, width, height, toCanvas, middle, scale, field) {
    context.lineWidth = 1;
    context.strokeStyle = this.colours.accent;
    context.globalAlpha = 0.55;
    const reach = [width / 2 / scale, height / 2 / scale];
    const at = (i, axis) => middle[axis] + reach[axis] * ((2 * i) / (MESH_LINES - 1) - 1);
    for (const across of [true, false]) {
      for (let i = 0; i < MESH_LINES; i += 1) {
        context.beginPath();
        for (let j = 0; j < 2 * MESH_LINES - 1; j += 1) {
          const x = across ? at(j / 2, 0) : at(i, 0);
          const y = across ? at(i, 1) : at(j / 2, 1);
          const [dx, dy] = field(x, y);
          const [px, py] = toCanvas([x + dx, y + dy]);
          if (j) context.lineTo(px, py);
          else context.moveTo(px, py);
        }
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  // The clip in the head frame, tile by tile, each moved further by what its skin moved.
  drawSteadyVideo(context, width, height, pose, middle, scale, field) {
    const ratio = window.devicePixelRatio || 1;
    const buffer = this.buffer;
    buffer.width = this.magnified.width;
    buffer.height = this.magnified.height;
    const inner = buffer.getContext("2d");
    const square = pose[0] ** 2 + pose[1] ** 2;
    const [a, b] = [(scale * pose[0]) / square, (-scale * pose[1]) / square];
    const x0 = width / 2 - scale * middle[0] - (a * pose[2] - b * pose[3]);
    const y0 = height / 2 - scale * middle[1] - (b * pose[2] + a * pose[3]);
    inner.setTransform(ratio * a, ratio * b, -ratio * b, ratio * a, ratio * x0, ratio * y0);
    const { width_px: w, height_px: h } = this.recording.face;
    inner.drawImage(this.video, 0, 0, w, h);
    const [tw, th] = [width / TILES, height / TILES];
    for (let i = 0; i < TILES; i += 1) {
      for (let j = 0; j < TILES; j += 1) {
        const x = middle[0] + ((i + 0.5) * tw - width / 2) / scale;
        const y = middle[1] + ((j + 0.5) * th - height / 2) / scale;
        // The clip already shows the movement once. Each tile is filled with what comes to lie
        // there, so that no gap opens between them.
        const [dx, dy] = field(x, y).map((d) => (1 - 1 / this.gain) * d * scale);
        const from = [Math.max(i * tw - dx, 0) * ratio, Math.max(j * th - dy, 0) * ratio];
        context.drawImage(
          buffer, ...from, (tw + 1) * ratio, (th + 1) * ratio, i * tw, j * th, tw + 1, th + 1,
        );
      }
    }
  }

  drawRuler(context, height, scale) {
    const length = scale / this.recording.face.mm_per_eye_distance;
    const { colours } = this;
    const said = text("player-ruler");
    context.font = "12px system-ui, sans-serif";
    context.fillStyle = colours.card;
    context.globalAlpha = 0.8;
    context.fillRect(6, height - 34, Math.max(5 * length, context.measureText(said).width) + 16, 28);
    context.globalAlpha = 1;
    context.strokeStyle = colours.ink;
    context.fillStyle = colours.ink;
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(14, height - 12);
    context.lineTo(14 + 5 * length, height - 12);
    context.stroke();
    context.fillText(said, 14, height - 18);
  }
}
