/** A POST's idempotency key with what it stands for. */
export interface IdempotencyKey {
  key: string;
  /** Hash of method, path and canonical body. */
  fingerprint: string;
}

/** What the request tells of the device behind it; absent headers are null. */
export interface ClientInfo {
  ip: string;
  /** Where the device finds the product: `https://host/prefix`, or `https://host` on the product's own host. */
  baseUrl: string;
  deviceId: string | null;
  deviceName: string | null;
  platform: string | null;
  appVersion: string | null;
  userAgent: string | null;
  acceptLanguage: string | null;
}

/** The client of work that no request caused: cron, queues, alarms. */
export const NO_CLIENT: ClientInfo = {
  ip: "",
  baseUrl: "",
  deviceId: null,
  deviceName: null,
  platform: null,
  appVersion: null,
  userAgent: null,
  acceptLanguage: null,
};
