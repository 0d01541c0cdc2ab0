import { vi } from "vitest";

/** Everything the code logs from now on, one parsed line each. The test restores the console. */
export function recordLog(): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  const record = (line: string) => void lines.push(JSON.parse(line));
  vi.spyOn(console, "log").mockImplementation(record);
  vi.spyOn(console, "error").mockImplementation(record);
  return lines;
}
