import { unsafeCast } from "../cast.ts";

/** By convention the database of the product `leora` has the binding `LEORA_DB`. */
export const databaseBinding = <Name extends string>(product: Name) =>
  unsafeCast<`${Uppercase<Name>}_DB`>(`${product.toUpperCase()}_DB`);

/** `LEORA_DB_1` and on: the databases with users' rows, of a product that keeps these apart from its identity. */
export const userDatabaseBinding = <Name extends string>(product: Name, number: number) =>
  unsafeCast<`${Uppercase<Name>}_DB_${number}`>(`${databaseBinding(product)}_${number}`);
