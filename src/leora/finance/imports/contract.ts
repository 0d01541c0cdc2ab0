import { z } from "zod";
import { instant, label, note, queryFlag, uuid } from "../../../kernel/contract.ts";
import { PageQuery } from "../../../kernel/db/page.ts";
import { category, TransactionCreate } from "../transactions/contract.ts";
import { DECIMAL_SEPARATORS } from "./parsing/amounts.ts";
import { DATE_FORMATS } from "./parsing/dates.ts";
import { DELIMITERS, FORMATS, IMPORT_STATUSES, ROW_STATUSES, ROWS_MAX } from "./rules.ts";

const COLUMN_MAX = 999;

const column = (example: string) => z.union([label(200, example), z.int().min(0).max(COLUMN_MAX)]).meta({ example });
const count = (example: number) => z.int().meta({ example });

/**
 * How to read a file. Columns are given by their titles or their indexes from 0; when none is given they are detected from
 * the titles. For OFX and QIF only `dateFormat` and `decimalSeparator` matter, and only when the file leaves them open.
 */
export const CsvMapping = z.object({
  date: column("Sana").optional(),
  time: column("Vaqt").optional(),
  amount: column("Summa").optional(),
  debit: column("Chiqim").optional(),
  credit: column("Kirim").optional(),
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
  delimiter: z.enum(DELIMITERS).optional().meta({ example: ";" }),
  hasHeader: z.boolean().default(true),
  skipLines: z.int().min(0).max(100).default(0).meta({ description: "Lines before the header" }),
});

export const ImportBody = z.object({
  format: z.enum(FORMATS).meta({ example: "csv" }),
  content: z
    .string()
    .min(1)
    .meta({ example: "date,amount,name\n2026-11-17,-25000,Korzinka\n", description: "The file" }),
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
  skipRows: z.array(z.int().min(0).max(ROWS_MAX)).max(ROWS_MAX).default([]).meta({ example: [] }),
});

const row = {
  /** From 0, in the order of the file; `skipRows` names rows by it. */
  index: count(0),
  status: z.enum(ROW_STATUSES),
  duplicateOf: uuid().nullable(),
  duplicateOfRow: z.int().nullable().meta({ example: null }),
  errors: z.array(z.object({ field: z.string(), message: z.string() })),
};

export const ImportPreview = z
  .object({
    format: z.enum(FORMATS),
    accountId: uuid(),
    mapping: CsvMapping.meta({ description: "What was used, for the import to use again" }),
    header: z.array(z.string()).meta({ example: ["date", "amount", "name"] }),
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
