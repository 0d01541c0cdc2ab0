import { vi } from "vitest";

/**
 * Stops the clock at an instant (ISO 8601 or UTC milliseconds), for the Worker and its Durable Objects alike.
 * The setup file starts it again after each test.
 */
export function freezeTime(at: string | number): void {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(at);
}

/** Moves a stopped clock on; negative values turn it back. */
export const passTime = (ms: number): void => {
  vi.setSystemTime(Date.now() + ms);
};
