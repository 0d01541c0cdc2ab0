import type { z } from "zod";
import type { Lookup, ReadPlan } from "../../../engine/read-plan.ts";
import { createRow } from "../../../engine/rows.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { validationError } from "../../../kernel/contract.ts";
import { statement } from "../../../kernel/db/database.ts";
import { AppError, type FieldProblem, invalid } from "../../../kernel/errors.ts";
import { isCurrency, toDecimal, toMinor } from "../../../kernel/money.ts";
import type { Day } from "../../../kernel/time.ts";
import { accounts } from "../accounts/table.ts";
import { TransactionCreate } from "../transactions/contract.ts";
import { transactionEntity } from "../transactions/entity.ts";
import { categoryOf } from "./categories.ts";
import type { ImportBody } from "./contract.ts";
import type { Entry } from "./entries.ts";
import type { StatementFile } from "./file.ts";
import { Duplicates, type Identity, type ROW_STATUSES, rowId } from "./rules.ts";

const NAME_MAX = 200;
const DESCRIPTION_MAX = 10_000;

type Body = z.output<typeof ImportBody>;
type Creation = z.output<typeof TransactionCreate>;

/** What became of a row of the file, or would. */
export interface Brought {
  index: number;
  status: (typeof ROW_STATUSES)[number];
  /** What was understood of it, as the body of a creation; null when it could not be. */
  transaction: Creation | null;
  /** null when none was created. */
  transactionId: string | null;
  duplicateOf: string | null;
  duplicateOfRow: number | null;
  errors: FieldProblem[];
}

/** Reads what creating the transactions of a file reads, and those that its rows may repeat. */
export function needsOf(plan: ReadPlan, { accountId }: Body, { entries }: StatementFile): void {
  const inputs = entries.map(({ date, currency, amount }) => ({
    accountId,
    type: amount.startsWith("-") ? "expense" : "income",
    ...(date !== "" && { date }),
    ...(currency !== null && { currency }),
  }));
  plan.writesInputs(transactionEntity.table, [], inputs);
  plan.rows(accounts, [accountId]);
  plan.lookup(storedTwins, spanOf(accountId, entries));
}

/** Creates the transactions of a file in memory. @throws not_found, invalid_state when the account is gone or archived */
export function bring(work: UnitOfWork, body: Body, { entries }: StatementFile, importId: string): Brought[] {
  const { currency } = work.requireActive(accounts, body.accountId, "accountId");
  const stored = work.answer(storedTwins);
  // Whoever imports the same file at once would find none of these transactions either.
  work.guardCondition(
    "no transactions came",
    stillAsMany(work.user.userId, spanOf(body.accountId, entries), stored.length),
  );
  const duplicates = new Duplicates(stored);
  const skipped = new Set(body.skipRows);
  return entries.map((entry, index) => {
    const row: Brought = { ...UNKNOWN, index };
    try {
      const { transaction, identity } = understand(body, entry, currency);
      row.transaction = transaction;
      const twin = duplicates.find(identity, index);
      row.status = skipped.has(index) ? "skipped" : twin ? "duplicate" : "new";
      row.duplicateOf = twin?.id ?? null;
      row.duplicateOfRow = twin?.row ?? null;
      if (row.status === "new" || (row.status === "duplicate" && body.duplicates === "import")) {
        row.transactionId = createOne(work, { ...transaction, id: work.asNewId(rowId(importId, index)), importId });
      }
      return row;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ...row, status: "invalid", errors: error.details ?? [{ field: "", message: error.message }] };
    }
  });
}

const UNKNOWN: Omit<Brought, "index"> = {
  status: "invalid",
  transaction: null,
  transactionId: null,
  duplicateOf: null,
  duplicateOfRow: null,
  errors: [],
};

const createOne = (work: UnitOfWork, input: Creation & { importId: string }): string =>
  work.withSavepoint(() => {
    const { id } = createRow(work, transactionEntity, input);
    work.requireExact();
    return id;
  });

/**
 * A row as the body of a creation, in the currency of its account unless it names another.
 * @throws invalid_input
 */
function understand(body: Body, entry: Entry, accountCurrency: string): { transaction: Creation; identity: Identity } {
  if (entry.problems.length > 0) throw new AppError("invalid_input", { details: entry.problems });
  const { date, time, externalId } = entry;
  const currency = entry.currency ?? accountCurrency;
  if (!isCurrency(currency)) throw invalid("currency", "Expected an ISO 4217 code");
  const isExpense = entry.amount.startsWith("-");
  const amount = toMinor(entry.amount, currency, "amount");
  const moved = (minor: number) => toDecimal(isExpense ? -minor : minor, currency);
  const parsed = TransactionCreate.safeParse({
    type: isExpense ? "expense" : "income",
    accountId: body.accountId,
    amount: moved(amount),
    currency,
    date,
    time,
    categoryId: categoryOf(body, entry.category, isExpense),
    ...textsOf(entry),
    externalId,
    splits: entry.splits.map((split, place) => ({
      categoryId: categoryOf(body, split.category, isExpense),
      amount: moved(toMinor(split.amount, currency, `splits.${place}.amount`)),
    })),
  });
  if (!parsed.success) throw validationError(parsed.error);
  return { transaction: parsed.data, identity: { date, amount, currency, externalId } };
}

/** What is too long for a name stands in the description whole. */
function textsOf({ name, description }: Entry): { name: string | null; description: string | null } {
  if (name === null || name.length <= NAME_MAX) return { name, description: cut(description, DESCRIPTION_MAX) };
  const whole = [name, description].filter(Boolean).join("\n");
  return { name: cut(name, NAME_MAX), description: cut(whole, DESCRIPTION_MAX) };
}

/** Half a surrogate pair at the end goes, too: SQLite cannot store it. */
const cut = (text: string | null, max: number): string | null =>
  text === null || text.length <= max ? text : text.slice(0, max).replace(/[\ud800-\udbff]$/, "");

/** The transactions of one account on the days of a file. */
interface Span {
  accountId: string;
  from: Day;
  to: Day;
}

function spanOf(accountId: string, entries: readonly Entry[]): Span {
  const days = entries.flatMap(({ date }) => (date === "" ? [] : [date])).toSorted();
  return { accountId, from: days[0] ?? "", to: days.at(-1) ?? "" };
}

/** By day, in the index of dates: an account has years of transactions, its statement a month. */
const IN_SPAN = `FROM transactions WHERE userId = ? AND showStatus IN ('active', 'archived') AND date BETWEEN ? AND ?
  AND ? IN (accountId, fromAccountId, toAccountId)`;

const stillAsMany = (userId: string, { accountId, from, to }: Span, count: number) =>
  statement(`(SELECT count(*) ${IN_SPAN}) = ?`, userId, from, to, accountId, count);

/** What moved money on the account, transfers included: the bank's statement has one side of them. */
const storedTwins: Lookup<Span, (Identity & { id: string })[]> = {
  name: "stored transactions of an import's days",
  statement: (userId, [span]) =>
    statement(
      `SELECT id, date, externalId, type, accountId, toAccountId, amount, currency, toAmount, toCurrency ${IN_SPAN}
      ORDER BY date, id`,
      userId,
      span?.from,
      span?.to,
      span?.accountId,
    ),
  parse: (rows, [span]) =>
    rows.map((row) => {
      const isArrival = row.toAccountId === span?.accountId;
      const sign = isArrival || row.type === "income" ? 1 : -1;
      return {
        id: String(row.id),
        date: String(row.date),
        externalId: row.externalId === null ? null : String(row.externalId),
        amount: sign * Number(isArrival ? row.toAmount : row.amount),
        currency: String(isArrival ? row.toCurrency : row.currency),
      };
    }),
};
