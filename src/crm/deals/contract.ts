import { z } from "zod";
import { amount, instant } from "../../kernel/contract.ts";
import { ListQuery, name, optionalText, Pagination, rowId } from "../contract.ts";
import { SORTS, STATUSES } from "./rules.ts";

// What comes in and goes out for deals. Values are decimals of so'm.

const status = () => z.enum(STATUSES).meta({ example: "in_progress" });
const value = () => amount().min(0);

const fields = {
  title: name("Yearly contract"),
  description: optionalText(5000, "Delivery of office furniture"),
  value: value().default(0),
  status: status().default("new"),
  customerId: rowId(),
};

export const DealBody = z.object(fields);
/** The body of PUT. By the specification, fields that it leaves out keep their values. */
export const DealChanges = z.object({ ...fields, value: value(), status: status() }).partial();

export const DealQuery = ListQuery.extend({
  status: status().optional(),
  customerId: z.coerce.number().int().positive().optional().meta({ example: 1 }),
  sortBy: z.enum(SORTS).default("createdAt"),
});

export const DealView = z
  .object({
    id: rowId(),
    title: z.string().meta({ example: "Yearly contract" }),
    description: z.string().meta({ example: "Delivery of office furniture" }),
    value: amount(),
    status: status(),
    customerId: rowId(),
    customer: z.object({
      id: rowId(),
      name: z.string().meta({ example: "Dilnoza Rahimova" }),
      company: z.string().meta({ example: "Anhor Savdo" }),
    }),
    completedAt: instant().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  })
  .meta({ id: "Deal" });

export const OneDeal = z.object({ deal: DealView });
export const DealList = z.object({ deals: z.array(DealView), pagination: Pagination });
