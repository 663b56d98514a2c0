// Sends a recording piece by piece and goes on where it stopped, also after the server was gone.
import { text } from "./texts.js";

const PART_BYTES = 4 * 1024 * 1024;
const LONGEST_WAIT_MS = 5000;

export class Refused extends Error {
  constructor(message, status = 0) {
    super(message);
    this.isGone = status === 404;
  }
}

function askFirst(event) {
  event.preventDefault();
}

/** Let the browser ask before a page is left that still holds what is nowhere else. */
export function warnBeforeLeaving(isNeeded) {
  if (isNeeded) window.addEventListener("beforeunload", askFirst);
  else window.removeEventListener("beforeunload", askFirst);
}

async function readProblem(answer) {
  try {
    return (await answer.json()).problem;
  } catch {
    return text("script-sender-not-taken");
  }
}

/** Ask again and again while the server cannot be reached; a refusal is final. */
async function askPatiently(address, options, state) {
  let waitMs = 250;
  for (;;) {
    if (state.stopped) throw new Refused(text("script-sender-stopped"));
    try {
      const answer = await fetch(address, options);
      if (answer.ok) {
        state.onReach?.(true);
        return await answer.json();
      }
      if (answer.status < 500 || answer.status === 507) {
        throw new Refused(await readProblem(answer), answer.status);
      }
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    state.onReach?.(false);
    await new Promise((done) => setTimeout(done, waitMs));
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  }
}

function ask(method, address, body, state) {
  const options = { method, headers: { "Content-Type": "application/json" } };
  if (body !== undefined) options.body = JSON.stringify(body);
  return askPatiently(address, options, state);
}

export function begin(about, state = {}) {
  return ask("POST", "/api/recordings", about, state);
}

/** Stop sending or measuring. Who is gone already needs no stop. */
export function cancel(id) {
  return ask("POST", `/api/recordings/${id}/cancel`, undefined, {}).catch(() => {});
}

export function finish(id, state = {}) {
  return ask("POST", `/api/recordings/${id}/finish`, undefined, state);
}

/** Sends the list of cues whenever it has grown; one request at a time, so that none overtakes. */
export class CueSender {
  constructor(id, state) {
    this.id = id;
    this.state = state;
    this.cues = [];
    this.nSent = 0;
    this.work = Promise.resolve();
  }

  add(cue) {
    this.cues.push(cue);
    this.work = this.work.then(() => this.sendNew());
    this.work.catch(() => {});
  }

  async sendNew() {
    // Those that came while an earlier list was on its way go together.
    const n = this.cues.length;
    if (n === this.nSent) return;
    await ask("PUT", `/api/recordings/${this.id}/cues`, this.cues.slice(0, n), this.state);
    this.nSent = n;
  }
}

function sendPart(id, offset, part, state) {
  return askPatiently(`/api/recordings/${id}/content?offset=${offset}`, { method: "PUT", body: part }, state);
}

/** Send a file from `offset` to its end. */
export async function sendFile(id, file, offset, onProgress, state) {
  while (offset < file.size) {
    const part = file.slice(offset, offset + PART_BYTES);
    const answer = await sendPart(id, offset, part, state);
    // The server says where it is: what it has is not sent twice, what it lost is sent again.
    offset = answer.received_bytes;
    onProgress(offset / file.size);
  }
}

/** Sends what a camera makes while it makes it. Nothing is forgotten before the server has it. */
export class LiveSender {
  constructor(id, state) {
    this.id = id;
    this.state = state;
    this.offset = 0;
    this.waiting = [];
    this.work = Promise.resolve();
  }

  push(blob) {
    if (!blob.size) return;
    this.waiting.push(blob);
    this.work = this.work.then(() => this.sendAll());
    this.work.catch((error) => this.state.onRefused?.(error));
  }

  async sendAll() {
    while (this.waiting.length) {
      const part = new Blob(this.waiting).slice(0, PART_BYTES);
      const answer = await sendPart(this.id, this.offset, part, this.state);
      let taken = answer.received_bytes - this.offset;
      if (taken <= 0) throw new Refused(text("script-sender-lost"));
      this.offset += taken;
      while (taken > 0 && this.waiting.length) {
        const first = this.waiting[0];
        if (first.size <= taken) this.waiting.shift();
        else this.waiting[0] = first.slice(taken);
        taken -= first.size;
      }
    }
  }
}
