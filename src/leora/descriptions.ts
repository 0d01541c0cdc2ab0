import type { Descriptions } from "../kernel/openapi/descriptions.ts";

/** What the envelope of all of Leora's replies means (spec 1.3, 1.4 and 10). */
export const envelopeDescriptions: Descriptions = {
  fields: {
    Success: {
      success: "Always `true`",
      error: "Always null",
      meta: "Which page of the list it is",
    },
    Failure: {
      success: "Always `false`",
      data: "Null; where a conflict is resolved that has changed meanwhile, its fresh copies",
      error: "What went wrong",
    },
    Error: {
      code: "What went wrong, for programs: a client decides by it what to do",
      message: "What went wrong, in English, for whoever writes the client",
      details: "Which fields are wrong, and why",
    },
    FieldProblem: {
      field: "The path of the field, such as `checklist.0.title`; empty for the input as a whole",
      message: "What is wrong with it",
      featureKey: "Of a plan's limit or an AI quota: the feature; null for a quota that is no feature of the plans",
      channel: "Of an AI quota: its channel",
      limit: "How many the plan allows",
      used: "How many the user has, or has used today",
      resetsAt: "Of an AI quota: when there are new ones",
      manageUrl: "Of a plan that was bought in a store: where it is canceled",
    },
    PageMeta: {
      page: "Which page it is, from 1",
      limit: "How many rows a page has",
      total: "How many rows the whole list has; null where a search has not counted them",
      totalPages: "How many pages the whole list has; null like `total`",
      hasMore: "Whether there is a page after this one",
    },
  },
};
