import type { z } from "zod";
import { fieldsWhere } from "../fields-where.ts";
import type { Outcome } from "./apply.ts";
import type { Change } from "./changes.ts";
import type { minimalPushReply, minimalResult } from "./contract.ts";
import { rowKey } from "./history.ts";
import { isSame } from "./rules.ts";

// The minimal form of a push's reply (`Prefer: return=minimal`, docs/sync.md). A device knows what it sent: of a row that
// took its change it needs only the fields that are otherwise.

type Fields = Readonly<Record<string, unknown>>;
type Reply = z.output<ReturnType<typeof minimalPushReply>>;
type Result = z.output<ReturnType<typeof minimalResult>>;

/** True when the row took the change, now or in an earlier push. */
const isTaken = ({ status, original }: Pick<Result, "status" | "original">): boolean =>
  ["applied", "merged"].includes(original ?? status);

/** True when a result has `set` in the place of `data`: the row took the change, and is not deleted. */
export const isToldBySet = (outcome: Pick<Outcome, "status" | "original">, view: Fields): boolean =>
  isTaken(outcome) && view.showStatus !== "deleted";

/**
 * The fields of the row whose value on the wire differs from what was sent; absent counts as null. The id and the key of
 * the change stand in the result, and count as sent.
 */
export function setOf(change: Change, view: Fields): Fields {
  const sent: Fields = { ...change.sent, id: change.id, idempotencyKey: change.key };
  return fieldsWhere(view, (value, field) => !isSame(value, sent[field]));
}

/**
 * The reply without what it would say twice. Fields that all of an entity's results set alike (of new rows that is the
 * larger part: user, times, defaults) move to `common`. Rows whose newest write is this push and that a result tells leave
 * `changes`. Rows that the push changed without being asked to, such as the balance of an account, have no result and stay.
 * @param rev the push's own write; null when it wrote nothing
 */
export function minimalReply({ results, changes, ...progress }: Omit<Reply, "common">, rev: number | null): Reply {
  const common = commonSets(results);
  const told = new Set(results.filter(tellsRow).map(({ entity, id }) => rowKey(entity ?? "", id ?? "")));
  return {
    results: results.map((result) => withoutCommon(result, common)),
    common,
    changes: changes.filter((row) => row.rev !== rev || !told.has(rowKey(row.entity, row.id))),
    ...progress,
  };
}

/** A device takes the row over from this result; that of a conflict or refusal it may leave unread. */
const tellsRow = (result: Result): boolean => isTaken(result) && Boolean(result.set ?? result.data);

/** By entity, the fields that the sets of all its results have with the same value; of one result alone there is none. */
function commonSets(results: readonly Result[]): Record<string, Record<string, unknown>> {
  const byEntity = Map.groupBy(
    results.filter(({ set }) => set),
    ({ entity }) => entity ?? "",
  );
  return Object.fromEntries(
    [...byEntity].flatMap(([entity, [first, ...others]]) => {
      if (others.length === 0) return [];
      const isCommon = (value: unknown, field: string) =>
        others.every(({ set }) => set && Object.hasOwn(set, field) && isSame(set[field], value));
      return [[entity, fieldsWhere(first?.set ?? {}, isCommon)]];
    }),
  );
}

function withoutCommon(result: Result, common: Reply["common"]): Result {
  const fields = common[result.entity ?? ""];
  if (!result.set || !fields) return result;
  return { ...result, set: fieldsWhere(result.set, (_, field) => !Object.hasOwn(fields, field)) };
}
