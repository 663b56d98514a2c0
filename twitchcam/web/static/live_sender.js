// Sends pictures to be looked at, the newest only: two are on their way at most, one of which is
// looked at while the other waits. What comes meanwhile is counted and let go.

const MOST_ON_THEIR_WAY = 2;

export class LivePictures {
  /** `hear` is told what each picture showed, and once why there will be no more. */
  constructor(key, hear) {
    this.key = key;
    this.hear = hear;
    this.nOnTheirWay = 0;
    this.counts = { taken: 0, skipped: 0 };
    this.isOver = false;
  }

  /** Whether one more picture may go; else it is counted as let go. */
  mayGo() {
    this.counts.taken += 1;
    const isFree = !this.isOver && this.nOnTheirWay < MOST_ON_THEIR_WAY;
    if (!isFree) this.counts.skipped += 1;
    return isFree;
  }

  /** Have one looked at that was taken at `atMs` of this computer's clock. */
  async send(about, content, atMs) {
    this.nOnTheirWay += 1;
    try {
      const address = `/api/skin/${this.key}/picture?${new URLSearchParams(about)}`;
      const answer = await fetch(address, { method: "POST", body: content });
      if (answer.status === 204) this.counts.skipped += 1;
      else if (answer.ok) this.hear({ seen: await answer.json(), atMs, counts: this.counts });
      else this.end((await answer.json().catch(() => ({}))).problem ?? "");
    } catch {
      this.end("");
    } finally {
      this.nOnTheirWay -= 1;
    }
  }

  end(problem) {
    if (!this.isOver) this.hear({ over: { problem } });
    this.isOver = true;
  }
}
