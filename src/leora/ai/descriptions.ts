import type { Descriptions } from "../../kernel/openapi/descriptions.ts";

const CHANNELS = {
  daily: "`POST /insights/generate` for a day",
  period: "`POST /insights/generate` for a week, a month or a range of days",
  qa: "`POST /insights/ask`",
  voice: "`POST /ai/voice`",
};

const MENTOR = {
  id: "The id of the mentor",
  name: "The name of the mentor",
  category: "What the mentor speaks about",
  style: "How the mentor speaks, in a sentence",
  enabled: "Whether the mentor speaks to the user; `PATCH /settings/ai` says so",
};

/** What the fields of AI quotas, requests, mentors and voice mean (spec 13.1 and 15), for the OpenAPI document. */
export const aiDescriptions: Descriptions = {
  components: {
    AiChannel:
      "What a request to AI is for: `daily`: insights of a day; `period`: insights of a week, a month or a range of days; `qa`: a question; " +
      "`voice`: a spoken sentence.",
    MentorId:
      "`buffett`: Warren Buffett; `musk`: Elon Musk; `aurelius`: Marcus Aurelius; `franklin`: Benjamin Franklin; `smith`: Adam Smith; " +
      "`saadi`: Saadi Shirazi; `seneca`: Seneca; `confucius`: Confucius; `navoi`: Alisher Navoi; `epictetus`: Epictetus; `rumi`: Rumi; " +
      "`laozi`: Laozi.",
    MentorCategory: "`financial`: money; `productivity`: work and time; `balance`: a calm life.",
    VoiceIntent:
      "What the sentence wants: `create_transaction`, `create_task`: write down what `draft` has; `ask`: an answer, see `POST /insights/ask`; " +
      "`unknown`: nothing that is understood, which costs nothing.",
    VoiceMissingField: "A field that the row needs and the sentence does not say.",
    VoiceDraftEntity: "Where to send the draft: `POST /transactions` or `POST /tasks`.",
  },
  fields: {
    AiQuota: {
      limit: "How many requests the plan has a day; -1: any number",
      used: "How many of them are used today",
      remaining: "How many of them are left today, never below 0; -1: any number",
      resetsAt: "The user's next midnight, when all of them are there again",
    },
    AiQuotas: { tier: "What the user has now", quotas: "What is left of each channel" },
    AiChannelQuotas: CHANNELS,
    AiChannelCounts: CHANNELS,
    AiRequestCost: {
      channel: "The channel whose unit the request has taken",
      tokensUsed: "How many tokens of a vendor of AI it took; null: our own engine answered",
      responseTime: "How long the work took, in milliseconds",
    },
    AiUsage: {
      id: "The id of the request",
      channel: "What the request was for",
      requestType: "`insights.daily`, `insights.weekly`, `insights.monthly`, `insights.custom`, `ask` or `voice`",
      tokensUsed: "How many tokens of a vendor of AI it took; null: our own engine answered",
      responseTime: "How long the work took, in milliseconds; null while a run is under way",
      success: "Whether it went as it should; after a failure our own words stood, and the unit was given back",
      errorCode:
        "Why it did not: `timeout`, `rate_limited`, `vendor_error`, `invalid_output` or `ungrounded` of a vendor, or why a run failed; else null",
      metadata: "`source`, and where there is one `model` and `jobId`; never what was asked or answered",
      createdAt: "When the request was accepted",
    },
    AiUsageStats: {
      thisMonth: "Requests of the present month in the user's time zone, failures included",
      allTime: "All requests, also those that the history no longer has",
    },
    AiUsageOf: {
      totalRequests: "How many requests there were",
      byChannel: "How many of them each channel had",
      avgResponseTime: "How long one took on average, in whole milliseconds; 0 without requests",
      tokensUsed: "How many tokens of a vendor of AI they took together",
    },
    Mentors: { mentors: "The twelve mentors, in their order" },
    Mentor: MENTOR,
    VoiceCommand: {
      transcript: "What was said, as text",
      locale: "The language that the phone heard it in, such as uz-UZ; the words themselves decide",
    },
    VoiceReading: {
      intent: "What the sentence wants",
      draft: "The row to create, which nothing has written yet; null when none is meant",
      missing: "Which fields `draft.data` still needs",
      confidence:
        "How sure the reading is, from 0 to 1. At 0.5 and below ask before the draft is used: the sentence is of a loan, a transfer or several purchases, or says little",
      source: "Always `local`: no vendor of AI hears it",
      usage: "What the request has cost",
      quota: "What is left of the channel `voice`",
    },
    VoiceDraft: { entity: "What kind of row it is", data: "A body for its POST, once it has what is missing" },
  },
  parameters: {
    "GET /ai/usage/history": {
      channel: "Only requests of this channel",
      success: "Only requests that went well (`true`), or those that did not (`false`)",
      dateFrom: "Only requests of this day or later, in the user's time zone",
      dateTo: "Only requests of this day or earlier, in the user's time zone",
    },
  },
};
