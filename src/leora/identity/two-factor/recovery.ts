import { hmacBase64Url } from "../../../kernel/crypto.ts";
import type { Condition } from "../../../kernel/db/condition.ts";
import { type Statement, statement } from "../../../kernel/db/database.ts";
import type { Env } from "../../../kernel/env.ts";
import { LIMITS } from "../../../limits.ts";
import { RECOVERY_CODE_CHARS, recoveryCodeOf, shownRecoveryCode } from "./rules.ts";

/** Keyed by the server's secret, so that whoever reads the table cannot find a code by hashing all of them. */
export const recoveryCodeHash = ({ TOKEN_SECRET }: Env, userId: string, canonical: string): Promise<string> =>
  hmacBase64Url(TOKEN_SECRET, `recovery-code ${JSON.stringify([userId, canonical])}`);

/**
 * New recovery codes of a user: as they are shown, once, and the statements that put them in the place of all older ones.
 * @param when nothing is written unless this holds when the statements run
 */
export async function newRecoveryCodes(
  env: Env,
  userId: string,
  when: Condition,
): Promise<{ shown: string[]; statements: readonly Statement[] }> {
  const codes = Array.from({ length: LIMITS.accounts.recoveryCodes }, () =>
    recoveryCodeOf(crypto.getRandomValues(new Uint8Array(RECOVERY_CODE_CHARS))),
  );
  const hashes = await Promise.all(codes.map((code) => recoveryCodeHash(env, userId, code)));
  return {
    shown: codes.map(shownRecoveryCode),
    statements: [
      statement(`DELETE FROM recoveryCodes WHERE userId = ? AND ${when.sql}`, userId, ...when.params),
      statement(
        `INSERT INTO recoveryCodes (userId, codeHash) SELECT ?, value FROM json_each(?) WHERE ${when.sql}`,
        userId,
        JSON.stringify(hashes),
        ...when.params,
      ),
    ],
  };
}
