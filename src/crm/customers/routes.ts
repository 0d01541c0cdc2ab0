import { z } from "zod";
import { endpointsOf, type FileReply } from "../../kernel/http/endpoint.ts";
import { LIMITS } from "../../limits.ts";
import { ById, Message } from "../contract.ts";
import {
  CustomerBody,
  CustomerChanges,
  CustomerList,
  CustomerQuery,
  ImportQuery,
  ImportReport,
  OneCustomer,
  RemovalQuery,
} from "./contract.ts";
import { exportAll } from "./export.ts";
import { CSV_TYPE, XLSX_TYPE } from "./file.ts";
import { importAll } from "./import.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Customers");

routes.user("get", "/customers", {
  summary: "List customers",
  description:
    "A user's own customers, an administrator's are those of all users; newest first unless ordered otherwise.",
  query: CustomerQuery,
  reply: CustomerList,
  handle: (ctx, { query }) => service.list(ctx, query),
});

routes.user("get", "/customers/{id}", {
  summary: "Get one customer",
  description: "`ETag` is the version of the customer, for `If-Match`.",
  params: ById,
  reply: OneCustomer,
  versioned: true,
  handle: (ctx, { params }) => service.get(ctx, params.id),
});

routes.user("post", "/customers", {
  summary: "Create a customer",
  description: "An activity notes it. An e-mail address that another customer of the same user has is refused.",
  body: CustomerBody,
  reply: OneCustomer,
  status: 201,
  errors: ["already_exists"],
  versioned: true,
  handle: (ctx, { body }) => service.create(ctx, body),
});

routes.user("put", "/customers/{id}", {
  summary: "Change a customer",
  description: "What is left out stays.",
  params: ById,
  body: CustomerChanges,
  reply: OneCustomer,
  errors: ["already_exists"],
  versioned: true,
  handle: (ctx, { params, body, ifMatch }) => service.update(ctx, params.id, body, ifMatch),
});

routes.user("delete", "/customers/{id}", {
  summary: "Delete a customer with its activities",
  description: "A customer with deals is kept, unless `cascade=true` deletes these, too.",
  params: ById,
  query: RemovalQuery,
  reply: Message,
  errors: ["invalid_state"],
  versioned: true,
  handle: (ctx, { params, query, ifMatch }) => service.remove(ctx, params.id, { ...query, ifMatch }),
});

routes.user("post", "/customers/import", {
  summary: "Import customers from CSV or XLSX",
  description:
    "The first line names the columns: name and email, and any of phone, company, status, value. CSV may have any of the delimiters , ; | and tab, and is decoded by the charset that the content type states, else by the one that it shows; of an XLSX file the first sheet is read. All rows come in, or none: a wrong row is a 400 and a duplicate a 409, with a report of every such row in `data`.",
  query: ImportQuery,
  stream: {
    types: [CSV_TYPE, XLSX_TYPE],
    maxBytes: LIMITS.crm.importBytes,
    example: "name,email,company\nDilnoza Rahimova,dilnoza.r@example.com,Anhor Savdo\nAli Valiyev,ali.v@example.com,\n",
  },
  reply: ImportReport,
  status: 201,
  errors: ["already_exists"],
  idempotent: false,
  handle: (ctx, { query, ...file }) => importAll(ctx, file, query),
});

routes.user("get", "/customers/export", {
  summary: "Export customers as CSV",
  description:
    "Oldest first. Cells that a spreadsheet would run as a formula begin with an apostrophe; import drops it.",
  query: CustomerQuery.pick({ search: true, status: true }),
  reply: z.custom<FileReply>(),
  media: ["text/csv"],
  handle: (ctx, { query }) => exportAll(ctx, query),
});

export const customerEndpoints = routes.list;
