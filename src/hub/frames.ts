// The frames that a client may send on its socket (spec 6.3), and how they are parsed.
//
// Entity names in a filter are not checked against the registry, because an app may be newer than the server. Their number
// and length are bounded, because the filter is kept in the socket's attachment, which holds 2 KB.

import { z } from "zod";
import { AppError } from "../kernel/errors.ts";
import { requireShallowJson } from "../kernel/http/json-depth.ts";
import { LIMITS } from "../limits.ts";

const EntityName = z.string().regex(/^[A-Za-z]{1,32}$/);
const Subscription = z.object({
  entities: z.array(EntityName).max(LIMITS.hub.subscribedEntities).nullish(),
  cursor: z.string().min(1).max(500).nullish(),
});
const ClientFrame = z.discriminatedUnion("event", [
  z.object({ event: z.literal("presence:active") }),
  z.object({ event: z.literal("subscribe"), data: Subscription.nullish() }),
]);

export type ClientFrame = z.output<typeof ClientFrame>;

/** A client's message as a frame. @throws AppError invalid_input with a message for the developer of the client */
export function parseFrame(message: string | ArrayBuffer): ClientFrame {
  if (typeof message !== "string") throw malformed("Expected text, not binary data");
  const { success, data, error } = ClientFrame.safeParse(parseJson(message));
  if (success) return data;
  const [issue] = error.issues;
  throw malformed(`${issue?.path.join(".") || "frame"}: ${issue?.message}`);
}

function parseJson(text: string): unknown {
  requireShallowJson(text);
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("Expected JSON");
  }
}

const malformed = (message: string) => new AppError("invalid_input", { message });
