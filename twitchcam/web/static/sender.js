// Sends a recording piece by piece and goes on where it stopped, also after the server was gone.
import { askPatiently, Refused } from "./ask.js";
import { text } from "./texts.js";

// A phone talks to a door of its own.
const API = document.documentElement.dataset.api ?? "/api";
const PART_BYTES = 4 * 1024 * 1024;

function askFirst(event) {
  event.preventDefault();
}

/** Let the browser ask before a page is left that still holds what is nowhere else. */
export function warnBeforeLeaving(isNeeded) {
  if (isNeeded) window.addEventListener("beforeunload", askFirst);
  else window.removeEventListener("beforeunload", askFirst);
}

/** Ask patiently; a refusal without words of the server gets its own. */
async function askInWords(address, options, state) {
  try {
    return await askPatiently(address, options, state);
  } catch (error) {
    if (error.key) error.message ||= text(error.key);
    throw error;
  }
}

function ask(method, address, body, state) {
  const options = { method, headers: { "Content-Type": "application/json" } };
  if (body !== undefined) options.body = JSON.stringify(body);
  return askInWords(address, options, state);
}

export function begin(about, state = {}) {
  return ask("POST", `${API}/recordings`, about, state);
}

/** Stop sending or measuring. Who is gone already needs no stop. */
export function cancel(id) {
  return ask("POST", `${API}/recordings/${id}/cancel`, undefined, {}).catch(() => {});
}

export function finish(id, state = {}) {
  return ask("POST", `${API}/recordings/${id}/finish`, undefined, state);
}

/** Forget what came of a recording, so that it begins anew in another way. */
export function forgetContent(id, state = {}) {
  return ask("DELETE", `${API}/recordings/${id}/content`, undefined, state);
}

/** Ask how much room a minute of such pictures takes, and how they are best stored. */
export async function askRoom(about, content, rateHz) {
  const query = new URLSearchParams({ ...about, rate: rateHz ?? 30 });
  return askInWords(`/api/room?${query}`, { method: "POST", body: content }, {});
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
    await ask("PUT", `${API}/recordings/${this.id}/cues`, this.cues.slice(0, n), this.state);
    this.nSent = n;
  }
}

function sendPart(id, offset, part, state) {
  return askInWords(`${API}/recordings/${id}/content?offset=${offset}`, { method: "PUT", body: part }, state);
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
