// Asks the server until it answers. Without words of its own, so that a worker can use it too.

const LONGEST_WAIT_MS = 5000;

export class Refused extends Error {
  /** `message` in the words of the server; without any, `key` names a text. */
  constructor(message, status = 0, key = "") {
    super(message);
    this.key = key;
    this.isGone = status === 404;
    this.isFull = status === 429;
  }
}

async function readProblem(answer) {
  try {
    return (await answer.json()).problem;
  } catch {
    return "";
  }
}

/** Ask again and again while the server cannot be reached; a refusal is final. */
export async function askPatiently(address, options, state) {
  let waitMs = 250;
  for (;;) {
    if (state.stopped) throw new Refused("", 0, "script-sender-stopped");
    try {
      const answer = await fetch(address, options);
      if (answer.ok) {
        state.onReach?.(true);
        return await answer.json();
      }
      if (answer.status < 500 || answer.status === 507) {
        throw new Refused(await readProblem(answer), answer.status, "script-sender-not-taken");
      }
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    state.onReach?.(false);
    await new Promise((done) => setTimeout(done, waitMs));
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  }
}

/** Send pictures as they are. Those that were sent before are known by their times. */
export function sendPictures(id, about, content, state) {
  const address = `/api/recordings/${id}/pictures?${new URLSearchParams(about)}`;
  return askPatiently(address, { method: "POST", body: new Blob([content]) }, state);
}
