import type { z } from "zod";
import { type Attempt, prepareAttempt } from "../../kernel/auth/attempts.ts";
import { hashPassword, passwordMatches } from "../../kernel/auth/password.ts";
import type { Context } from "../../kernel/context.ts";
import { ALWAYS, CHANGED } from "../../kernel/db/condition.ts";
import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";
import { abortIf, refuseAborted } from "../../kernel/db/guard.ts";
import { AppError, invalid, invalidState, notFound } from "../../kernel/errors.ts";
import { rateLimited } from "../../kernel/http/respond.ts";
import type { Principal } from "../../kernel/principal.ts";
import { MINUTE_MS } from "../../kernel/time.ts";
import { LIMITS } from "../../limits.ts";
import { planLimitReached } from "../plan-limits.ts";
import { planLimit, profileOf, settingsFor } from "../profile.ts";
import type { SettingsReset, SettingsView } from "./contract.ts";
import {
  enabledMentors,
  FIRST_MENTOR,
  mergePatchOf,
  RESET_SECTIONS,
  resetPatch,
  type SecurityChange,
  type SettingsChange,
} from "./rules.ts";
import { settingsView } from "./view.ts";

type View = z.output<typeof SettingsView>;

/** Wrong PINs and passwords within the window, before the next one has to wait for its end. */
const PIN_GUESSES = LIMITS.accounts.pinGuesses;
const PIN_WINDOW_MS = 15 * MINUTE_MS;
/** SQL for whether the window holds wrong ones and lasts; `?` is `now - PIN_WINDOW_MS`. */
const IS_WINDOW_OPEN = "(pinFailures > 0 AND pinFailuresSince > ?)";
/** SQL for whether the next PIN or password has to wait; `?` as above. */
const IS_LOCKED = `(pinFailures >= ${PIN_GUESSES} AND ${IS_WINDOW_OPEN})`;

/** The whole document (spec 13.2), without a D1 call: the hub hands it out. */
export async function settings(ctx: Context): Promise<View> {
  return settingsView(ctx.userId, profileOf(await ctx.principal()));
}

/**
 * Merges a change into the settings: what is not named stays, null brings a default back. The merge happens in the database, so
 * that concurrent changes of different keys both stand. One D1 call; two when the PIN changes.
 * @param at the path of `security` in the body, with a final dot, for errors
 * @throws invalid_input on `pinEnabled` without a PIN, and on `currentPin` when the change of a PIN is not proved;
 * credentials_invalid; rate_limited; plan_limit_reached when more mentors are enabled than the plan has
 */
export async function change(ctx: Context, input: SettingsChange, at = ""): Promise<View> {
  const user = await ctx.principal();
  const { security } = input;
  const hasPin = profileOf(user).settings.hasPin;
  if (security?.pinEnabled === true && (security.pin === undefined ? !hasPin : security.pin === null)) {
    throw invalid(`${at}pinEnabled`, "There is no PIN");
  }
  const pin = security?.pin === undefined ? undefined : await provenPin(ctx, security, at);
  return write(ctx, user, { patch: mergePatchOf(input), pin, guard: mentorGuard(ctx, user, input) });
}

/** Brings the defaults of sections back, of all without any named. One D1 call. */
export async function reset(ctx: Context, { sections }: z.output<typeof SettingsReset>): Promise<View> {
  return write(ctx, await ctx.principal(), { patch: resetPatch(sections ?? RESET_SECTIONS) });
}

/**
 * Says whether this is the user's PIN. Two D1 calls.
 * @throws credentials_invalid when it is not; rate_limited after five wrong ones; invalid_state without a PIN
 */
export async function verifyPin(ctx: Context, { pin }: { pin: string }): Promise<{ valid: true }> {
  const { pinHash } = await attempt(ctx);
  if (pinHash === null) throw invalidState("There is no PIN", "pin");
  if (!(await passwordMatches(ctx.env, pin, pinHash))) throw wrong("PIN");
  await ctx.identity.all(forgive(ctx.userId));
  return { valid: true };
}

const wrong = (what: "PIN" | "password"): AppError => new AppError("credentials_invalid", { message: `Wrong ${what}` });

/** The hash of a new PIN, or null to remove it. `before`: the PIN that the change relies on. */
interface NewPin {
  readonly hash: string | null;
  readonly before: string | null;
  /** Takes the attempt back by which a right password was proved. */
  readonly forgive: readonly Statement[];
}

/** Checks what a change of the PIN needs: who has one proves it by that, or by the password. */
async function provenPin(ctx: Context, { pin, currentPin, password }: SecurityChange, at: string): Promise<NewPin> {
  const isProof = currentPin !== undefined || password !== undefined;
  const guess = currentPin === undefined && password !== undefined ? await passwordGuess(ctx) : undefined;
  const { pinHash, passwordHash } = isProof ? await attempt(ctx, guess) : await secretsOf(ctx);
  if (pinHash !== null) {
    if (!isProof) throw invalid(`${at}currentPin`, "Required to change or remove the PIN");
    const isProven = guess
      ? await passwordMatches(ctx.env, password ?? "", passwordHash)
      : await passwordMatches(ctx.env, currentPin ?? "", pinHash);
    if (!isProven) throw wrong(guess ? "password" : "PIN");
  }
  const hash = typeof pin === "string" ? await hashPassword(ctx.env, pin) : null;
  return { hash, before: pinHash, forgive: guess ? [guess.forgive(ALWAYS)] : [] };
}

/** A password that is guessed here counts as one that is guessed at sign-in. */
const passwordGuess = (ctx: Context): Promise<Attempt> =>
  prepareAttempt(ctx, {
    kind: "password",
    name: `id ${ctx.userId}`,
    owner: statement("?", ctx.userId),
    // Refused for the PIN's sake, it is no guess.
    when: statement(
      `NOT EXISTS (SELECT 1 FROM userSettings WHERE userId = ? AND pinHash IS NOT NULL AND ${IS_LOCKED})`,
      ctx.userId,
      ctx.now - PIN_WINDOW_MS,
    ),
  });

/** What must hold after a write of settings, and the error when it does not. */
interface Guard {
  readonly statement: Statement;
  refusal(): AppError<string>;
}

/**
 * A user has no more mentors than the plan: the last place is guarded in the batch, because twins may enable one each.
 * @throws plan_limit_reached
 */
function mentorGuard(ctx: Context, user: Principal, { ai }: SettingsChange): Guard | undefined {
  if (!ai?.mentors) return undefined;
  const limit = planLimit(user, "virtual_mentors", ctx.now);
  if (limit === null) return undefined;
  const before = Object.values(settingsFor(user).mentors).filter(Boolean).length;
  const changed = Object.fromEntries(ai.mentors.map(({ id, enabled }) => [id, enabled]));
  const after = Object.values(enabledMentors({ ...settingsFor(user).mentors, ...changed })).filter(Boolean).length;
  if (after > before && after > limit) throw planLimitReached("virtual_mentors", limit, before);
  if (!ai.mentors.some(({ enabled }) => enabled)) return undefined;
  const isOver = statement(
    `EXISTS (
      SELECT 1 FROM userSettings
      WHERE userId = ? AND (SELECT count(*) FROM json_each(changes, '$.ai.mentors') WHERE value = 1)
        + (changes -> '$.ai.mentors.${FIRST_MENTOR}' IS NULL) > ?)`,
    ctx.userId,
    Math.max(limit, before),
  );
  return { statement: abortIf(isOver), refusal: () => planLimitReached("virtual_mentors", limit, limit) };
}

interface Write {
  readonly patch: object;
  readonly pin?: NewPin | undefined;
  readonly guard?: Guard | undefined;
}

async function write(ctx: Context, user: Principal, { patch, pin, guard }: Write): Promise<View> {
  const { userId, now } = ctx;
  const upsert = statement(
    `INSERT INTO userSettings (userId, changes, pinHash, createdAt, updatedAt)
      VALUES (?1, json_patch('{}', ?2), ?3, ?4, ?4)
      ON CONFLICT (userId) DO UPDATE SET
        changes = json_patch(changes, ?2),
        pinHash = iif(?5, ?3, pinHash),
        pinFailures = max(0, pinFailures - ?6),
        updatedAt = ?4
      RETURNING changes, pinHash IS NOT NULL AS hasPin`,
    userId,
    JSON.stringify(patch),
    pin?.hash ?? null,
    now,
    Number(pin !== undefined),
    // The right proof of the earlier PIN was counted as an attempt.
    Number(pin !== undefined && pin.before !== null),
  );
  const isSamePin = "EXISTS (SELECT 1 FROM userSettings WHERE userId = ? AND pinHash IS NOT ?)";
  const isLocked =
    "EXISTS (SELECT 1 FROM userSettings WHERE userId = ? AND pinHash IS NULL AND changes ->> '$.security.pinEnabled')";
  const before = pin ? [abortIf(statement(isSamePin, userId, pin.before))] : [];
  const answers = await refuseAborted(
    ctx.identity.batch([
      ...before,
      upsert,
      abortIf(statement(isLocked, userId)),
      ...(guard ? [guard.statement] : []),
      ...(pin?.forgive ?? []),
    ]),
    () =>
      guard && !pin ? guard.refusal() : new AppError("stale", { message: "Another change came first; try again" }),
  );
  const [row] = answers[before.length] ?? [];
  if (!row) throw notFound();
  const profile = {
    ...profileOf(user),
    settings: { changes: JSON.parse(String(row.changes)), hasPin: row.hasPin === 1, updatedAt: now },
  };
  const view = settingsView(userId, profile);
  await ctx.hub.refresh();
  ctx.outcome.events.push({ userId, event: "settings:updated", data: { settings: view } });
  return view;
}

/** What a PIN or password is compared with. */
interface Secrets {
  readonly pinHash: string | null;
  readonly passwordHash: string | null;
}

const readSecrets = (userId: string): Statement =>
  statement(
    `SELECT users.passwordHash, settings.pinHash, settings.pinFailures, settings.pinFailuresSince
      FROM users LEFT JOIN userSettings settings ON settings.userId = users.id WHERE users.id = ?`,
    userId,
  );

const secretsIn = (row: RawRow | undefined): Secrets => ({
  pinHash: row?.pinHash === null || row?.pinHash === undefined ? null : String(row.pinHash),
  passwordHash: row ? String(row.passwordHash) : null,
});

const secretsOf = async ({ identity, userId }: Context): Promise<Secrets> =>
  secretsIn((await identity.all(readSecrets(userId)))[0]);

/**
 * Counts an attempt before it is compared, so that parallel guesses cannot pass the limit together; a right one is taken back.
 * @param guess the same attempt among those to guess the password
 * @throws rate_limited when the window has had its wrong ones, or the password was guessed too often
 */
async function attempt({ identity, userId, now }: Context, guess?: Attempt): Promise<Secrets> {
  const opened = now - PIN_WINDOW_MS;
  const count = statement(
    `UPDATE userSettings SET
        pinFailures = iif(${IS_WINDOW_OPEN}, pinFailures + 1, 1),
        pinFailuresSince = iif(${IS_WINDOW_OPEN}, pinFailuresSince, ?)
      WHERE userId = ? AND pinHash IS NOT NULL AND NOT ${IS_LOCKED} AND ${guess ? CHANGED.sql : ALWAYS.sql}
      RETURNING pinFailures`,
    opened,
    opened,
    now,
    userId,
    opened,
  );
  // What is refused, by the PIN's window or for too many passwords, counts in neither.
  const answers = await identity.batch([...(guess?.statements ?? []), count, readSecrets(userId)]);
  const refusal = guess?.refusal(answers);
  if (refusal) throw refusal;
  const [counted = [], [row] = []] = answers.slice(-2);
  const secrets = secretsIn(row);
  if (secrets.pinHash !== null && counted.length === 0) {
    const resetAt = Number(row?.pinFailuresSince) + PIN_WINDOW_MS;
    throw rateLimited({ limit: PIN_GUESSES, remaining: 0, resetAt }, now);
  }
  return secrets;
}

const forgive = (userId: string): Statement =>
  statement("UPDATE userSettings SET pinFailures = max(0, pinFailures - 1) WHERE userId = ?", userId);
