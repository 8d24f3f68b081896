/** A list that grows as one reads on. */

interface Page<One> {
  readonly items: readonly One[];
  readonly cursor: string;
}

// A page may be empty though there is more: so many are read before somebody has to ask for them.
const MOST = 5;

export class Listing<One> {
  items: readonly One[] = [];
  private cursor = "";
  private turn = 0;

  constructor(private readonly page: (from: { cursor?: string }) => Promise<Page<One>>) {}

  get hasMore(): boolean {
    return this.cursor !== "";
  }

  /** From the beginning. */
  async first(): Promise<void> {
    await this.read([], {});
  }

  /** What comes behind, if there is more. */
  async next(): Promise<void> {
    if (this.hasMore) await this.read(this.items, { cursor: this.cursor });
  }

  private async read(before: readonly One[], from: { cursor?: string }): Promise<void> {
    this.turn += 1;
    const turn = this.turn;
    let got = await this.page(from);
    for (let left = MOST; left > 0 && got.items.length === 0 && got.cursor !== ""; left -= 1) {
      got = await this.page({ cursor: got.cursor });
    }
    // Asked anew meanwhile: what comes late is older.
    if (turn !== this.turn) return;
    this.items = [...before, ...got.items];
    this.cursor = got.cursor;
  }
}
