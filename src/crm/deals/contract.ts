import { z } from "zod";
import { amount, instant } from "../../kernel/contract.ts";
import { ListQuery, name, optionalText, Pagination, rowId } from "../contract.ts";
import { SORTS, STATUSES } from "./rules.ts";

// What comes in and goes out for deals. Values are decimals of so'm.

const Status = z.enum(STATUSES).meta({ id: "DealStatus" });
const value = () => amount().min(0);

const fields = {
  title: name("Yearly contract"),
  description: optionalText(5000, "Delivery of office furniture"),
  value: value().default(0),
  status: Status.default("new"),
  customerId: rowId(),
};

export const DealBody = z.object(fields).meta({ id: "DealCreate" });
/** The body of PUT. By the specification, fields that it leaves out keep their values. */
export const DealChanges = z
  .object({ ...fields, value: value(), status: Status })
  .partial()
  .meta({ id: "DealPatch" });

export const DealQuery = ListQuery.extend({
  status: Status.optional(),
  customerId: z.coerce.number().int().positive().optional().meta({ example: 1 }),
  sortBy: z.enum(SORTS).default("createdAt"),
});

const DealCustomer = z
  .object({
    id: rowId(),
    name: z.string().meta({ example: "Dilnoza Rahimova" }),
    company: z.string().meta({ example: "Anhor Savdo" }),
  })
  .meta({ id: "DealCustomer" });

export const DealView = z
  .object({
    id: rowId(),
    title: z.string().meta({ example: "Yearly contract" }),
    description: z.string().meta({ example: "Delivery of office furniture" }),
    value: amount(),
    status: Status,
    customerId: rowId(),
    customer: DealCustomer,
    completedAt: instant().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  })
  .meta({ id: "Deal" });

export const OneDeal = z.object({ deal: DealView }).meta({ id: "OneDeal" });
export const DealList = z.object({ deals: z.array(DealView), pagination: Pagination }).meta({ id: "DealList" });
