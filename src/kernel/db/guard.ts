import type { AppError } from "../errors.ts";
import type { Condition } from "./condition.ts";
import { isRefused, type Statement, statement } from "./database.ts";

/**
 * A statement that aborts its whole batch when the condition holds: it inserts NULL into a NOT NULL column. Run
 * the batch through `refuseAborted`.
 */
export const abortIf = ({ sql, params }: Condition): Statement =>
  statement(`INSERT INTO guard (ok) SELECT NULL WHERE ${sql}`, ...params);

/**
 * The result of a batch that contains `abortIf`.
 * @throws what `refusal` returns, when the guard aborted the batch
 */
export async function refuseAborted<Result>(
  batch: PromiseLike<Result>,
  refusal: () => AppError<string>,
): Promise<Result> {
  try {
    return await batch;
  } catch (error) {
    throw isRefused(error) ? refusal() : error;
  }
}
