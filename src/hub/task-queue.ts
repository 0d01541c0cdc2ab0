/** Runs tasks one at a time, in the order they were asked for. One that fails does not hold up the next. */
export class TaskQueue {
  private last: Promise<unknown> = Promise.resolve();

  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }
}
