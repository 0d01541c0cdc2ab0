import type { Answer, Call } from "../load.ts";

/** A sync server, as one phone that pushes and another one that pulls see it. */
export interface Peer {
  readonly name: string;
  /** The next push of so many new transactions. */
  push(count: number): Call;
  /** @throws Error unless all of the pushed transactions were stored, in the form that was asked for */
  onPushed(answer: Answer): void;
  /** The pull of another phone that has everything but the last push. */
  pull(): Call;
  /** @throws Error unless as many transactions came as the last push had */
  onPulled(answer: Answer): void;
}

/** Something that runs beside this script. */
export interface Running {
  stop(): Promise<void>;
}

/** @throws Error unless the server has done with all of them what it was asked to */
export function requireAll(name: string, done: number, asked: number): void {
  if (done !== asked) throw new Error(`${name}: ${done} of ${asked}`);
}
