import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

// How measurements are written down.

const PERFORMANCE = "docs/performance.md";

/** The day and the machine of a measurement, as the beginning of a sentence. */
export function whenAndWhere(): string {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim()}, Node ${process.versions.node}`;
  return `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine}`;
}

/** A row of a Markdown table. */
export const tableRow = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** A number with as many digits as a measurement deserves. */
export const fixed = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1));

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Replaces what stands between the comments `<!-- name -->` and `<!-- /name -->` of a document. */
export function updateDocument(name: string, report: string, document = PERFORMANCE): void {
  const text = readFileSync(document, "utf8");
  const place = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*(<!-- /${name} -->)`);
  if (!place.test(text)) throw new Error(`${document} has no place for the table of ${name}`);
  writeFileSync(
    document,
    text.replace(place, (_, begin: string, end: string) => `${begin}${report}\n${end}`),
  );
}
