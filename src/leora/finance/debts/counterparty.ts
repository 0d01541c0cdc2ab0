import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { invalid } from "../../../kernel/errors.ts";
import { counterparties } from "../counterparties/table.ts";
import type { Debt } from "./table.ts";

// The other party of a debt: the name that the debt shows, and the counterparty that its transactions link to.

/** What a change says of the other party. */
interface Stated {
  counterpartyId?: string | null | undefined;
  counterpartyName?: string | null | undefined;
}

/**
 * The name that a debt shows after a change: the given one, else the one of a newly linked counterparty, else the one it
 * has. When the counterparty is renamed later, its debts keep their name.
 * @param debt the debt before the change; its name is empty when it is new
 * @throws invalid_input when there is no name at all; not_found for an unknown counterparty
 */
export function counterpartyNameAfter(
  work: UnitOfWork,
  debt: Pick<Debt, "counterpartyId" | "counterpartyName">,
  { counterpartyName, counterpartyId }: Stated,
): string {
  if (counterpartyName) return counterpartyName;
  if (counterpartyId && (counterpartyId !== debt.counterpartyId || debt.counterpartyName === "")) {
    return work.require(counterparties, counterpartyId, "counterpartyId").displayName;
  }
  if (debt.counterpartyName === "") throw invalid("counterpartyName", "Required without counterpartyId");
  return debt.counterpartyName;
}

/**
 * The counterparty that a transaction of the debt links to. An archived or deleted counterparty is left out, because new
 * links may name only active rows.
 */
export function activeCounterpartyOf(work: UnitOfWork, { counterpartyId }: Debt): string | null {
  const counterparty = counterpartyId === null ? undefined : work.find(counterparties, counterpartyId);
  return counterparty?.showStatus === "active" ? counterparty.id : null;
}
