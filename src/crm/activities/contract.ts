import { z } from "zod";
import { instant, label } from "../../kernel/contract.ts";
import { ListQuery, Pagination, rowId } from "../contract.ts";
import { TYPES } from "./rules.ts";

// What comes in and goes out for activities.

const Type = z.enum(TYPES).meta({ id: "ActivityType" });

export const ActivityBody = z
  .object({
    type: Type,
    description: label(5000, "Talked about the contract"),
    customerId: rowId(),
  })
  .meta({ id: "ActivityCreate" });

/** The query parameters of one customer's activities. */
export const TimelineQuery = ListQuery.extend({ type: Type.optional() });
export const ActivityQuery = TimelineQuery.extend({
  customerId: z.coerce.number().int().positive().optional().meta({ example: 1 }),
});

const ActivityCustomer = z
  .object({ id: rowId(), name: z.string().meta({ example: "Dilnoza Rahimova" }) })
  .meta({ id: "ActivityCustomer" });

export const ActivityView = z
  .object({
    id: rowId(),
    type: Type,
    description: z.string().meta({ example: "Talked about the contract" }),
    customerId: rowId(),
    customer: ActivityCustomer,
    createdAt: instant(),
  })
  .meta({ id: "Activity" });

export const OneActivity = z.object({ activity: ActivityView }).meta({ id: "OneActivity" });
export const ActivityList = z
  .object({ activities: z.array(ActivityView), pagination: Pagination })
  .meta({ id: "ActivityList" });
