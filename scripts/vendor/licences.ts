import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const LICENCE_FILE = /^(licen[cs]e|notice|copying)/i;

interface Package {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
}

/** The licences of a package and of all that it depends on, as one text. Packages with the same words share them. */
export function licencesOf(library: string): string {
  const owners = new Map<string, string[]>();
  for (const [folder, { name, version, license }] of withDependencies(library)) {
    const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
    const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
    const text = texts.join("\n\n") || `License: ${license ?? "not stated"}`;
    owners.set(text, [...(owners.get(text) ?? []), `${name} ${version}`]);
  }
  const sections = [...owners].map(([text, packages]) => `${packages.sort().join("\n")}\n\n${text}\n`);
  return sections.join(`\n${"-".repeat(80)}\n\n`);
}

/** Installed packages by folder: the named one and whatever it needs, directly or not. */
function withDependencies(name: string): Map<string, Package> {
  const packages = new Map<string, Package>();
  const waiting = [folderOf(name, process.cwd())];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (packages.has(folder)) continue;
    const found: Package = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    packages.set(folder, found);
    for (const dependency of Object.keys(found.dependencies ?? {})) waiting.push(folderOf(dependency, folder));
  }
  return packages;
}

/** Where Node would find a package that is imported from a folder. */
function folderOf(name: string, from: string): string {
  const folder = join(from, "node_modules", name);
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(from);
  if (parent === from) throw new Error(`${name} is not installed`);
  return folderOf(name, parent);
}
