// What writes need of the HTTP request that caused them.

/** The idempotency key of a POST, and a fingerprint of the request that it was sent with. */
export interface IdempotencyKey {
  key: string;
  /** Hash of method, path and canonical body: the same key with another fingerprint is an error. */
  fingerprint: string;
}

/** What the request's headers say about the client, its device and its wishes; absent headers are null. */
export interface ClientInfo {
  ip: string;
  /**
   * The URL under which the client reaches the product: `https://host/prefix`, or `https://host` on its own hostname.
   */
  baseUrl: string;
  deviceId: string | null;
  deviceName: string | null;
  platform: string | null;
  appVersion: string | null;
  userAgent: string | null;
  acceptLanguage: string | null;
  /** `Prefer: return=minimal`: an endpoint that has a minimal form of its reply gives that. */
  prefersMinimal: boolean;
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
  prefersMinimal: false,
};
