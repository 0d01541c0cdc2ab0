import type { AppError } from "../errors.ts";
import { takenColumns } from "./database.ts";

/**
 * The result of a write to a table in which each of `columns` must be unique, alone or together with others. A unique
 * index over an expression is named in place of a column.
 * @throws what `refusal` returns, when another row has the same value
 */
export async function refuseTaken<Result>(
  write: PromiseLike<Result>,
  columns: string | readonly string[],
  refusal: (column: string) => AppError,
): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    const column = takenColumns(error).find((name) => [columns].flat().includes(name));
    throw column === undefined ? error : refusal(column);
  }
}
