/** Milliseconds that the quickest of some rounds of a step takes: in the others it may have waited for a busy machine. */
export async function quickestTimeOf(rounds: number, step: () => unknown): Promise<number> {
  let quickest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await step();
    quickest = Math.min(quickest, performance.now() - start);
  }
  return quickest;
}
