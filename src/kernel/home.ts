import { databaseBinding } from "./db/binding.ts";

/** Where a user's rows are, and what they name the user by. */
export interface Home {
  /** The binding of the database that holds the user's rows. */
  readonly database: string;
  /** The integer that identity gave the user. Rows carry it instead of the user's id, and it never changes. */
  readonly owner: number;
}

/** The home of a user of a product that keeps everything in one database, and gives its users integers as ids. */
export const soleHome = (product: string, userId: string): Home => ({
  database: databaseBinding(product),
  owner: Number(userId),
});
