import type { MinorUnits } from "../../kernel/db/columns.ts";
import { AppError } from "../../kernel/errors.ts";
import { isUuid } from "../../kernel/id.ts";
import { isCurrency, toMinor } from "../../kernel/money.ts";
import { PLANS } from "./catalogue.ts";
import type { SoldPlan } from "./plans.ts";

// What the projections of both stores have in common: the plan of a product, its price, and whose purchase it is.

/** The plan that a store sells under this name; undefined: it is no product of ours. */
export const planOfProduct = (
  store: "appleProductId" | "googleProductId",
  productId: string | null | undefined,
): SoldPlan | undefined => PLANS.find((plan) => plan[store] === productId);

export interface Price {
  readonly currency: string;
  readonly amount: MinorUnits;
}

/**
 * A store's price in minor units, exactly. A price that is absent, or that no amount of its currency equals, is the one of the
 * catalogue, if need be in USD: it is only shown, and must not cost anybody a plan that was paid.
 * @param decimal such as `4.99` or `4990e-3`
 */
export function storePrice(decimal: string | undefined, currency: string | null | undefined, plan: SoldPlan): Price {
  const exact = decimal && currency && isCurrency(currency) ? exactMinor(decimal, currency) : undefined;
  if (exact !== undefined && currency) return { currency, amount: exact };
  const [code, price] = Object.entries(plan.prices).find(([code]) => code === currency) ?? ["USD", plan.prices.USD];
  return { currency: code, amount: toMinor(price, code, "amount") };
}

/** Undefined when the currency has fewer decimals, or the amount is out of range. */
function exactMinor(decimal: string, currency: string): number | undefined {
  try {
    return toMinor(decimal, currency, "amount");
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** The user whom the app named when it began the purchase; null: it named none. */
export const namedUser = (accountToken: string | null | undefined): string | null =>
  accountToken && isUuid(accountToken) ? accountToken.toLowerCase() : null;
