/** Runs tasks one at a time, in the order of the calls. A task that fails does not keep the next from running. */
export class TaskQueue {
  private last: Promise<unknown> = Promise.resolve();

  /** The result of the task, which runs when all earlier ones have ended. */
  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }
}
