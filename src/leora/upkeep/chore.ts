import type { Needs } from "../../kernel/db/needs.ts";
import type { Work } from "../../kernel/db/work.ts";
import type { Moment } from "../../kernel/time.ts";

/** Something that the passing of time does to a user's data. Doing it twice changes nothing. */
export interface Chore {
  /** For logs. */
  readonly name: string;
  /**
   * SQL of one column `userId`: who may have something to do, found by a partial index, whoever they are. `?1` is the
   * latest calendar day that has begun anywhere on earth; whether the user's own day has come is for `apply` to decide, by
   * `work.at`. A user whose chore is done is no longer named.
   */
  readonly due: string;
  needs(needs: Needs, at: Moment): void;
  apply(work: Work): void;
}
