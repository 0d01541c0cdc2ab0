import { customType, integer } from "drizzle-orm/sqlite-core";
import { idOfStored, keyOfStored, storedId, storedKey } from "./stored-id.ts";

/** The declared type of columns of ids, by which they are told from other texts. */
export const ROW_ID_TYPE = "char(22)";

/** A UUID, or null unless `.notNull()`. SQL that is written by hand gets it as `storedId`. */
export const rowId = customType<{ data: string; driverData: string }>({
  dataType: () => ROW_ID_TYPE,
  toDriver: storedId,
  fromDriver: idOfStored,
});

/** A text that usually is a UUID: see `storedKey`. */
export const keyText = customType<{ data: string; driverData: string }>({
  dataType: () => "text",
  toDriver: storedKey,
  fromDriver: keyOfStored,
});

/** A list of UUIDs, as a JSON list of stored ids: `json_each` of it can be joined to columns of ids. */
export const rowIdList = customType<{ data: string[]; driverData: string }>({
  dataType: () => "text",
  toDriver: (ids) => JSON.stringify(ids.map(storedId)),
  fromDriver: (stored) => (JSON.parse(stored) as string[]).map(idOfStored),
});

/** An enum that sorts by the order of its values (stored as the value's position). */
export const ranked = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  customType<{ data: Values[number]; driverData: number }>({
    dataType: () => "integer",
    toDriver: (value) => values.indexOf(value),
    fromDriver: (rank) => values[rank] ?? values[0],
  })();

/**
 * Marks a number as one in a unit of its own. A plain number may be assigned to it, because arithmetic yields plain
 * numbers; what reads the type, such as the views of entities, can tell that it has to be converted.
 */
export interface Unit<Name extends string> {
  readonly __unit?: Name;
}

/** An amount of money in minor units of its currency. */
export type MinorUnits = number & Unit<"minor units">;

/** A measured value in ten-thousandths: see kernel/quantity.ts. */
export type Quantity = number & Unit<"ten-thousandths">;

/** Money in minor units; `null` allowed unless `.notNull()`. */
export const minorUnits = () => integer().$type<MinorUnits>();

/** A measured value in ten-thousandths. */
export const quantity = () => integer().$type<Quantity>();
