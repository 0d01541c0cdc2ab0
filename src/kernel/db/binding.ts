import { unsafeCast } from "../cast.ts";

/** By convention the database of the product `leora` has the binding `LEORA_DB`. */
export const databaseBinding = <Name extends string>(product: Name) =>
  unsafeCast<`${Uppercase<Name>}_DB`>(`${product.toUpperCase()}_DB`);
