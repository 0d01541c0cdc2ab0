import { invalid } from "../../../kernel/errors.ts";
import { fold } from "../../../kernel/text.ts";

/** What a column of CSV can hold. */
export const COLUMNS = [
  "date",
  "time",
  "amount",
  "debit",
  "credit",
  "currency",
  "name",
  "description",
  "category",
  "externalId",
] as const;
export type Column = (typeof COLUMNS)[number];

/** Where each column is, counted from 0. */
export type Places = Partial<Record<Column, number>>;

/**
 * What banks call their columns, in English, Russian and Uzbek, the likelier name first: of an operation and what the
 * account paid for it, the latter counts.
 */
const TITLES: Record<Column, readonly string[]> = {
  date: [
    "date",
    "transaction date",
    "operation date",
    "booking date",
    "posted date",
    "дата",
    "дата операции",
    "дата транзакции",
    "дата платежа",
    "sana",
    "operatsiya sanasi",
    "tranzaksiya sanasi",
  ],
  time: ["time", "время", "vaqt", "vaqti"],
  amount: ["amount", "sum", "сумма платежа", "сумма операции", "сумма", "summa", "miqdor", "operatsiya summasi"],
  debit: [
    "debit",
    "withdrawal",
    "withdrawals",
    "paid out",
    "money out",
    "дебет",
    "расход",
    "списание",
    "chiqim",
    "debet",
  ],
  credit: [
    "credit",
    "deposit",
    "deposits",
    "paid in",
    "money in",
    "кредит",
    "приход",
    "зачисление",
    "поступление",
    "kirim",
    "kredit",
  ],
  currency: ["currency", "валюта платежа", "валюта операции", "валюта", "valyuta"],
  name: [
    "name",
    "payee",
    "merchant",
    "counterparty",
    "описание",
    "получатель",
    "контрагент",
    "oluvchi",
    "nomi",
    "operatsiya",
  ],
  description: [
    "description",
    "details",
    "memo",
    "note",
    "purpose",
    "комментарий",
    "назначение платежа",
    "назначение",
    "примечание",
    "izoh",
    "to'lov maqsadi",
    "tavsif",
  ],
  category: ["category", "категория", "kategoriya", "turkum"],
  externalId: [
    "external id",
    "externalid",
    "transaction id",
    "reference",
    "reference number",
    "id",
    "номер документа",
    "номер операции",
    "hujjat raqami",
    "operatsiya raqami",
  ],
};

/** Where the titles of a file say that its columns are. */
export function guessPlaces(header: readonly string[]): Places {
  const titles = header.map((title) => fold(title.trim()));
  const places = COLUMNS.flatMap((column) => {
    const place = TITLES[column].map((title) => titles.indexOf(title)).find((index) => index >= 0);
    return place === undefined ? [] : [[column, place]];
  });
  return Object.fromEntries(places);
}

/**
 * Where a mapping says that the columns are.
 * @param mapping by title or by place
 * @throws invalid_input on a title or place that the file does not have
 */
export function statedPlaces(
  mapping: Partial<Record<Column, string | number | undefined>>,
  width: number,
  header: readonly string[],
): Places {
  const titles = header.map((title) => fold(title.trim()));
  const places = COLUMNS.flatMap((column) => {
    const stated = mapping[column];
    if (stated === undefined) return [];
    const place = typeof stated === "number" ? stated : titles.indexOf(fold(stated.trim()));
    if (place < 0 || place >= width) throw invalid(`mapping.${column}`, `The file has no column ${stated}`);
    return [[column, place]];
  });
  return Object.fromEntries(places);
}
