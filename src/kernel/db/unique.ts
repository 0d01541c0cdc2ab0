import type { AppError } from "../errors.ts";
import { takenColumns } from "./database.ts";

/**
 * The result of a write to a table in which `column` must be unique, alone or together with others.
 * @throws what `refusal` returns, when another row has the same value
 */
export async function refuseTaken<Result>(
  write: Promise<Result>,
  column: string,
  refusal: () => AppError,
): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    throw takenColumns(error).includes(column) ? refusal() : error;
  }
}
