import { z } from "zod";
import { day } from "../../kernel/contract.ts";
import { rowId } from "../contract.ts";
import { PERIODS } from "./rules.ts";

// What comes in and goes out for sales analytics. Amounts are decimals of so'm.

const money = () => z.number().meta({ example: 150000 });
const count = () => z.int().meta({ example: 3 });

const FIRST_DAY = "1970-01-01";
const LAST_DAY = "2999-12-31";
const date = () =>
  day().refine((text) => text >= FIRST_DAY && text <= LAST_DAY, `Expected a day from ${FIRST_DAY} to ${LAST_DAY}`);

export const SalesQuery = z.object({
  startDate: date().optional().meta({ description: "By default the first day of the 12 months up to `endDate`" }),
  endDate: date().optional().meta({ description: "Included; today by default" }),
  period: z.enum(PERIODS).default("monthly"),
});

export const Dashboard = z
  .object({
    totalCustomers: count(),
    monthlySales: money(),
    activeDeals: count(),
    conversionRate: z.number().meta({ example: 66.67, description: "Percent of the closed deals that were completed" }),
    customersByStatus: z.object({ active: count(), potential: count(), waiting: count() }),
    salesTrend: z.array(z.object({ month: z.string().meta({ example: "2026-11" }), sales: money() })),
  })
  .meta({ id: "Dashboard" });

export const Sales = z
  .object({
    totalSales: money(),
    salesByPeriod: z.array(
      z.object({ period: z.string().meta({ example: "2026-11" }), sales: money(), deals: count() }),
    ),
    topCustomers: z.array(
      z.object({
        customerId: rowId(),
        customerName: z.string().meta({ example: "Dilnoza Rahimova" }),
        totalValue: money(),
      }),
    ),
  })
  .meta({ id: "Sales" });
