/** Loads once, on first use. Keeps the value and not its promise: no request may wait for what another one has begun. */
export function lazy<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loaded: { value: Value } | undefined;
  return async () => {
    loaded ??= { value: await load() };
    return loaded.value;
  };
}
