import { z } from "zod";
import { rowEndpointsOf } from "../../../engine/http/crud.ts";
import { ById } from "../../../kernel/contract.ts";
import { LIMITS } from "../../../limits.ts";
import {
  ImportBody,
  ImportPreview,
  ImportReport,
  ImportsQuery,
  ImportUndo,
  ImportView,
  UndoQuery,
} from "./contract.ts";
import * as service from "./service.ts";

const routes = rowEndpointsOf("Imports");

const READING =
  "CSV and the first sheet of an XLSX file by their columns, OFX 1 and 2, QIF: as text in JSON, or as a file in a form, whose " +
  "charset is detected unless stated. Negative amounts are expenses. A duplicate has the account, date, signed amount " +
  "and external id of a stored transaction or of an earlier row; without an external id as many rows are duplicates as " +
  "stored transactions equal them. A row that cannot be created says why and hinders no other.";

routes.user("post", "/transactions/imports/preview", {
  summary: "See what an import would do",
  description: `Writes nothing. ${READING}`,
  body: ImportBody,
  fileForm: { field: "content", maxBytes: LIMITS.imports.fileBytes },
  reply: ImportPreview,
  errors: ["invalid_state", "not_found"],
  idempotent: false,
  handle: (ctx, { body }) => service.preview(ctx, body),
});

routes.user("post", "/transactions/imports", {
  summary: "Import transactions from a file",
  description: READING,
  body: ImportBody,
  fileForm: { field: "content", maxBytes: LIMITS.imports.fileBytes },
  reply: ImportReport,
  status: 201,
  errors: ["invalid_state", "not_found"],
  handle: (ctx, { body }) => service.create(ctx, body),
});

routes.user("get", "/transactions/imports", {
  summary: "List imports",
  description: "Newest first unless ordered otherwise, undone ones too.",
  query: ImportsQuery,
  reply: z.array(ImportView),
  paged: true,
  handle: (ctx, { query }) => service.list(ctx, query),
});

routes.user("get", "/transactions/imports/{id}", {
  summary: "Get one import",
  description: "Its transactions are listed by `GET /transactions?importId=`.",
  params: ById,
  reply: ImportView,
  handle: (ctx, { params }) => service.get(ctx, params.id),
});

routes.user("delete", "/transactions/imports/{id}", {
  summary: "Undo an import",
  description:
    "Deletes its transactions in one write; those edited since stay and are named, unless `force` says otherwise. The " +
    "import stays listed as undone; undoing it again deletes what is left.",
  params: ById,
  query: UndoQuery,
  reply: ImportUndo,
  handle: (ctx, { params, query }) => service.undo(ctx, params.id, query.force),
});

export const importEndpoints = routes.list;
