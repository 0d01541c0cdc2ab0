import { spawn } from "node:child_process";
import { createServer } from "node:http";

// Plays `wrangler dev`: it has a child that serves, ends without waiting for it, and says when it is ready.

if (process.env.ROLE === "child") {
  if (process.env.STUBBORN) process.on("SIGTERM", () => undefined);
  const server = createServer((_, response) => response.end("served"));
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    console.log(
      JSON.stringify({
        port: typeof address === "object" ? address?.port : undefined,
        supervisor: Number(process.env.SUPERVISOR),
      }),
    );
  });
} else {
  spawn(process.execPath, [import.meta.filename], {
    env: { ...process.env, ROLE: "child", SUPERVISOR: String(process.ppid) },
    stdio: "inherit",
  });
  process.on("SIGTERM", () => process.exit(143));
}
