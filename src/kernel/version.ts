import type { KernelBindings } from "./env.ts";

/** Which version of the Worker runs: its id, and the tag that it was deployed with. Nothing in development. */
export const versionOf = ({ CF_VERSION_METADATA: metadata }: Pick<KernelBindings, "CF_VERSION_METADATA">) => ({
  ...(metadata && { version: metadata.id }),
  ...(metadata?.tag && { tag: metadata.tag }),
});
