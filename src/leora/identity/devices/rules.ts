import type { ClientInfo } from "../../../kernel/request.ts";

export const DEVICE_TYPES = ["ios", "android", "web"] as const;
export type DeviceType = (typeof DEVICE_TYPES)[number];

const OS_VERSION = /\b(?:Android|iOS|iPhone OS|CPU OS)[ /](\d+(?:[._]\d+)*)/i;

/** The kind of device by the header `X-Platform`; `web` unless it names iOS or Android. */
export function deviceTypeOf({ platform }: ClientInfo): DeviceType {
  const name = platform?.trim().toLowerCase() ?? "";
  if (/^(ios|iphone|ipad)/.test(name)) return "ios";
  return name.startsWith("android") ? "android" : "web";
}

/** The version of the operating system, from `X-Platform: iOS 18.1` or the user agent; null when neither has it. */
export const osVersionOf = ({ platform, userAgent }: ClientInfo): string | null =>
  OS_VERSION.exec(`${platform ?? ""}\n${userAgent ?? ""}`)?.[1]?.replaceAll("_", ".") ?? null;
