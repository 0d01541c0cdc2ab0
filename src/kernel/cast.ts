/**
 * The one place where a type is taken on unsafeCast. The caller guarantees it: the value was made by our own code for this
 * purpose and only its static type was lost on the way (generic tables, RPC, JSON we stored ourselves).
 */
export const unsafeCast = <T>(value: unknown): T => value as T;
