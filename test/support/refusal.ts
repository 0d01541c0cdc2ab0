import { AppError } from "../../src/kernel/errors.ts";

/** The error that a call throws, without its stack; null when it throws none. Any other error fails the test. */
export async function refusal(call: () => unknown): Promise<{ code: string; details: object[] | undefined } | null> {
  try {
    await call();
    return null;
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, details: error.details };
    throw error;
  }
}
