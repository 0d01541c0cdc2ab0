import type { CardVendor } from "./cards.ts";
import { developmentCards } from "./development/cards.ts";
import { isDevelopment } from "./development/outcomes.ts";
import type { Subscription } from "./rows.ts";
import { stripeCards } from "./stripe/calls.ts";

/** Who charges for a plan that is paid by card. */
export const cardsOf = (row: Pick<Subscription, "providerSubscriptionId">): CardVendor =>
  isDevelopment(row) ? developmentCards : stripeCards;

/** The same for a new one. */
export const cardsBy = { stripe: stripeCards, development: developmentCards } as const;
