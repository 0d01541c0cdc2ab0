import { z } from "zod";
import { jsonOf } from "../json.ts";

const ServiceAccount = z.object({ client_email: z.string().min(1), private_key: z.string().min(1) });

/** The fields of a service account's key file that are needed to act for it. */
export type ServiceAccount = z.infer<typeof ServiceAccount>;

/** The key file's JSON, or nothing; what is wrong with it is not quoted. */
const serviceAccount = z.string().transform((text, issue): ServiceAccount | undefined => {
  if (text === "") return undefined;
  const parsed = ServiceAccount.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  issue.addIssue({ code: "custom", message: "expected the JSON of a service account's key" });
  return z.NEVER;
});

/** The environment variables of purchases in Google Play. */
export const googleVariables = {
  GOOGLE_API_BASE: z.url().default("https://androidpublisher.googleapis.com"),
  GOOGLE_OAUTH_BASE: z.url().default("https://oauth2.googleapis.com"),
  /** The keys by which Google signs the tokens of its pushes (JWKS). */
  GOOGLE_CERTS_URL: z.url().default("https://www.googleapis.com/oauth2/v3/certs"),
  GOOGLE_PLAY_PACKAGE: z.string().min(1).default("com.leora.app"),
  /** Absent: purchases in Google Play are not taken. */
  GOOGLE_PLAY_SERVICE_ACCOUNT: serviceAccount.optional(),
  /** Whom the tokens of pushes are for, and who pushes: as set in the Pub/Sub subscription. Without both every push is refused. */
  GOOGLE_PUBSUB_AUDIENCE: z.string().optional(),
  GOOGLE_PUBSUB_SERVICE_ACCOUNT: z.string().optional(),
};

export type GoogleVariables = z.output<z.ZodObject<typeof googleVariables>>;
