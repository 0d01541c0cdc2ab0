import { type SearchFields, searchFields } from "../kernel/db/search.ts";
import { type AnyRow, sameValue, type TrackedEntity } from "./tracked-row.ts";

/** The search columns that change with these columns of a row: none unless a text that is searched changes. */
export function changedSearch(entity: TrackedEntity, row: AnyRow, patch: object): SearchFields | undefined {
  const texts = entity.search({ ...row, ...patch } as never);
  return sameValue(entity.search(row as never), texts) ? undefined : searchFields(texts);
}
