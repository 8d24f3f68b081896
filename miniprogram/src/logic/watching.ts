/** Looks again every so often while somebody looks: a coupon that is redeemed says so by itself. */

const EVERY = 8000;
// Ten minutes: a page that was left open asks no longer.
const MOST = 75;

export class Watch {
  private turn = 0;

  constructor(private readonly wait: (milliseconds: number) => Promise<void>) {}

  /** look: false when there is nothing more to wait for. */
  async start(look: () => Promise<boolean>): Promise<void> {
    this.turn += 1;
    const turn = this.turn;
    for (let left = MOST; left > 0; left -= 1) {
      await this.wait(EVERY);
      if (turn !== this.turn || !(await look())) return;
    }
  }

  stop(): void {
    this.turn += 1;
  }
}
