import { z } from "zod";

/** A ticket opens one WebSocket: `GET /ws?ticket=…`. */
export const Ticket = z
  .object({
    ticket: z.string().meta({ example: "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a.mZ2yT5.q8Xw1c" }),
    expiresIn: z.int().meta({ example: 30 }),
  })
  .meta({ id: "RealtimeTicket" });
