import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import type { Fields } from "./replica.ts";

/** A line of household.csv: an account, a transaction or a task, and on whose phone it was entered. */
export type Line = Record<
  | "kind"
  | "phone"
  | "date"
  | "time"
  | "name"
  | "type"
  | "account"
  | "toAccount"
  | "amount"
  | "currency"
  | "toAmount"
  | "category"
  | "subcategory"
  | "fee"
  | "splits"
  | "tags"
  | "priority"
  | "status"
  | "minutes"
  | "context"
  | "checklist"
  | "notes",
  string
>;

/** What a family in Tashkent spends and plans in October 2026. */
export const readHousehold = (): Line[] =>
  parse<Line>(readFileSync(`${import.meta.dirname}/household.csv`), { columns: true });

/** The entity of a line, and its fields as the API takes them. @param accountIds by account name */
export function entryOf(line: Line, accountIds: ReadonlyMap<string, string>): [entity: string, data: Fields] {
  if (line.kind === "account") return ["accounts", accountOf(line)];
  if (line.kind === "task") return ["tasks", taskOf(line)];
  return ["transactions", transactionOf(line, accountIds)];
}

const accountOf = ({ name, type, currency, amount }: Line): Fields => ({
  name,
  accountType: type,
  currency,
  initialBalance: Number(amount),
});

function transactionOf(line: Line, accountIds: ReadonlyMap<string, string>): Fields {
  const account = accountIds.get(line.account);
  return withoutEmpty({
    type: line.type,
    ...(line.type === "transfer"
      ? { fromAccountId: account, toAccountId: accountIds.get(line.toAccount), toAmount: numberOf(line.toAmount) }
      : { accountId: account }),
    amount: Number(line.amount),
    currency: line.currency,
    categoryId: line.category,
    subcategoryId: line.subcategory,
    feeAmount: numberOf(line.fee),
    splits: listOf(line.splits, ";")?.map(splitOf),
    name: line.name,
    description: line.notes,
    date: line.date,
    time: line.time,
    tags: listOf(line.tags, ","),
  });
}

/** A split from the text `food=268480`. */
function splitOf(text: string): Fields {
  const [categoryId, amount] = text.split("=");
  return { categoryId, amount: Number(amount) };
}

const taskOf = (line: Line): Fields =>
  withoutEmpty({
    title: line.name,
    priority: line.priority,
    status: line.status,
    dueDate: line.date,
    timeOfDay: line.time,
    estimatedMinutes: numberOf(line.minutes),
    context: line.context,
    notes: line.notes,
    checklist: listOf(line.checklist, ";")?.map(itemOf),
  });

/** A checklist item from the text `+Non` (completed) or `-Non` (open). */
const itemOf = (text: string): Fields => ({ title: text.slice(1), completed: text.startsWith("+") });

const numberOf = (text: string): number | undefined => (text === "" ? undefined : Number(text));

const listOf = (text: string, separator: string): string[] | undefined =>
  text === "" ? undefined : text.split(separator);

/** The fields that have a value. */
const withoutEmpty = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== "" && value !== undefined));
