import { z } from "zod";
import { QuotaView, RequestCost } from "../contract.ts";

export const VoiceBody = z
  .object({
    transcript: z.string().trim().min(1).max(500).meta({ example: "50 ming so'm ovqatga" }),
    locale: z.string().max(35).nullish().meta({ example: "uz-UZ" }),
  })
  .meta({ id: "VoiceCommand" });

const VoiceIntent = z
  .enum(["create_transaction", "create_task", "ask", "unknown"])
  .meta({ id: "VoiceIntent", example: "create_transaction" });
const MissingField = z.enum(["amount", "accountId", "title"]).meta({ id: "VoiceMissingField", example: "accountId" });

const Draft = z
  .object({
    entity: z.enum(["transactions", "tasks"]).meta({ id: "VoiceDraftEntity", example: "transactions" }),
    data: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .meta({ example: { type: "expense", amount: 50000, currency: "UZS", categoryId: "food", date: "2026-12-25" } }),
  })
  .meta({ id: "VoiceDraft" });

export const VoiceReply = z
  .object({
    intent: VoiceIntent,
    draft: Draft.nullable(),
    missing: z.array(MissingField),
    confidence: z.number().min(0).max(1).meta({ example: 0.9 }),
    source: z.literal("local"),
    usage: RequestCost.meta({ example: { channel: "voice", tokensUsed: null, responseTime: 3 } }),
    quota: QuotaView,
  })
  .meta({ id: "VoiceReading" });
