import BigDefault from "big.js";
import type { Cell } from "./cell.ts";

// What the numbers in a sheet mean: Excel stores dates as days since its epoch, told from numbers by their format alone.

/** Numbers of the formats of dates and times that every workbook has (ECMA-376, 18.8.30). */
const DATE_FORMATS = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;

/** Parts of a format code that show no number: texts, escaped characters, colours and conditions. */
const LITERALS = /"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi;

const EPOCH_MS = Date.UTC(1899, 11, 30);
const DAYS_TO_1904 = 1462;
/** 9999-12-31, the last day that Excel knows. */
const LAST_DAY = 2_958_465;
const SECONDS_A_DAY = 86_400;

/** Excel computes with 15 significant digits, and stores doubles with what is beyond them. */
const SIGNIFICANT_DIGITS = 15;

/** What the format of a cell makes of its number. */
export interface NumberFormat {
  isDate: boolean;
  unit?: string | undefined;
}

/** True for the format of a date or a time. @param code the workbook's own code for it; undefined for Excel's own formats */
export function isDateFormat(number: number, code: string | undefined): boolean {
  if (code === undefined) return DATE_FORMATS.some(([first, last]) => number >= first && number <= last);
  return /[ymdhs]/i.test(code.replace(LITERALS, "").replace(/general/gi, ""));
}

/**
 * The currency that a format shows beside the number: `[$€-2] 0.00`, `0.00 "сум"`, `$0.00`. Excel's own formats show the
 * currency of whoever looks at them, which the file does not tell.
 */
export function unitOfFormat(code: string): string | undefined {
  const [positive = ""] = code.split(";");
  const texts = [...positive.matchAll(/\[\$([^\]-]+)[^\]]*\]|"([^"]*)"|(\p{Sc})/gu)].map(
    ([, inBrackets, quoted, symbol]) => (inBrackets ?? quoted ?? symbol ?? "").trim(),
  );
  return texts.find((text) => /[\p{L}\p{Sc}]/u.test(text));
}

/** A stored number: a date or a time of day as text, else a plain decimal. A text that is no number stays what it is. */
export function numberCell(text: string, { isDate, unit }: NumberFormat, is1904: boolean): Cell {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) return text;
  if (isDate && number >= 0 && number <= LAST_DAY) return dateText(number + (is1904 ? DAYS_TO_1904 : 0), number < 1);
  const decimal = new BigDefault(number.toPrecision(SIGNIFICANT_DIGITS)).toFixed();
  return unit === undefined ? { decimal } : { decimal, unit };
}

/** @param days since the epoch, with the time of day as fraction */
function dateText(days: number, isTimeOnly: boolean): string {
  const seconds = Math.round(days * SECONDS_A_DAY);
  const iso = new Date(EPOCH_MS + seconds * 1000).toISOString();
  const [day, time] = [iso.slice(0, 10), iso.slice(11, 19)];
  if (isTimeOnly) return time;
  return seconds % SECONDS_A_DAY === 0 ? day : `${day} ${time}`;
}
