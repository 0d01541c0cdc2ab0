import { z } from "zod";
import { instant, label, note, queryFlag, uuid } from "../../../kernel/contract.ts";
import { PageQuery } from "../../../kernel/db/page.ts";
import { CHARSETS } from "../../../kernel/files/charset.ts";
import { DELIMITERS } from "../../../kernel/files/csv.ts";
import { LIMITS } from "../../../limits.ts";
import { category, TransactionCreate } from "../transactions/contract.ts";
import { DECIMAL_SEPARATORS } from "./parsing/amounts.ts";
import { DATE_FORMATS } from "./parsing/dates.ts";
import { FORMATS, IMPORT_STATUSES, ROW_STATUSES } from "./rules.ts";

const column = (example: string) =>
  z
    .union([
      label(200, example),
      z
        .int()
        .min(0)
        .max(LIMITS.imports.columns - 1),
    ])
    .meta({ example });
const count = (example: number) => z.int().meta({ example });

/**
 * How to read a file. Columns are given by their titles or their indexes from 0; when none is given they are detected from
 * the titles. Of several columns with one title the first is read. For OFX and QIF only `dateFormat`, `decimalSeparator` and `invertAmount` matter, the first two only when the file
 * leaves them open.
 */
export const CsvMapping = z.object({
  date: column("Sana").optional(),
  time: column("Vaqt").optional(),
  amount: column("Summa").optional(),
  debit: column("Chiqim").optional(),
  credit: column("Kirim").optional(),
  direction: column("Turi").optional().meta({
    example: "Turi",
    description: "Debit or credit in words, as D and C, or as − and +; it counts more than signs",
  }),
  currency: column("Valyuta").optional(),
  name: column("Oluvchi").optional(),
  description: column("Izoh").optional(),
  category: column("Kategoriya").optional(),
  externalId: column("Hujjat raqami").optional(),
  dateFormat: z
    .enum(DATE_FORMATS)
    .optional()
    .meta({ example: "DMY", description: "Proven by the file's dates unless given" }),
  decimalSeparator: z
    .enum(DECIMAL_SEPARATORS)
    .optional()
    .meta({ example: ",", description: "Proven by the file's amounts unless given" }),
  invertAmount: z.boolean().default(false).meta({ description: "Amounts without a sign left the account" }),
  delimiter: z.enum(DELIMITERS).optional().meta({ example: ";" }),
  hasHeader: z.boolean().default(true),
  skipLines: z.int().min(0).max(LIMITS.imports.skipLines).default(0).meta({ description: "Lines before the header" }),
});

export const ImportBody = z.object({
  format: z.enum(FORMATS).meta({ example: "csv" }),
  content: z
    .custom<string | Uint8Array>(
      (value) => (typeof value === "string" || value instanceof Uint8Array) && value.length > 0,
      "Expected a file that is not empty",
    )
    .meta({
      type: "string",
      minLength: 1,
      example: "date,amount,name\n2026-11-17,-25000,Korzinka\n",
      description: "The file as text; in a form the file itself, which XLSX needs",
    }),
  charset: z
    .enum(CHARSETS)
    .optional()
    .meta({ example: "windows-1251", description: "Of a file in a form; detected unless given" }),
  accountId: uuid(),
  fileName: note(255, "noyabr.csv").nullish(),
  mapping: CsvMapping.optional(),
  sourceAccount: label(64, "8600120000001234")
    .optional()
    .meta({ description: "Which account of the file, where an OFX or QIF file has several" }),
  defaultCategoryId: category("other_expense").optional(),
  categoryMap: z
    .record(z.string().max(200), category("groceries"))
    .optional()
    .meta({ example: { Супермаркеты: "groceries" }, description: "From the file's words to categories" }),
  duplicates: z.enum(["skip", "import"]).default("skip"),
  skipRows: z.array(z.int().min(0).max(LIMITS.imports.rows)).max(LIMITS.imports.rows).default([]).meta({ example: [] }),
});

const row = {
  /** From 0, in the order of the file; `skipRows` names rows by it. */
  index: count(0),
  status: z.enum(ROW_STATUSES),
  duplicateOf: uuid().nullable(),
  duplicateOfRow: z.int().nullable().meta({ example: null }),
  errors: z.array(z.object({ field: z.string(), message: z.string() })),
};

const warnings = z.array(z.object({ field: z.string(), message: z.string() })).meta({
  example: [{ field: "mapping.name", message: "Several columns are called Izoh: the first is read" }],
  description: "What the file leaves open, and how it was taken",
});

export const ImportPreview = z
  .object({
    format: z.enum(FORMATS),
    accountId: uuid(),
    mapping: CsvMapping.meta({ description: "What was used, for the import to use again" }),
    header: z.array(z.string()).meta({ example: ["date", "amount", "name"] }),
    warnings,
    totals: z.object({
      rows: count(1),
      new: count(1),
      duplicate: count(0),
      invalid: count(0),
      skipped: count(0),
      amounts: z
        .record(z.string(), z.object({ income: z.number(), expense: z.number() }))
        .meta({ example: { UZS: { income: 0, expense: 25000 } }, description: "Of the rows that would be created" }),
    }),
    rows: z.array(z.object({ ...row, transaction: TransactionCreate.partial().nullable() })),
  })
  .meta({ id: "ImportPreview" });

export const ImportView = z
  .object({
    id: uuid(),
    format: z.enum(FORMATS),
    accountId: uuid(),
    fileName: z.string().nullable(),
    createdCount: count(1),
    duplicateCount: count(0),
    invalidCount: count(0),
    status: z.enum(IMPORT_STATUSES),
    createdAt: instant(),
    undoneAt: instant().nullable(),
  })
  .meta({ id: "Import" });

export const ImportReport = ImportView.extend({
  warnings,
  rows: z.array(z.object({ ...row, transactionId: uuid().nullable() })),
}).meta({ id: "ImportReport" });

export const ImportsQuery = PageQuery;

export const UndoQuery = z.object({
  force: queryFlag().meta({ example: "true", description: "Deletes transactions, too, that were edited since" }),
});

export const ImportUndo = ImportView.extend({
  deletedCount: count(1),
  keptTransactionIds: z.array(uuid()).meta({ description: "Edited since the import" }),
}).meta({ id: "ImportUndo" });
