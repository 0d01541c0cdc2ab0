import { customType, integer } from "drizzle-orm/sqlite-core";

/** An enum that sorts by the order of its values (stored as the value's position). */
export const ranked = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  customType<{ data: Values[number]; driverData: number }>({
    dataType: () => "integer",
    toDriver: (value) => values.indexOf(value),
    fromDriver: (rank) => values[rank] ?? values[0],
  })();

/** Money in minor units; `null` allowed unless `.notNull()`. */
export const minorUnits = () => integer();

/** A measured value in ten-thousandths: see kernel/quantity.ts. */
export const quantity = () => integer();
