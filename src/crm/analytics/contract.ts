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

const PeriodName = z.enum(PERIODS).meta({ id: "Period" });

export const SalesQuery = z.object({
  startDate: date().optional(),
  endDate: date().optional(),
  period: PeriodName.default("monthly"),
});

const CustomersByStatus = z
  .object({ active: count(), potential: count(), waiting: count() })
  .meta({ id: "CustomersByStatus" });
const MonthSales = z
  .object({ month: z.string().meta({ example: "2026-11" }), sales: money() })
  .meta({ id: "MonthSales" });

export const Dashboard = z
  .object({
    totalCustomers: count(),
    monthlySales: money(),
    activeDeals: count(),
    conversionRate: z.number().meta({ example: 66.67 }),
    customersByStatus: CustomersByStatus,
    salesTrend: z.array(MonthSales),
  })
  .meta({ id: "Dashboard" });

const PeriodSales = z
  .object({ period: z.string().meta({ example: "2026-11" }), sales: money(), deals: count() })
  .meta({ id: "PeriodSales" });
const TopCustomer = z
  .object({
    customerId: rowId(),
    customerName: z.string().meta({ example: "Dilnoza Rahimova" }),
    totalValue: money(),
  })
  .meta({ id: "TopCustomer" });

export const Sales = z
  .object({
    totalSales: money(),
    salesByPeriod: z.array(PeriodSales),
    topCustomers: z.array(TopCustomer),
  })
  .meta({ id: "Sales" });
