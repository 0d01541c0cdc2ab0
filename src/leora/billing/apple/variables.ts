import { z } from "zod";
import { commaSeparated } from "../../../kernel/env.ts";
import { APPLE_ROOT_CA_G3 } from "./root-certificate.ts";

/** The environment variables of purchases in the App Store. */
export const appleVariables = {
  /** In the sandbox: `https://api.storekit-sandbox.itunes.apple.com`. */
  APPLE_API_BASE: z.url().default("https://api.storekit.itunes.apple.com"),
  APPLE_BUNDLE_ID: z.string().min(1).default("com.leora.app"),
  /** Transactions of the other environment are refused: in the sandbox nobody pays. */
  APPLE_ENVIRONMENT: z.enum(["Production", "Sandbox"]).default("Production"),
  /** Base64 DER. Whoever holds a key of these certificates can give away plans. */
  APPLE_ROOT_CERTS: commaSeparated.prefault(APPLE_ROOT_CA_G3),
  /** A key for the App Store Server API (PKCS #8, PEM). Without all three the API is not asked. */
  APPLE_PRIVATE_KEY: z.string().optional(),
  APPLE_KEY_ID: z.string().optional(),
  APPLE_ISSUER_ID: z.string().optional(),
};

export type AppleVariables = z.output<z.ZodObject<typeof appleVariables>>;
