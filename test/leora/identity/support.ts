import { type Actor, anonymous, PASSWORD, type Reply } from "../../support/actor.ts";
import { mailsTo } from "../../support/mailbox.ts";

export { mailsTo } from "../../support/mailbox.ts";

export const uniqueEmail = () => `${crypto.randomUUID()}@example.com`;

/** A complete registration, changed as told. */
export const registration = (changes: object = {}) => ({
  email: uniqueEmail(),
  fullName: "Alisher Karimov",
  password: PASSWORD,
  confirmPassword: PASSWORD,
  region: "uzbekistan",
  currency: "UZS",
  ...changes,
});

/** What a refused request says, for comparing it whole. */
export const refusal = ({ status, error }: Reply) => ({
  status,
  code: error?.code,
  ...(error?.details && { fields: error.details.map(({ field }) => field) }),
});

export const INVALID_TOKEN = { status: 401, code: "AUTH_TOKEN_INVALID" };

/** D1 and hub calls that the request made. */
export const calls = ({ headers }: Reply) => headers.get("server-timing");

export const refresh = (refreshToken: string | null) => anonymous().post("/v1/auth/refresh", { refreshToken });

export const login = (emailOrUsername: string, password = PASSWORD, headers?: Record<string, string>) =>
  anonymous().post("/v1/auth/login", { emailOrUsername, password }, headers);

/** The code in the newest of `count` messages to the actor; registration sends the first. */
export async function newestCode({ user }: Actor, count: number): Promise<string> {
  const [mail] = await mailsTo(user.email, count);
  const code = mail && /\b\d{6}\b/.exec(mail.text)?.[0];
  if (!code) throw new Error(`No code in ${JSON.stringify(mail)}`);
  return code;
}

/** Another code of six digits. */
export const wrongCode = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, "0");
