/** Takes back changes in memory, the newest first. */
export class UndoLog {
  private readonly undos: (() => void)[] = [];

  /** How many changes could be taken back. */
  get size(): number {
    return this.undos.length;
  }

  /** Notes how a change is taken back. */
  push(undo: () => void): void {
    this.undos.push(undo);
  }

  /** Runs a step; when it throws, everything that it changed is as before. */
  withSavepoint<Result>(step: () => Result): Result {
    const mark = this.undos.length;
    try {
      return step();
    } catch (error) {
      this.takeBack(mark);
      throw error;
    }
  }

  /** Runs a step and takes back everything that it changed. */
  dryRun<Result>(step: () => Result): Result {
    const mark = this.undos.length;
    try {
      return step();
    } finally {
      this.takeBack(mark);
    }
  }

  private takeBack(mark: number): void {
    while (this.undos.length > mark) this.undos.pop()?.();
  }
}
