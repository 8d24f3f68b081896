/** A screen that is bright while a code is shown, and afterwards as it was. */

export interface Screen {
  read(): Promise<number>;
  set(value: number): Promise<void>;
}

export class Brightness {
  private before: number | null = null;
  private isWanted = false;

  constructor(private readonly screen: Screen) {}

  /** A phone that does not let us is left as it is. */
  async raise(): Promise<void> {
    this.isWanted = true;
    try {
      const now = this.before ?? (await this.screen.read());
      // Left while the phone was asked: a screen that nobody looks at is not made bright.
      if (!this.stillWanted()) return;
      this.before = now;
      await this.screen.set(1);
      if (!this.stillWanted()) await this.restore();
    } catch {
      return;
    }
  }

  async restore(): Promise<void> {
    this.isWanted = false;
    const before = this.before;
    this.before = null;
    if (before === null) return;
    try {
      await this.screen.set(before);
    } catch {
      return;
    }
  }

  private stillWanted(): boolean {
    return this.isWanted;
  }
}
