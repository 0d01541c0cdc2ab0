import { z } from "zod";
import { email, instant, queryFlag } from "../../kernel/contract.ts";
import { ListQuery, name, optionalText, Pagination, rowId } from "../contract.ts";
import { SORTS, STATUSES } from "./rules.ts";

// What comes in and goes out for customers, and for their import and export as CSV.

const Status = z.enum(STATUSES).meta({ id: "CustomerStatus" });
const OnDuplicates = z.enum(["refuse", "skip"]).meta({ id: "OnDuplicates" });

const fields = {
  name: name("Dilnoza Rahimova"),
  email: email(),
  phone: optionalText(50, "+998901234567"),
  company: optionalText(255, "Anhor Savdo"),
  status: Status.default("potential"),
  value: optionalText(50, "12 mln so'm"),
};

export const CustomerBody = z.object(fields).meta({ id: "CustomerCreate" });
/** The body of PUT. By the specification, fields that it leaves out keep their values. */
export const CustomerChanges = z
  .object({ ...fields, status: Status })
  .partial()
  .meta({ id: "CustomerPatch" });

export const CustomerQuery = ListQuery.extend({
  search: z.string().max(200).default("").meta({ example: "anhor" }),
  status: Status.optional(),
  sortBy: z.enum(SORTS).default("createdAt"),
});

export const RemovalQuery = z.object({
  cascade: queryFlag().meta({ example: "true" }),
});

export const CustomerView = z
  .object({
    id: rowId(),
    name: z.string().meta({ example: "Dilnoza Rahimova" }),
    email: z.string().meta({ example: "dilnoza@example.com" }),
    phone: z.string().meta({ example: "+998901234567" }),
    company: z.string().meta({ example: "Anhor Savdo" }),
    status: Status,
    value: z.string().meta({ example: "12 mln so'm" }),
    createdAt: instant(),
    updatedAt: instant(),
  })
  .meta({ id: "Customer" });

export const OneCustomer = z.object({ customer: CustomerView }).meta({ id: "OneCustomer" });
export const CustomerList = z
  .object({ customers: z.array(CustomerView), pagination: Pagination })
  .meta({ id: "CustomerList" });

export const ImportQuery = z.object({
  duplicates: OnDuplicates.default("refuse"),
});

const row = z.int().meta({ example: 3 });

const ImportDuplicate = z
  .object({
    row,
    email: z.string().meta({ example: "dilnoza@example.com" }),
    message: z.string().meta({ example: "There is a customer with this e-mail address" }),
  })
  .meta({ id: "ImportDuplicate" });
const ImportProblem = z
  .object({
    row,
    field: z.string().meta({ example: "email" }),
    message: z.string().meta({ example: "Invalid email address" }),
  })
  .meta({ id: "ImportProblem" });

export const ImportReport = z
  .object({
    imported: z.int().meta({ example: 2 }),
    duplicates: z.array(ImportDuplicate),
    invalid: z.array(ImportProblem),
  })
  .meta({ id: "ImportReport", example: { imported: 2, duplicates: [], invalid: [] } });
