import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";

/** The categories that the user has made, in the order in which they were made. */
export const customCategories = (owner: number): Statement =>
  statement("SELECT * FROM customCategories WHERE owner = ? AND deletedAt IS NULL ORDER BY createdAt, id", owner);

/** Names of the categories that the user has made, deleted ones included, because transactions keep their ids. */
export const customCategoryNames = (owner: number): Statement =>
  statement("SELECT id, name FROM customCategories WHERE owner = ?", owner);

/** Reads the answer to `customCategoryNames`: names by id. */
export const readCategoryNames = (rows: readonly RawRow[]): Map<string, string> =>
  new Map(rows.map(({ id, name }) => [String(id), String(name)]));
