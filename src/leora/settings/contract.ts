import { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import { instant, uuid } from "../../kernel/contract.ts";
import { MentorCategory, MentorId } from "../ai/contract.ts";
import { MENTORS } from "../ai/mentors.ts";
import { AppLanguage } from "../languages.ts";
import { DOCUMENT, type Group, isSetting, speechLanguage, Theme, type Values } from "./document.ts";
import { RESET_SECTIONS } from "./rules.ts";

// What changes settings, and how they look. Unknown keys are dropped; `null` brings a default back.

/** A group as a patch has it: whatever is not named stays, and null brings a default back. */
export type Patched<Part> = {
  [Name in keyof Part]?: Part[Name] extends object ? Patched<Part[Name]> | null : Part[Name] | null;
};

type Shape = Record<string, z.ZodType>;

/** The names of the groups in the OpenAPI document, by their paths. */
const nameOf = (path: readonly string[]): string =>
  path.map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`).join("");

const patchShape = (group: Group, path: readonly string[]): Shape =>
  Object.fromEntries(
    Object.entries(group).map(([name, part]) => {
      const schema = isSetting(part)
        ? part.schema
        : z.object(patchShape(part, [...path, name])).meta({ id: `${nameOf([...path, name])}SettingsPatch` });
      return [name, schema.nullable().optional()];
    }),
  );

const viewShape = (group: Group, path: readonly string[]): Shape =>
  Object.fromEntries(
    Object.entries(group).map(([name, part]) => [
      name,
      isSetting(part)
        ? part.schema
        : z.object(viewShape(part, [...path, name])).meta({ id: `${nameOf([...path, name])}Settings` }),
    ]),
  );

/** The schema of a group, with its type, which zod cannot infer from a loop. */
const patchOf = <Part extends Group>(group: Part, path: readonly string[], more: Shape = {}) =>
  unsafeCast<z.ZodObject<z.ZodRawShape> & z.ZodType<Patched<Values<Part>>>>(
    z.object({ ...patchShape(group, path), ...more }).meta({ id: `${nameOf(path)}SettingsPatch` }),
  );

const viewOf = <Part extends Group>(group: Part, path: readonly string[], more: Shape = {}) =>
  z.object({ ...viewShape(group, path), ...more }).meta({ id: `${nameOf(path)}Settings` });

const MentorSwitch = z
  .object({ id: MentorId, enabled: z.boolean().meta({ example: true }) })
  .meta({ id: "MentorSwitch" });
const MentorSetting = z
  .object({
    id: MentorId,
    name: z.string().meta({ example: "Marcus Aurelius" }),
    category: MentorCategory,
    enabled: z.boolean().meta({ example: false }),
  })
  .meta({ id: "MentorSetting" });

/** A PIN of the app's lock, which is not the password. */
const pin = () =>
  z
    .string()
    .regex(/^\d{4,6}$/, "Expected 4 to 6 digits")
    .meta({ example: "4321" });

const SecretProof = {
  currentPin: z.string().min(1).max(100).meta({ example: "1234" }).optional(),
  password: z.string().min(1).max(1000).meta({ example: "SecurePass123!" }).optional(),
};

export const NotificationsPatch = patchOf(DOCUMENT.notifications, ["notifications"]);
export const FocusPatch = patchOf(DOCUMENT.focus, ["focus"]);
const PrivacyPatch = patchOf(DOCUMENT.privacy, ["privacy"]);
export const SecurityPatch = patchOf(DOCUMENT.security, ["security"], {
  privacy: PrivacyPatch.nullable().optional(),
  pin: pin().nullable().optional(),
  ...SecretProof,
});
const { speech: _speech, ...aiWithoutSpeech } = DOCUMENT.ai;
export const AiPatch = patchOf(aiWithoutSpeech, ["ai"], {
  language: AppLanguage.nullable().optional(),
  speech: patchOf(DOCUMENT.ai.speech, ["ai", "speech"], { language: speechLanguage().nullable().optional() })
    .nullable()
    .optional(),
  mentors: z.array(MentorSwitch).max(MENTORS.length).nullable().optional(),
});

export const SettingsPatch = z
  .object({
    theme: Theme.nullable(),
    language: AppLanguage.nullable(),
    notifications: NotificationsPatch.nullable(),
    security: SecurityPatch.nullable(),
    ai: AiPatch.nullable(),
    focus: FocusPatch.nullable(),
    privacy: PrivacyPatch.nullable(),
  })
  .partial()
  .meta({
    id: "SettingsPatch",
    example: { theme: "dark", language: "uz", notifications: { enabled: true, sound: false } },
  });

const PrivacyView = viewOf(DOCUMENT.privacy, ["privacy"]);

export const SettingsView = z
  .object({
    id: uuid(),
    userId: uuid(),
    theme: Theme.meta({ example: "auto" }),
    language: AppLanguage.meta({ example: "uz" }),
    notifications: viewOf(DOCUMENT.notifications, ["notifications"]),
    security: viewOf(DOCUMENT.security, ["security"], {
      hasPin: z.boolean().meta({ example: false }),
      twoFactorEnabled: z.boolean().meta({ example: false }),
      backup: viewOf(DOCUMENT.security.backup, ["security", "backup"], {
        lastBackup: instant().nullable().meta({ example: null }),
      }),
      privacy: PrivacyView,
    }),
    ai: viewOf(aiWithoutSpeech, ["ai"], {
      language: AppLanguage.meta({ example: "uz" }),
      speech: viewOf(DOCUMENT.ai.speech, ["ai", "speech"], { language: speechLanguage() }),
      mentors: z.array(MentorSetting),
    }),
    focus: viewOf(DOCUMENT.focus, ["focus"]),
    privacy: PrivacyView,
    createdAt: instant(),
    updatedAt: instant(),
  })
  .meta({ id: "Settings" });

const ResetSection = z.enum(RESET_SECTIONS).meta({ id: "SettingsSection" });
export const SettingsReset = z
  .object({
    sections: z
      .array(ResetSection)
      .min(1)
      .max(20)
      .optional()
      .meta({ example: ["focus"] }),
  })
  .meta({ id: "SettingsReset" });

export const PinCheck = z
  .object({ pin: z.string().min(1).max(100).meta({ example: "4321" }) })
  .meta({ id: "PinCheck" });
export const PinVerdict = z.object({ valid: z.literal(true) }).meta({ id: "PinVerdict" });
