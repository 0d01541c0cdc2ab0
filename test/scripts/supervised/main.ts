import { supervise } from "../../../scripts/supervise.ts";

// What scripts/start.ts does, with a server that starts at once.
await supervise([["node", `${import.meta.dirname}/server.ts`]], {
  followsParent: process.argv.includes("--follow-parent"),
});
