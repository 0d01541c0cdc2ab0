import { crmProduct } from "./crm/product.ts";
import { koshelokProduct } from "./koshelok/product.ts";
import { leoraProduct } from "./leora/product.ts";

/** Every product: one line each. The first is the flagship, which answers whatever names no other product. */
export const products = [leoraProduct, crmProduct, koshelokProduct] as const;

export type ProductName = (typeof products)[number]["name"];
