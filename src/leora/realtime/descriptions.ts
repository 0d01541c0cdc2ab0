import type { Descriptions } from "../../kernel/openapi/descriptions.ts";

/** What the fields of tickets mean, for the OpenAPI document. */
export const realtimeDescriptions: Descriptions = {
  fields: {
    RealtimeTicket: {
      ticket: "Goes into the socket's URL, once",
      expiresIn: "Seconds until the ticket is worthless",
    },
  },
};
