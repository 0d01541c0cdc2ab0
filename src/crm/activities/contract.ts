import { z } from "zod";
import { instant, label } from "../../kernel/contract.ts";
import { ListQuery, Pagination, rowId } from "../contract.ts";
import { TYPES } from "./rules.ts";

// What comes in and goes out for activities.

const type = () => z.enum(TYPES).meta({ example: "call" });

export const ActivityBody = z.object({
  type: type(),
  description: label(5000, "Talked about the contract"),
  customerId: rowId(),
});

/** The query parameters of one customer's activities. */
export const TimelineQuery = ListQuery.extend({ type: type().optional() });
export const ActivityQuery = TimelineQuery.extend({
  customerId: z.coerce.number().int().positive().optional().meta({ example: 1 }),
});

export const ActivityView = z
  .object({
    id: rowId(),
    type: type(),
    description: z.string().meta({ example: "Talked about the contract" }),
    customerId: rowId(),
    customer: z.object({ id: rowId(), name: z.string().meta({ example: "Dilnoza Rahimova" }) }),
    createdAt: instant(),
  })
  .meta({ id: "Activity" });

export const OneActivity = z.object({ activity: ActivityView });
export const ActivityList = z.object({ activities: z.array(ActivityView), pagination: Pagination });
