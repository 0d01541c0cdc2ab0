import { expect } from "vitest";
import type { Actor, Reply } from "../../../support/actor.ts";

export const IMPORTS = "/v1/transactions/imports";

export const preview = (actor: Actor, body: object) => actor.post(`${IMPORTS}/preview`, body);

export async function importFile(actor: Actor, body: object) {
  const reply = await actor.post(IMPORTS, body);
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

/** Sends a file in a form, with the other fields of the body as JSON beside it. */
export function sendForm(actor: Actor, path: string, file: Uint8Array<ArrayBuffer>, options: object, headers = {}) {
  const form = new FormData();
  form.set("content", new File([file], "file.bin"));
  form.set("options", JSON.stringify(options));
  return actor.requestRaw("POST", path, form, headers);
}

/** The transactions of an import, in the order of its file. */
export async function importedTransactions(actor: Actor, importId: string) {
  const { data } = await actor.get(`/v1/transactions?importId=${importId}&limit=100&sortOrder=asc`);
  return data;
}

export const csv = (accountId: string, ...lines: string[]) => ({ format: "csv", accountId, content: lines.join("\n") });

/** Fields of each row. */
export const pick = (rows: Record<string, unknown>[], ...names: string[]) =>
  rows.map((row) => names.map((name) => row[name] ?? null));

/** What a preview makes of each row: its type, amount, currency and date, or its errors. */
export const readings = ({ data, text }: Reply): unknown[] => {
  expect(data?.rows, text).toBeDefined();
  return data.rows.map(
    ({ status, transaction, errors }: { status: string; transaction: Record<string, unknown>; errors: object[] }) =>
      status === "invalid"
        ? errors
        : [transaction.type, transaction.amount, transaction.currency, transaction.date, transaction.time],
  );
};
