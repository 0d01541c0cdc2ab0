import { invalid } from "../../../../kernel/errors.ts";
import { fold } from "../../../../kernel/text.ts";

// Finds the columns of a CSV file: by what the mapping says, or by the titles that banks use.

/** What a column of a CSV file can hold. */
export const COLUMNS = [
  "date",
  "time",
  "amount",
  "debit",
  "credit",
  "direction",
  "currency",
  "name",
  "description",
  "category",
  "externalId",
] as const;
export type Column = (typeof COLUMNS)[number];

/** The index of each column, from 0; columns that the file does not have are absent. */
export type ColumnIndexes = Partial<Record<Column, number>>;

/**
 * The titles that banks give their columns, in English, Russian and Uzbek. The first title that a file has wins: where a
 * file has both the amount of an operation and the amount that the account paid for it, the latter counts.
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
  direction: [
    "direction",
    "debit/credit",
    "credit/debit",
    "dr/cr",
    "cr/dr",
    "d/c",
    "type",
    "transaction type",
    "направление",
    "приход/расход",
    "дебет/кредит",
    "тип",
    "тип операции",
    "yo'nalish",
    "kirim/chiqim",
    "turi",
    "operatsiya turi",
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

/** The columns of a file by its titles. */
export function detectColumns(header: readonly string[]): ColumnIndexes {
  const titles = foldTitles(header);
  const found = COLUMNS.flatMap((column) => {
    const index = TITLES[column].map((title) => titles.indexOf(title)).find((candidate) => candidate >= 0);
    return index === undefined ? [] : [[column, index]];
  });
  return Object.fromEntries(found);
}

/**
 * The columns of a file by a mapping.
 * @param mapping a title or an index for each column that is to be read
 * @param width the number of the file's columns
 * @throws invalid_input on a title or index that the file does not have
 */
export function mappedColumns(
  mapping: Partial<Record<Column, string | number | undefined>>,
  width: number,
  header: readonly string[],
): ColumnIndexes {
  const titles = foldTitles(header);
  const mapped = COLUMNS.flatMap((column) => {
    const wanted = mapping[column];
    if (wanted === undefined) return [];
    const index = typeof wanted === "number" ? wanted : titles.indexOf(fold(wanted.trim()));
    if (index < 0 || index >= width) throw invalid(`mapping.${column}`, `The file has no column ${wanted}`);
    return [[column, index]];
  });
  return Object.fromEntries(mapped);
}

/**
 * The title of each column that several columns share, if it is one of those that are read by their title: the first of them
 * counts.
 */
export function repeatedTitles(header: readonly string[], columns: ColumnIndexes): { column: Column; title: string }[] {
  const titles = foldTitles(header);
  return COLUMNS.flatMap((column) => {
    const index = columns[column];
    const title = index === undefined ? "" : (titles[index] ?? "");
    return title !== "" && titles.lastIndexOf(title) !== index ? [{ column, title: header[index ?? 0] ?? "" }] : [];
  });
}

const foldTitles = (header: readonly string[]): string[] => header.map((title) => fold(title.trim()));
