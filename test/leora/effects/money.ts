import { TODAY } from "./household.ts";

/** The bundled rate of every day in these histories: 1 USD in so'm, times 100. */
const USD_UZS_HUNDREDTHS = 1_283_710n;

/** Hundredths: tiyin and cents alike. */
export const hundredths = (decimal: number): bigint => BigInt(Math.round(decimal * 100));
export const decimal = (minor: bigint): number => Number(minor) / 100;

/** To so'm, half-even. */
export const toUzs = (minor: bigint, currency: string): bigint =>
  currency === "UZS" ? minor : divided(minor * USD_UZS_HUNDREDTHS, 100n);

/** `part / whole` to the nearest integer, half to even. */
export function divided(part: bigint, whole: bigint): bigint {
  if (part < 0n) return -divided(-part, whole);
  const [quotient, rest] = [part / whole, part % whole];
  if (rest * 2n === whole) return quotient % 2n === 0n ? quotient : quotient + 1n;
  return rest * 2n > whole ? quotient + 1n : quotient;
}

export const daysFrom = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
export const dayPlus = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
export const isPast = (day: string): boolean => day < TODAY;
