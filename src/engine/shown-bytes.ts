import { Buffer } from "node:buffer";
import { LIMITS } from "../limits.ts";

/**
 * Bounds the rows in the results of one request: a request may name one large row many times. What does not fit any more is
 * left out of the results, and comes with the next pull.
 */
export class ShownBytes {
  private left: number = LIMITS.engine.resultBytes;
  private readonly sizes = new Map<unknown, number>();

  /** The view, or undefined when the results are full. A view that comes again is measured once. */
  take<View>(view: View): View | undefined {
    const size = this.sizes.get(view) ?? Buffer.byteLength(JSON.stringify(view) ?? "");
    this.sizes.set(view, size);
    // It stays full: whether a smaller row comes after one that did not fit must not depend on their order.
    this.left -= size;
    return this.left > 0 ? view : undefined;
  }
}
