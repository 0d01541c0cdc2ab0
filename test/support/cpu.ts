/** Milliseconds of CPU time that a step takes on this thread: other programs on a busy machine do not count. */
export async function cpuTimeOf(step: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await step();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
