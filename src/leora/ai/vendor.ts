import type { Env } from "../../kernel/env.ts";
import type { Principal } from "../../kernel/principal.ts";
import { WORDING_TIMEOUT_MS, type WordingVendor } from "../insights/wording/client.ts";
import { profileOf, settingsFor } from "../profile.ts";
import { variables } from "../variables.ts";

/** Whom texts of this user may be worded by; null: nobody is configured, or the user shares nothing with vendors of AI. */
export function wordingVendor(env: Env, user: Principal): WordingVendor | null {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL } = variables.valuesOf(env);
  if (!OPENAI_API_KEY || !settingsFor(user).privacy.aiDataSharing) return null;
  return { apiKey: OPENAI_API_KEY, baseUrl: OPENAI_BASE_URL, model: OPENAI_MODEL, timeoutMs: WORDING_TIMEOUT_MS };
}

/** What never leaves us of a user, not even inside what the user typed. */
export const privateTextsOf = (user: Principal): readonly string[] => profileOf(user).privateTexts;
