import { LIMITS } from "../../limits.ts";
import type { PublicContext } from "../context.ts";
import { hmacBase64Url } from "../crypto.ts";
import { ALWAYS, type Condition } from "../db/condition.ts";
import { type RawRow, type Statement, statement } from "../db/database.ts";
import type { AppError } from "../errors.ts";
import { rateLimited } from "../http/respond.ts";
import { networkOf } from "../network.ts";
import { DAY_MS, MINUTE_MS } from "../time.ts";

// Counts of what strangers may try only so often: guessing a password, guessing a code, asking for a code. Rows of
// `tallies`, counted in the product's database inside the batch that they protect, so that parallel attempts cannot pass
// the limit together.
//
// An attempt counts in lanes. One from a network that the user has been signed in from counts in the lane of that user
// and that network alone; any other in the lane of the name or address, and in that of its network. So a stranger's
// guessing never makes the owner wait at home: the stranger fills lanes that the owner's attempts do not look at.
//
// A lane has a number of free attempts in a day, which begins with its first attempt. After them each further attempt
// has to wait twice as long as the one before, at most until the day is over. Attempts that come too early are refused,
// right ones too, and do not count.

/** What is tried. Each kind has its own lanes. */
export type AttemptKind = "password" | "code" | "request" | "secondFactor";

interface LanePolicy {
  /** Attempts without a wait. */
  free: number;
  /** The first wait, in milliseconds. */
  waitMs: number;
}

/** The policies of the lanes of a name or address, and of a network. */
const POLICIES: Readonly<Record<AttemptKind, { name: LanePolicy; network: LanePolicy }>> = {
  password: {
    name: { free: LIMITS.accounts.passwordGuessesPerName, waitMs: MINUTE_MS },
    network: { free: LIMITS.accounts.passwordGuessesPerNetwork, waitMs: MINUTE_MS },
  },
  code: {
    name: { free: LIMITS.accounts.codeGuessesPerAddress, waitMs: 10 * MINUTE_MS },
    network: { free: LIMITS.accounts.codeGuessesPerNetwork, waitMs: 10 * MINUTE_MS },
  },
  request: {
    name: { free: LIMITS.accounts.codeRequestsPerAddress, waitMs: 10 * MINUTE_MS },
    network: { free: LIMITS.accounts.codeRequestsPerNetwork, waitMs: MINUTE_MS },
  },
  secondFactor: {
    name: { free: LIMITS.accounts.secondFactorGuessesPerUser, waitMs: 10 * MINUTE_MS },
    network: { free: LIMITS.accounts.secondFactorGuessesPerNetwork, waitMs: 10 * MINUTE_MS },
  },
};

/** More would leave the range of integers; a wait ends with its day long before. */
const DOUBLINGS_MAX = 20;

export interface AttemptTarget {
  kind: AttemptKind;
  /** Whose account: an address, a username or an id, known or not. */
  name: string;
  /** SQL for the id of the user with that name, as text, as `userSessions.userId` has it; NULL when there is none. */
  owner: Condition;
  /** The attempt does not count unless this holds when its statements run; by default it counts. */
  when?: Condition;
}

/** An attempt that is counted in the product's own batch. */
export interface Attempt {
  /**
   * The first statements of the batch. The one after them may demand `changes() > 0`, which holds unless the attempt is
   * refused or `when` does not hold.
   */
  statements: readonly [wait: Statement, count: Statement];
  /**
   * Takes the attempt back, when it was right: a statement for the same batch or a later one, before any session of the
   * user is opened, because that makes the network known.
   */
  forgive(when: Condition): Statement;
  /** From the answers to `statements`: the error rate_limited when the attempt came too early, else undefined. */
  refusal(answers: readonly RawRow[][]): AppError | undefined;
}

/** Prepares an attempt from the caller's network. Names and networks are stored hashed: people mistype passwords as names. */
export async function prepareAttempt(
  { env, client, now }: PublicContext,
  { kind, name, owner, when = ALWAYS }: AttemptTarget,
): Promise<Attempt> {
  const network = networkOf(client.ip);
  const policy = POLICIES[kind];
  const lane = async ({ free, waitMs }: LanePolicy, ...key: string[]) => [
    await hmacBase64Url(env.TOKEN_SECRET, `attempt ${JSON.stringify([kind, ...key])}`),
    free,
    waitMs,
  ];
  const strangers = [await lane(policy.name, "name", name), await lane(policy.network, "network", network)];
  const owners = [await lane(policy.name, "own", name, network)];

  const lanes = statement(
    `json_each(CASE WHEN EXISTS (SELECT 1 FROM userSessions WHERE userId = ${owner.sql} AND network = ?)
      THEN ? ELSE ? END) lane`,
    ...owner.params,
    network,
    JSON.stringify(owners),
    JSON.stringify(strangers),
  );
  const wait = statement(
    `SELECT max(min(
        tally.since + ${DAY_MS},
        tally.lastAt + ((lane.value ->> 2) << min(tally.count - (lane.value ->> 1), ${DOUBLINGS_MAX})))) AS until
      FROM ${lanes.sql} JOIN tallies tally ON tally.key = lane.value ->> 0
      WHERE tally.count >= lane.value ->> 1`,
    ...lanes.params,
  );
  const count = statement(
    `INSERT INTO tallies (key, count, since, lastAt)
      SELECT lane.value ->> 0, 1, ?, ? FROM ${lanes.sql} WHERE coalesce((${wait.sql}), 0) <= ? AND ${when.sql}
      ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN since > excluded.since - ${DAY_MS} THEN count + 1 ELSE 1 END,
        since = CASE WHEN since > excluded.since - ${DAY_MS} THEN since ELSE excluded.since END,
        lastAt = excluded.lastAt
      RETURNING key`,
    now,
    now,
    ...lanes.params,
    ...wait.params,
    now,
    ...when.params,
  );
  return {
    statements: [wait, count],
    forgive: (when) =>
      statement(
        `UPDATE tallies SET count = count - 1
          WHERE key IN (SELECT lane.value ->> 0 FROM ${lanes.sql}) AND count > 0 AND ${when.sql}`,
        ...lanes.params,
        ...when.params,
      ),
    refusal([waiting]) {
      const until = Number(waiting?.[0]?.until ?? 0);
      return until > now ? rateLimited({ limit: policy.name.free, remaining: 0, resetAt: until }, now) : undefined;
    },
  };
}
