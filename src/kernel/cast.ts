/**
 * Gives a value another static type, without checking it. The caller guarantees that the value has this type: our own
 * code made it, and only its static type was lost on the way (generic tables, RPC, JSON that we stored ourselves).
 */
export const unsafeCast = <T>(value: unknown): T => value as T;
