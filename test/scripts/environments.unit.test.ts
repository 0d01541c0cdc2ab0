import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const [, production = "", staging = ""] = readFileSync("wrangler.toml", "utf8").split(/^(?=\[env\.\w+\]$)/m);

/** What may differ between environments: the environment's own name, ids, addresses, and comments. */
const comparable = (text: string): string[] =>
  text
    .replaceAll(/ *#.*$/gm, "")
    .replaceAll(/^(database_id|CORS_ORIGIN|MAIL_FROM) = .*$/gm, "$1")
    .replaceAll(/^(pattern) = .*$/gm, "$1")
    .replaceAll(/-staging"/g, '"')
    .replaceAll(/\b(leora_|env\.|ENVIRONMENT = ")(?:production|staging)\b/g, "$1")
    .split("\n")
    .filter((line) => line !== "");

const valuesOf = (text: string, key: string): string[] =>
  [...text.matchAll(new RegExp(`^${key} = "(.*?)"`, "gm"))].map(([, value = ""]) => value);

it("staging is what production is, but for names, ids and addresses", () => {
  expect(comparable(staging)).toEqual(comparable(production));
});

it.each([
  "database_name",
  "queue",
  "dead_letter_queue",
  "bucket_name",
  "dataset",
  "pattern",
  "CORS_ORIGIN",
  "MAIL_FROM",
])("no %s is production's and staging's", (key) => {
  const [ours, theirs] = [valuesOf(production, key), valuesOf(staging, key)];
  expect(ours).not.toEqual([]);
  expect(theirs.filter((value) => ours.includes(value))).toEqual([]);
});

it("both are watched, bounded, and reached on their own hostnames alone", () => {
  for (const text of [production, staging]) {
    expect(text).toMatch(/^workers_dev = false$/m);
    expect(text).toMatch(/^preview_urls = false$/m);
    expect(text).toMatch(/^upload_source_maps = true$/m);
    expect(text).toMatch(/^cpu_ms = 10_000$/m);
    expect(text).toMatch(/\.observability\]\nenabled = true$/m);
    // Requests that went well are sampled by the Worker itself.
    expect(text).toMatch(/\.observability\.logs\]\nenabled = true\nhead_sampling_rate = 1$/m);
    expect(text).toMatch(/\.observability\.traces\]\nenabled = true\nhead_sampling_rate = 0\.05$/m);
    expect(text).toMatch(/\.version_metadata\]\nbinding = "CF_VERSION_METADATA"$/m);
    expect(text).not.toMatch(/placement/);
  }
});
