import { z } from "zod";
import { crudEndpoints } from "../../engine/http/crud.ts";
import { ById } from "../../kernel/contract.ts";
import type { LeoraErrorCode } from "../errors.ts";
import { registry } from "../registry.ts";
import {
  ByOccurrence,
  EditedOccurrence,
  Occurrence,
  OccurrenceEdit,
  OccurrencesQuery,
  RecurrenceCreate,
  RecurrenceView,
  SkipBody,
} from "./contract.ts";
import { recurrenceEntity } from "./entity.ts";
import * as service from "./service.ts";

const PATH = "/recurring";
const routes = crudEndpoints<LeoraErrorCode>(registry, recurrenceEntity, {
  path: PATH,
  tag: "Recurring",
  singular: "recurrence",
});

// The derived POST is replaced: unlike other creations this one creates further rows, whose rules may refuse them.
const otherEndpoints = routes.list.splice(0).filter(({ method, path }) => method !== "post" || path !== PATH);

routes.user("post", PATH, {
  summary: "Create a recurrence",
  description:
    "`rrule` is an RFC 5545 rule of whole days (DAILY to YEARLY). The first date is the first one from `startDate` on that " +
    "the rule matches; days 29 to 31 mean the last day of shorter months. What is due by today is made at once, what comes " +
    "later on its day in the user's time zone, `leadDays` ahead. Each occurrence is a row of `entity` with `recurringId`.",
  body: RecurrenceCreate,
  reply: RecurrenceView,
  status: 201,
  errors: ["already_exists", "invalid_state", "not_found", "fx_rate_unavailable"],
  handle: (ctx, { body }) => service.create(ctx, body),
});

routes.list.push(...otherEndpoints);

routes.user("get", `${PATH}/{id}/occurrences`, {
  summary: "Preview occurrences",
  description: "`missed` are dates that were refused, or passed while the recurrence was paused. At most 366 days.",
  params: ById,
  query: OccurrencesQuery,
  reply: z.array(Occurrence),
  handle: (ctx, { params, query }) => service.previewOccurrences(ctx, params.id, query),
});

routes.user("post", `${PATH}/{id}/skip`, {
  summary: "Skip one date",
  description: "A row that stands for the date already is deleted.",
  params: ById,
  body: SkipBody,
  reply: RecurrenceView,
  errors: ["invalid_state"],
  handle: (ctx, { params, body }) => service.skip(ctx, params.id, body.date),
});

routes.user("post", `${PATH}/{id}/occurrences/{date}`, {
  summary: "Edit one occurrence, or it and all following",
  description:
    "`following` ends the series the day before and starts a new one from this date, which is returned. Rows that are " +
    "there already stay as they are, but for the one of this date.",
  params: ByOccurrence,
  body: OccurrenceEdit,
  reply: EditedOccurrence,
  errors: ["invalid_state", "fx_rate_unavailable"],
  handle: (ctx, { params, body }) => service.edit(ctx, params.id, params.date, body),
});

export const recurringEndpoints = routes.list;
