import type { z } from "zod";
import { hashPassword, passwordMatches } from "../../kernel/auth/password.ts";
import type { Context } from "../../kernel/context.ts";
import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";
import { abortIf, refuseAborted } from "../../kernel/db/guard.ts";
import { AppError, invalid, invalidState, notFound } from "../../kernel/errors.ts";
import { rateLimited } from "../../kernel/http/respond.ts";
import type { Principal } from "../../kernel/principal.ts";
import { MINUTE_MS } from "../../kernel/time.ts";
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
const PIN_ATTEMPTS = 5;
const PIN_WINDOW_MS = 15 * MINUTE_MS;

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
  return write(ctx, user, { patch: mergePatchOf(input), pin, guards: mentorGuards(ctx, user, input) });
}

/** Brings the defaults of sections back, of all without any named. One D1 call. */
export async function reset(ctx: Context, { sections }: z.output<typeof SettingsReset>): Promise<View> {
  return write(ctx, await ctx.principal(), { patch: resetPatch(sections ?? RESET_SECTIONS), guards: [] });
}

/**
 * Says whether this is the user's PIN. Two D1 calls.
 * @throws credentials_invalid when it is not; rate_limited after five wrong ones; invalid_state without a PIN
 */
export async function verifyPin(ctx: Context, { pin }: { pin: string }): Promise<{ valid: true }> {
  const { pinHash } = await attempt(ctx);
  if (pinHash === null) throw invalidState("There is no PIN", "pin");
  if (!(await passwordMatches(ctx.env, pin, pinHash))) throw new AppError("credentials_invalid");
  await ctx.identity.all(forgive(ctx.userId));
  return { valid: true };
}

/** The hash of a new PIN, or null to remove it. `before`: the PIN that the change relies on. */
interface NewPin {
  readonly hash: string | null;
  readonly before: string | null;
}

/** Checks what a change of the PIN needs: who has one proves it by that, or by the password. */
async function provenPin(ctx: Context, { pin, currentPin, password }: SecurityChange, at: string): Promise<NewPin> {
  const isProof = currentPin !== undefined || password !== undefined;
  const { pinHash, passwordHash } = isProof ? await attempt(ctx) : await secretsOf(ctx);
  if (pinHash !== null) {
    if (!isProof) throw invalid(`${at}currentPin`, "Required to change or remove the PIN");
    const isProven =
      currentPin === undefined
        ? await passwordMatches(ctx.env, password ?? "", passwordHash)
        : await passwordMatches(ctx.env, currentPin, pinHash);
    if (!isProven) throw new AppError("credentials_invalid");
  }
  return { hash: typeof pin === "string" ? await hashPassword(ctx.env, pin) : null, before: pinHash };
}

/**
 * A user has no more mentors than the plan: the last place is guarded in the batch, because twins may enable one each.
 * @throws plan_limit_reached
 */
function mentorGuards(ctx: Context, user: Principal, { ai }: SettingsChange): Statement[] {
  if (!ai?.mentors) return [];
  const limit = planLimit(user, "virtual_mentors", ctx.now);
  if (limit === null) return [];
  const before = Object.values(settingsFor(user).mentors).filter(Boolean).length;
  const changed = Object.fromEntries(ai.mentors.map(({ id, enabled }) => [id, enabled]));
  const after = Object.values(enabledMentors({ ...settingsFor(user).mentors, ...changed })).filter(Boolean).length;
  if (after > before && after > limit) throw planLimitReached("virtual_mentors", limit, before);
  if (!ai.mentors.some(({ enabled }) => enabled)) return [];
  return [
    abortIf(
      statement(
        `EXISTS (
          SELECT 1 FROM userSettings
          WHERE userId = ? AND (SELECT count(*) FROM json_each(changes, '$.ai.mentors') WHERE value = 1)
            + (changes -> '$.ai.mentors.${FIRST_MENTOR}' IS NULL) > ?)`,
        ctx.userId,
        Math.max(limit, before),
      ),
    ),
  ];
}

interface Write {
  readonly patch: object;
  readonly pin?: NewPin | undefined;
  /** Statements after the write that may abort it. */
  readonly guards: readonly Statement[];
}

async function write(ctx: Context, user: Principal, { patch, pin, guards }: Write): Promise<View> {
  const { userId, now } = ctx;
  const upsert = statement(
    `INSERT INTO userSettings (userId, changes, pinHash, createdAt, updatedAt)
      VALUES (?1, json_patch('{}', ?2), ?3, ?4, ?4)
      ON CONFLICT (userId) DO UPDATE SET
        changes = json_patch(changes, ?2),
        pinHash = iif(?5, ?3, pinHash),
        pinFailures = iif(?5, 0, pinFailures),
        updatedAt = ?4
      RETURNING changes, pinHash IS NOT NULL AS hasPin`,
    userId,
    JSON.stringify(patch),
    pin?.hash ?? null,
    now,
    Number(pin !== undefined),
  );
  const isSamePin = "EXISTS (SELECT 1 FROM userSettings WHERE userId = ? AND pinHash IS NOT ?)";
  const isLocked =
    "EXISTS (SELECT 1 FROM userSettings WHERE userId = ? AND pinHash IS NULL AND changes ->> '$.security.pinEnabled')";
  const before = pin ? [abortIf(statement(isSamePin, userId, pin.before))] : [];
  const answers = await refuseAborted(
    ctx.identity.batch([...before, upsert, abortIf(statement(isLocked, userId)), ...guards]),
    () => new AppError("stale", { message: "Another change came first; try again" }),
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
 * @throws rate_limited when the window has had its wrong ones
 */
async function attempt({ identity, userId, now }: Context): Promise<Secrets> {
  const isOpen = `pinFailuresSince > ?2 - ${PIN_WINDOW_MS}`;
  const count = statement(
    `UPDATE userSettings SET
        pinFailures = iif(${isOpen}, pinFailures + 1, 1),
        pinFailuresSince = iif(${isOpen}, pinFailuresSince, ?2)
      WHERE userId = ?1 AND pinHash IS NOT NULL AND NOT (pinFailures >= ${PIN_ATTEMPTS} AND ${isOpen})
      RETURNING pinFailures`,
    userId,
    now,
  );
  const [counted = [], [row] = []] = await identity.batch([count, readSecrets(userId)]);
  const secrets = secretsIn(row);
  if (secrets.pinHash !== null && counted.length === 0) {
    const resetAt = Number(row?.pinFailuresSince) + PIN_WINDOW_MS;
    throw rateLimited({ limit: PIN_ATTEMPTS, remaining: 0, resetAt }, now);
  }
  return secrets;
}

const forgive = (userId: string): Statement =>
  statement("UPDATE userSettings SET pinFailures = max(0, pinFailures - 1) WHERE userId = ?", userId);
