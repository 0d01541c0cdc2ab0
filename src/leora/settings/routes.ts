import { endpointsOf } from "../../kernel/http/endpoint.ts";
import type { LeoraErrorCode } from "../errors.ts";
import {
  AiPatch,
  FocusPatch,
  NotificationsPatch,
  PinCheck,
  PinVerdict,
  SecurityPatch,
  SettingsPatch,
  SettingsReset,
  SettingsView,
} from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf<LeoraErrorCode>("Settings");

const MERGED = "What is not named stays; `null` brings a default back; keys that are not ours are ignored.";

routes.user("get", "/settings", {
  summary: "Get all settings",
  description: "There from the first request on: whatever was never set has its default.",
  reply: SettingsView,
  handle: service.settings,
});

routes.user("patch", "/settings", {
  summary: "Change settings",
  description: `Merged deeply. ${MERGED} Changes of different keys at the same time both stand.`,
  body: SettingsPatch,
  reply: SettingsView,
  errors: ["credentials_invalid", "plan_limit_reached", "stale"],
  handle: (ctx, { body }) => service.change(ctx, body, "security."),
});

routes.user("patch", "/settings/notifications", {
  summary: "Change settings of notifications",
  description: `The section itself, merged. ${MERGED}`,
  body: NotificationsPatch,
  reply: SettingsView,
  handle: (ctx, { body }) => service.change(ctx, { notifications: body }),
});

routes.user("patch", "/settings/security", {
  summary: "Change settings of security",
  description: `The section itself, merged. ${MERGED} \`pin\` sets the PIN of the app's lock; to change or remove one that exists takes \`currentPin\` or \`password\`.`,
  body: SecurityPatch,
  reply: SettingsView,
  errors: ["credentials_invalid", "stale"],
  handle: (ctx, { body }) => service.change(ctx, { security: body }),
});

routes.user("post", "/settings/security/verify-pin", {
  summary: "Check the PIN",
  description: "After five wrong ones within 15 minutes, further ones have to wait.",
  body: PinCheck,
  reply: PinVerdict,
  errors: ["credentials_invalid", "invalid_state"],
  idempotent: false,
  handle: (ctx, { body }) => service.verifyPin(ctx, body),
});

routes.user("patch", "/settings/ai", {
  summary: "Change settings of AI",
  description: `The section itself, merged. ${MERGED} \`mentors\` are merged by their ids.`,
  body: AiPatch,
  reply: SettingsView,
  errors: ["plan_limit_reached", "stale"],
  handle: (ctx, { body }) => service.change(ctx, { ai: body }),
});

routes.user("patch", "/settings/focus", {
  summary: "Change settings of focus sessions",
  description: `The section itself, merged. ${MERGED}`,
  body: FocusPatch,
  reply: SettingsView,
  handle: (ctx, { body }) => service.change(ctx, { focus: body }),
});

routes.user("post", "/settings/reset", {
  summary: "Bring defaults back",
  description:
    "Of the named sections, or of all. The PIN, whether it is asked for, and two-factor sign-in stay: a reset opens no lock.",
  body: SettingsReset,
  reply: SettingsView,
  idempotent: false,
  handle: (ctx, { body }) => service.reset(ctx, body),
});

export const settingsEndpoints = routes.list;
