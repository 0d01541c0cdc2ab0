import type { Meter } from "../db/database.ts";

/**
 * What a request turns out to be, for its log line and its data point. It starts as nothing, and whoever learns a part of
 * it fills that in.
 */
export interface RequestRecord {
  product: string;
  /** The path as its endpoint declares it, such as `/v1/tasks/{id}`, or what else was asked for; empty: no such thing. */
  route: string;
  /** The code of the error that it is answered with; empty: none. */
  error: string;
  readonly meter: Meter;
}

export const newRecord = (): RequestRecord => ({ product: "", route: "", error: "", meter: { d1: 0, hub: 0 } });
