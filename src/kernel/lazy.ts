/**
 * A function that calls `load` on first use and returns the same value from then on. It keeps the value and not the
 * promise, because a Worker must not let one request await what another one started: requests that come before the
 * first value each load on their own.
 */
export function lazy<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loaded: { value: Value } | undefined;
  return async () => {
    loaded ??= { value: await load() };
    return loaded.value;
  };
}
