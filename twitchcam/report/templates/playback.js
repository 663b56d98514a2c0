// The numbers of the recording, unpacked: see report/playback.py for how they were packed.

async function unpack(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// One table as an array of columns; NaN where nothing was seen.
function readTable(bytes, { offset, n, columns }, stepsPerUnit) {
  const size = n * columns;
  const rowBytes = Math.ceil(n / 8);
  return Array.from({ length: columns }, (_, c) => {
    const column = new Float32Array(n);
    let whole = 0;
    for (let i = 0; i < n; i += 1) {
      const at = offset + c * n + i;
      const zigzag = bytes[at] | (bytes[at + size] << 8);
      whole = ((whole + ((zigzag >>> 1) ^ -(zigzag & 1))) << 16) >> 16;
      const unseen = (bytes[offset + 2 * size + c * rowBytes + (i >> 3)] >> (i & 7)) & 1;
      column[i] = unseen ? NaN : whole / stepsPerUnit;
    }
    return column;
  });
}

// Index of the last value that is not above `value`, at least 0.
function findBefore(rising, value) {
  let low = 0;
  let high = rising.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (rising[middle] <= value) low = middle;
    else high = middle;
  }
  return low;
}

class Recording {
  constructor(description, bytes) {
    Object.assign(this, description);
    this.mm = readTable(bytes, this.movement, this.steps_per_mm);
    this.n = this.movement.n;
    if (!this.face) return;
    const face = this.face;
    const [off] = readTable(bytes, face.time, 10000);
    face.timeS = Float64Array.from(off, (late, i) => i * face.mean_step_s + late);
    face.points = readTable(bytes, face.points, face.steps_per_eye_distance);
    face.pose = readTable(bytes, face.pose, face.steps_per_px);
    face.places = readTable(bytes, face.places, face.steps_per_eye_distance);
    face.arrows = readTable(bytes, face.arrows, 1);
  }

  // Middle of a place of the dense field in the head frame, over the whole recording.
  placeMiddle(k) {
    return [this.face.places[0][k], this.face.places[1][k]];
  }

  isLeft(k) {
    return k < this.face.places[0].length / 2;
  }

  // The places that clearly move in a picture: [place, outward, up], in mm.
  arrowsAt(frame) {
    const [frames, places, outward, up] = this.face.arrows;
    const found = [];
    if (!frames.length) return found;
    const steps = this.face.arrow_steps_per_mm;
    let i = findBefore(frames, frame - 1);
    while (i < frames.length && frames[i] < frame) i += 1;
    for (; i < frames.length && frames[i] === frame; i += 1) {
      found.push([places[i], outward[i] / steps, up[i] / steps]);
    }
    return found;
  }

  // Skin movement of a patch at a time: [outward, up] in mm, [0, 0] where nothing was measured.
  displacement(patch, timeS) {
    const i = Math.min(Math.round(timeS * this.sampling_rate_hz), this.n - 1);
    const outward = this.mm[2 * patch][i];
    return Number.isFinite(outward) ? [outward, this.mm[2 * patch + 1][i]] : [0, 0];
  }

  size(patch, i) {
    return Math.hypot(this.mm[2 * patch][i], this.mm[2 * patch + 1][i]);
  }

  frameAt(timeS) {
    return this.face ? findBefore(this.face.timeS, timeS + 1e-4) : 0;
  }

  frameTime(frame) {
    return this.face ? this.face.timeS[frame] : frame / this.sampling_rate_hz;
  }

  get frameCount() {
    return this.face ? this.face.timeS.length : this.n;
  }

  // Point k of a frame in the head frame (eye distances, y down), or null.
  point(k, frame) {
    const x = this.face.points[2 * k][frame];
    return Number.isFinite(x) ? [x, this.face.points[2 * k + 1][frame]] : null;
  }

  // The similarity from the head frame to the picture: [turn·scale real, imaginary, x, y].
  pose(frame) {
    const [x0, y0, x1, y1] = this.face.pose.map((column) => column[frame]);
    return Number.isFinite(x0) ? [x1 - x0, y1 - y0, x0, y0] : null;
  }

  centre(patch, frame) {
    return this.point(this.face.n_outline + patch, frame);
  }
}

function place(pose, [x, y]) {
  return [pose[2] + pose[0] * x - pose[1] * y, pose[3] + pose[1] * x + pose[0] * y];
}

function sayTime(timeS) {
  const hundredths = Math.round(Math.max(timeS, 0) * 100);
  const minutes = Math.floor(hundredths / 6000);
  const seconds = ((hundredths % 6000) / 100).toFixed(2).padStart(5, "0");
  return `${minutes}:${seconds}`;
}
