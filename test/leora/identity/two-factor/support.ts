import { type Actor, anonymous, newActor, PASSWORD, type Reply } from "../../../support/actor.ts";
import { totp } from "../../../support/totp.ts";

/** A user with two-factor sign-in. */
export interface Protected {
  actor: Actor;
  secret: string;
  recoveryCodes: string[];
}

/** Enables it by the code of the step before, so that those of now and of the next one are unused. */
export async function enableFor(actor: Actor): Promise<Protected> {
  const { secret } = (await actor.post("/v1/auth/2fa/setup", { password: PASSWORD })).data;
  const enabled = await actor.post("/v1/auth/2fa/enable", { code: totp(secret, -1) });
  if (enabled.status !== 200) throw new Error(`Not enabled: ${enabled.status} ${enabled.text}`);
  return { actor, secret, recoveryCodes: enabled.data.recoveryCodes };
}

export const newProtected = async (): Promise<Protected> => enableFor(await newActor());

/** The token that the right password gets. */
export const challengeOf = async ({ actor }: Protected, fields: object = {}): Promise<string> =>
  tokenIn(
    await anonymous().post("/v1/auth/login", { emailOrUsername: actor.user.email, password: PASSWORD, ...fields }),
  );

/** The token of a challenge in the reply to a sign-in. */
export function tokenIn({ status, text, body }: Reply): string {
  const token = body?.error?.challengeToken;
  if (status !== 401 || typeof token !== "string") throw new Error(`No challenge: ${status} ${text}`);
  return token;
}

export const verify = (challengeToken: string, code: string, headers?: Record<string, string>) =>
  anonymous().post("/v1/auth/2fa/verify", { challengeToken, code }, headers);

/** Signs in with a new challenge. */
export const signIn = async (user: Protected, code: string) => verify(await challengeOf(user), code);
