import { z } from "zod";
import { exampleIdOf, idOf, instant, label, note, queryFlag } from "../../../kernel/contract.ts";
import { PageQuery } from "../../../kernel/db/page.ts";
import { CHARSETS } from "../../../kernel/files/charset.ts";
import { DELIMITERS } from "../../../kernel/files/csv.ts";
import { LIMITS } from "../../../limits.ts";
import { FieldProblem } from "../../wire.ts";
import { category, TransactionCreate } from "../transactions/contract.ts";
import { DECIMAL_SEPARATORS } from "./parsing/amounts.ts";
import { DATE_FORMATS } from "./parsing/dates.ts";
import { FORMATS, IMPORT_STATUSES, ROW_STATUSES } from "./rules.ts";

const ImportFormat = z.enum(FORMATS).meta({ id: "ImportFormat" });
const ImportStatus = z.enum(IMPORT_STATUSES).meta({ id: "ImportStatus" });
const ImportRowStatus = z.enum(ROW_STATUSES).meta({ id: "ImportRowStatus" });
const ImportDuplicates = z.enum(["skip", "import"]).meta({ id: "ImportDuplicates" });
const DateFormat = z.enum(DATE_FORMATS).meta({ id: "DateFormat" });
const DecimalSeparator = z.enum(DECIMAL_SEPARATORS).meta({ id: "DecimalSeparator" });
const CsvDelimiter = z.enum(DELIMITERS).meta({ id: "CsvDelimiter" });
const Charset = z.enum(CHARSETS).meta({ id: "Charset" });

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
export const CsvMapping = z
  .object({
    date: column("Sana").optional(),
    time: column("Vaqt").optional(),
    amount: column("Summa").optional(),
    debit: column("Chiqim").optional(),
    credit: column("Kirim").optional(),
    direction: column("Turi").optional(),
    currency: column("Valyuta").optional(),
    name: column("Oluvchi").optional(),
    description: column("Izoh").optional(),
    category: column("Kategoriya").optional(),
    externalId: column("Hujjat raqami").optional(),
    dateFormat: DateFormat.optional(),
    decimalSeparator: DecimalSeparator.optional(),
    invertAmount: z.boolean().default(false),
    delimiter: CsvDelimiter.optional(),
    hasHeader: z.boolean().default(true),
    skipLines: z.int().min(0).max(LIMITS.imports.skipLines).default(0),
  })
  .meta({ id: "ImportMapping", example: { date: "Sana", amount: "Summa", name: "Oluvchi", delimiter: ";" } });

const fileExample = {
  format: "csv",
  content: "Sana;Summa;Oluvchi\n2026-01-15;-25000;Korzinka\n2026-01-16;3500000;Oylik\n",
  accountId: exampleIdOf("Account"),
  fileName: "yanvar.csv",
};

export const ImportBody = z
  .object({
    format: ImportFormat,
    content: z
      .custom<string | Uint8Array>(
        (value) => (typeof value === "string" || value instanceof Uint8Array) && value.length > 0,
        "Expected a file that is not empty",
      )
      .meta({ type: "string", minLength: 1, example: fileExample.content }),
    charset: Charset.optional(),
    accountId: idOf("Account"),
    fileName: note(255, fileExample.fileName).nullish(),
    mapping: CsvMapping.optional(),
    sourceAccount: label(64, "8600120000001234").optional(),
    defaultCategoryId: category("other_expense").optional(),
    categoryMap: z
      .record(z.string().max(200), category("groceries"))
      .optional()
      .meta({ example: { Супермаркеты: "groceries" } }),
    duplicates: ImportDuplicates.default("skip"),
    skipRows: z
      .array(z.int().min(0).max(LIMITS.imports.rows))
      .max(LIMITS.imports.rows)
      .default([])
      .meta({ example: [] }),
  })
  .meta({ id: "ImportCreate", example: fileExample });

const row = {
  index: count(0),
  status: ImportRowStatus,
  duplicateOf: idOf("Transaction").nullable().meta({ example: null }),
  duplicateOfRow: z.int().nullable().meta({ example: null }),
  errors: z.array(FieldProblem).meta({ example: [] }),
};
/** What a row would become; an invalid one may lack anything. */
const TransactionDraft = TransactionCreate.partial().meta({
  id: "TransactionDraft",
  example: {
    type: "expense",
    accountId: exampleIdOf("Account"),
    categoryId: "other_expense",
    amount: 25000,
    currency: "UZS",
    name: "Korzinka",
    date: "2026-01-15",
  },
});
const ImportPreviewRow = z
  .object({ ...row, transaction: TransactionDraft.nullable() })
  .meta({ id: "ImportPreviewRow" });
const ImportReportRow = z
  .object({ ...row, transactionId: idOf("Transaction").nullable() })
  .meta({ id: "ImportReportRow" });

const warnings = z.array(FieldProblem).meta({ example: [] });

const ImportAmounts = z.object({ income: z.number(), expense: z.number() }).meta({ id: "ImportAmounts" });
const ImportTotals = z
  .object({
    rows: count(2),
    new: count(2),
    duplicate: count(0),
    invalid: count(0),
    skipped: count(0),
    amounts: z.record(z.string(), ImportAmounts).meta({ example: { UZS: { income: 3500000, expense: 25000 } } }),
  })
  .meta({ id: "ImportTotals" });

export const ImportPreview = z
  .object({
    format: ImportFormat,
    accountId: idOf("Account"),
    mapping: CsvMapping,
    header: z.array(z.string()).meta({ example: ["Sana", "Summa", "Oluvchi"] }),
    warnings,
    totals: ImportTotals,
    rows: z.array(ImportPreviewRow),
  })
  .meta({ id: "ImportPreview" });

export const ImportView = z
  .object({
    id: idOf("Import"),
    format: ImportFormat,
    accountId: idOf("Account"),
    fileName: z.string().nullable().meta({ example: fileExample.fileName }),
    createdCount: count(2),
    duplicateCount: count(0),
    invalidCount: count(0),
    status: ImportStatus,
    createdAt: instant(),
    undoneAt: instant().nullable().meta({ example: null }),
  })
  .meta({ id: "Import" });

export const ImportReport = ImportView.extend({ warnings, rows: z.array(ImportReportRow) }).meta({
  id: "ImportReport",
});

export const ImportsQuery = PageQuery;

export const UndoQuery = z.object({ force: queryFlag().meta({ example: "true" }) });

export const ImportUndo = ImportView.extend({
  deletedCount: count(2),
  keptTransactionIds: z.array(idOf("Transaction")).meta({ example: [] }),
}).meta({ id: "ImportUndo" });
