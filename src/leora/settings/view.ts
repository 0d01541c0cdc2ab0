import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import { toIso } from "../../kernel/time.ts";
import { MENTORS } from "../ai/mentors.ts";
import { type LeoraProfile, settingsFor } from "../profile.ts";
import type { SettingsView } from "./contract.ts";

type View = z.output<typeof SettingsView>;

/** The document of settings as on the wire. It is there from the first request on, without a write. */
export function settingsView(userId: string, profile: LeoraProfile): View {
  const { owner, settings: stored } = profile;
  const { aiLanguage, speechLanguage, mentors, ...sections } = settingsFor({ profile });
  const { security, ai, privacy } = sections;
  return unsafeCast<View>({
    id: userId,
    userId,
    ...sections,
    security: {
      ...security,
      hasPin: stored.hasPin,
      twoFactorEnabled: owner.hasTwoFactor,
      backup: { ...security.backup, lastBackup: null },
      privacy,
    },
    ai: {
      ...ai,
      language: aiLanguage,
      speech: { ...ai.speech, language: speechLanguage },
      mentors: MENTORS.map(({ id, name, category }) => ({ id, name, category, enabled: mentors[id] ?? false })),
    },
    createdAt: toIso(owner.createdAt),
    updatedAt: toIso(stored.updatedAt ?? owner.createdAt),
  });
}
