import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { visitor as crmVisitor, newSeller } from "../../crm/support.ts";
import {
  bearer,
  codeTo,
  newcomer,
  newUser,
  PASSWORD as PIN,
  said,
  uniqueEmail,
  visitor,
  wrongCode,
} from "../../koshelok/support.ts";
import { type Actor, anonymous, newActor, PASSWORD, type Reply } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const TIMEOUT_MS = 60_000;

const statusAndWait = ({ status, headers }: Reply) => [status, headers.get("Retry-After")];
const from = (ip: string) => ({ "CF-Connecting-IP": ip });
/** An IPv4 address that no other test uses; the numbers of one test must differ. */
const randomIp = () => `10.${crypto.getRandomValues(new Uint8Array(3)).join(".")}`;

/** Tries again as soon as it may, for a day; returns how many attempts were let in. The clock must be stopped. */
async function attemptsInADay(attempt: () => Promise<Reply>): Promise<number> {
  const end = Date.now() + DAY;
  let letIn = 0;
  while (Date.now() < end) {
    const reply = await attempt();
    if (reply.status === 429) passTime(Number(reply.headers.get("Retry-After")) * SECOND);
    else letIn += 1;
  }
  return letIn;
}

/** How each product is signed in to: by whom, what it takes, and what a wrong password gets. */
const PRODUCTS = [
  {
    name: "leora",
    newAccount: () => newActor(),
    signIn: ({ user }: Actor, password: string, ip?: string) =>
      anonymous().post("/v1/auth/login", { emailOrUsername: user.email, password }, ip ? from(ip) : {}),
    right: PASSWORD,
  },
  {
    name: "crm",
    newAccount: () => newSeller(),
    signIn: ({ user }: Actor, password: string, ip?: string) =>
      crmVisitor().post("/auth/login", { email: user.email, password }, ip ? from(ip) : {}),
    right: PASSWORD,
  },
  {
    name: "koshelok",
    newAccount: () => newUser(),
    signIn: ({ user }: Actor, password: string, ip?: string) =>
      visitor().post("/users/login/", { user_input: user.address, password }, ip ? from(ip) : {}),
    right: PIN,
  },
];

describe.each(PRODUCTS)("wrong passwords for one name: $name", ({ newAccount, signIn, right }) => {
  it(
    "make strangers wait after twenty, and never the owner at home",
    async () => {
      freezeTime("2026-11-24T10:00:00Z");
      const owner = await newAccount();
      const home = randomIp();
      expect((await signIn(owner, right, home)).status).toBe(200);
      for (let count = 1; count <= 20; count += 1) expect((await signIn(owner, "Wrong-1234")).status).toBe(401);
      expect(statusAndWait(await signIn(owner, "Wrong-1234"))).toEqual([429, "60"]);
      // The right password too, so that nobody learns which one it is by waiting for another answer.
      expect(statusAndWait(await signIn(owner, right))).toEqual([429, "60"]);
      expect((await signIn(owner, right, home)).status).toBe(200);

      passTime(MINUTE - 1);
      expect(statusAndWait(await signIn(owner, right))).toEqual([429, "1"]);
      passTime(1);
      expect((await signIn(owner, "Wrong-1234")).status).toBe(401);
      expect(statusAndWait(await signIn(owner, "Wrong-1234"))).toEqual([429, "120"]);
      passTime(2 * MINUTE);
      expect((await signIn(owner, right)).status).toBe(200);
    },
    TIMEOUT_MS,
  );

  it(
    "are thirty in a day at most",
    async () => {
      freezeTime("2026-11-24T10:00:00Z");
      const owner = await newAccount();
      // 20, then waits of 1, 2, 4 … 512 minutes, which are 17 hours together; the next would be 17 hours more.
      expect(await attemptsInADay(() => signIn(owner, "Wrong-1234"))).toBe(30);
      // A new day, which begins with this attempt.
      for (let count = 1; count <= 20; count += 1) expect((await signIn(owner, "Wrong-1234")).status).toBe(401);
      expect(statusAndWait(await signIn(owner, "Wrong-1234"))).toEqual([429, "60"]);
    },
    TIMEOUT_MS,
  );
});

describe("wrong passwords", () => {
  it("are forgotten to the millisecond when their day is over, whatever was still to wait", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const { user } = await newUser();
    const signIn = (password: string) => visitor().post("/users/login/", { user_input: user.address, password });
    await signIn("Wrong-1234");
    passTime(DAY - 1000);
    for (let count = 2; count <= 20; count += 1) await signIn("Wrong-1234");
    expect(statusAndWait(await signIn(PIN))).toEqual([429, "1"]);
    passTime(999);
    expect(statusAndWait(await signIn(PIN))).toEqual([429, "1"]);
    passTime(1);
    for (let count = 1; count <= 20; count += 1) expect((await signIn("Wrong-1234")).status).toBe(401);
    expect(statusAndWait(await signIn(PIN))).toEqual([429, "60"]);
  });

  it("are counted one by one when they come at once from everywhere", async () => {
    const { user } = await newUser();
    const guesses = Array.from({ length: 40 }, () =>
      visitor().post("/users/login/", { user_input: user.address, password: "Wrong-1234" }),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([...Array(20).fill(401), ...Array(20).fill(429)]);
  });

  it("of a name that nobody has are counted alike", async () => {
    const guess = { emailOrUsername: uniqueEmail(), password: "Wrong-1234" };
    for (let count = 1; count <= 20; count += 1)
      expect((await anonymous().post("/v1/auth/login", guess)).status).toBe(401);
    expect((await anonymous().post("/v1/auth/login", guess)).status).toBe(429);
  });

  it(
    "from one network are counted over all names, those of a /64 together",
    async () => {
      freezeTime("2026-11-24T10:00:00Z");
      const { user } = await newUser();
      const home = randomIp();
      await visitor().post("/users/login/", { user_input: user.address, password: PIN }, from(home));
      const guess = (ip: string) =>
        visitor().post("/users/login/", { user_input: uniqueEmail(), password: "Wrong-1234" }, from(ip));
      for (let count = 1; count <= 100; count += 1) expect((await guess(home)).status).toBe(401);
      expect(statusAndWait(await guess(home))).toEqual([429, "60"]);
      const right = { user_input: user.address, password: PIN };
      expect((await visitor().post("/users/login/", right, from(home))).status).toBe(200);

      const [prefix, other] = ["2001:db8:aaaa:1", "2001:db8:aaaa:2"];
      for (let count = 1; count <= 100; count += 1) await guess(`${prefix}::${count.toString(16)}`);
      expect((await guess(`${prefix}:1:2:3:4`)).status).toBe(429);
      expect((await guess(`${other}::1`)).status).toBe(401);
    },
    TIMEOUT_MS,
  );

  it("never make the owner wait in a network that a session was refreshed from, and there alone", async () => {
    const { user } = await newUser();
    const [before, cafe] = [randomIp(), randomIp()];
    const signIn = (password: string, ip?: string) =>
      visitor().post("/users/login/", { user_input: user.address, password }, ip ? from(ip) : {});
    const moved = (await signIn(PIN, before)).body.refresh;
    await visitor().post("/users/token/refresh/", { refresh: moved }, from(cafe));
    for (let count = 1; count <= 20; count += 1) await signIn("Wrong-1234");
    expect((await signIn(PIN, cafe)).status).toBe(200);
    // The session has moved on.
    expect((await signIn(PIN, before)).status).toBe(429);

    // A session that proves nothing does not begin to when it is refreshed.
    const unfinished = await newcomer();
    const thief = randomIp();
    await visitor().post("/users/token/refresh/", { refresh: unfinished.refreshToken }, from(thief));
    const known = await env.KOSHELOK_DB.prepare("SELECT 1 FROM userSessions WHERE network = ?").bind(thief).all();
    expect(known.results).toEqual([]);
  });

  it("by the owner make the owner wait as well, in one network at a time", async () => {
    const { user } = await newUser();
    const [home, work] = [randomIp(), randomIp()];
    const signIn = (password: string, ip: string) =>
      visitor().post("/users/login/", { user_input: user.address, password }, from(ip));
    for (const ip of [home, work]) await signIn(PIN, ip);
    for (let count = 1; count <= 20; count += 1) expect((await signIn("Wrong-1234", home)).status).toBe(401);
    expect((await signIn(PIN, home)).status).toBe(429);
    expect((await signIn(PIN, work)).status).toBe(200);
  });

  it("and wrong codes have lanes of their own", async () => {
    const { user } = await newUser();
    for (let count = 1; count <= 20; count += 1) {
      await visitor().post("/users/login/", { user_input: user.address, password: "Wrong-1234" });
    }
    const { access } = (await visitor().post("/users/forgot/", { phone_email: user.address })).body;
    const body = { code: await codeTo(user.address, 2), password: "brand-new", confirm_password: "brand-new" };
    expect((await bearer(access).put("/users/reset/", body)).status).toBe(200);
  });

  it("right ones do not count, however many", async () => {
    const { user } = await newUser();
    const ip = randomIp();
    for (let count = 1; count <= 25; count += 1) {
      const signIn = { user_input: user.address, password: PIN };
      expect((await visitor().post("/users/login/", signIn)).status).toBe(200);
      expect((await visitor().post("/users/login/", signIn, from(ip))).status).toBe(200);
    }
  });

  it("of a change of password count as well", async () => {
    const { user, accessToken } = await newUser();
    const change = { old_pass: "Wrong-1234", new_pass: "brand-new", confirm_new_pass: "brand-new" };
    const thief = () => bearer(accessToken ?? "");
    for (let count = 1; count <= 20; count += 1) {
      expect((await thief().put("/users/update/", change)).status).toBe(400);
    }
    expect((await thief().put("/users/update/", { ...change, old_pass: PIN })).status).toBe(429);
    expect((await visitor().post("/users/login/", { user_input: user.address, password: PIN })).status).toBe(200);
  });
});

describe("wrong codes", () => {
  const forgot = (address: string, ip?: string) =>
    visitor().post("/users/forgot/", { phone_email: address }, ip ? from(ip) : {});
  /** Guesses a code with a token of its own, as a thief does. */
  const guess = async (access: string, code: string, ip?: string) =>
    bearer(access).put(
      "/users/reset/",
      { code, password: "brand-new", confirm_password: "brand-new" },
      ip ? from(ip) : {},
    );
  const WRONG = [400, { code: ["Wrong or expired code."] }];

  it(
    "for one address make strangers wait after ten, and never the owner at home",
    async () => {
      freezeTime("2026-11-24T10:00:00Z");
      const owner = await newUser();
      const { address } = owner.user;
      const home = randomIp();
      await visitor().post("/users/login/", { user_input: address, password: PIN }, from(home));
      const { access } = (await forgot(address)).body;
      let mails = 2;
      for (let killed = 1; killed <= 2; killed += 1) {
        const code = await codeTo(address, mails);
        for (let count = 1; count <= 5; count += 1) expect(said(await guess(access, wrongCode(code)))).toEqual(WRONG);
        expect((await forgot(address)).status).toBe(200);
        mails += 1;
      }
      const code = await codeTo(address, mails);
      expect(statusAndWait(await guess(access, wrongCode(code)))).toEqual([429, "600"]);
      expect(statusAndWait(await guess(access, code))).toEqual([429, "600"]);
      // The refused guesses have not hurt the code.
      const mine = (await forgot(address, home)).body.access;
      expect(await codeTo(address, mails + 1)).toBe(code);
      expect((await guess(mine, code, home)).status).toBe(200);
    },
    TIMEOUT_MS,
  );

  it(
    "killing a code do not count against the owner's next one",
    async () => {
      const owner = await newUser();
      const { address } = owner.user;
      const stranger = (await forgot(address)).body.access;
      const killed = await codeTo(address, 2);
      for (let count = 1; count <= 5; count += 1) await guess(stranger, wrongCode(killed));
      expect(said(await guess(stranger, killed))).toEqual(WRONG);
      const mine = (await forgot(address)).body.access;
      expect((await guess(mine, await codeTo(address, 3))).status).toBe(200);
    },
    TIMEOUT_MS,
  );

  it(
    "for one address are seventeen in a day, wherever they come from and whoever has it",
    async () => {
      for (const address of [(await newUser()).user.address, uniqueEmail()]) {
        freezeTime("2026-11-24T10:00:00Z");
        let access = "";
        const attempt = async () => {
          access = (await forgot(address)).body.access;
          return guess(access, "0000");
        };
        expect(await attemptsInADay(attempt)).toBe(17);
      }
    },
    TIMEOUT_MS,
  );

  it(
    "from one network for many addresses are twenty-seven in a day",
    async () => {
      freezeTime("2026-11-24T10:00:00Z");
      const ip = randomIp();
      const attempt = async () => guess((await forgot(uniqueEmail())).body.access, "0000", ip);
      expect(await attemptsInADay(attempt)).toBe(27);
    },
    TIMEOUT_MS,
  );

  it(
    "of sign-ups and of Leora count as well",
    async () => {
      const ip = randomIp();
      const leora = randomIp();
      for (let count = 1; count <= 20; count += 1) {
        const actor = await newcomer();
        const code = wrongCode(await codeTo(actor.user.address));
        expect((await actor.post("/users/code_verify/", { code }, from(ip))).status).toBe(400);
        const reset = { email: uniqueEmail(), otp: "000000", newPassword: PASSWORD };
        expect((await anonymous().post("/v1/auth/reset-password", reset, from(leora))).status).toBe(400);
      }
      const last = await newcomer();
      const code = await codeTo(last.user.address);
      expect((await last.post("/users/code_verify/", { code }, from(ip))).status).toBe(429);
      expect((await last.post("/users/code_verify/", { code })).status).toBe(200);
      const reset = { email: uniqueEmail(), otp: "000000", newPassword: PASSWORD };
      expect((await anonymous().post("/v1/auth/reset-password", reset, from(leora))).status).toBe(429);
    },
    TIMEOUT_MS,
  );
});

describe("requests for codes", () => {
  it(
    "from one network are three hundred, then it has to wait",
    async () => {
      freezeTime("2026-11-24T10:00:00Z");
      const ip = randomIp();
      const signUp = (address: string) => visitor().post("/users/signup/", { email_phone_number: address }, from(ip));
      const forgot = () => visitor().post("/users/forgot/", { phone_email: uniqueEmail() }, from(ip));
      await Promise.all(Array.from({ length: 299 }, forgot));
      expect((await signUp(uniqueEmail())).status).toBe(201);
      const refused = uniqueEmail();
      expect(statusAndWait(await signUp(refused))).toEqual([429, "60"]);
      // A refused request leaves nothing behind: the address signs up from elsewhere as if it were new.
      expect((await visitor().post("/users/signup/", { email_phone_number: refused })).status).toBe(201);
      passTime(MINUTE);
      expect((await signUp(uniqueEmail())).status).toBe(201);
    },
    TIMEOUT_MS,
  );

  it("of a stranger who signs up with the owner's address make no network the owner's", async () => {
    const address = uniqueEmail();
    const ip = randomIp();
    await visitor().post("/users/signup/", { email_phone_number: address }, from(ip));
    const owner = await newUser({}, address);
    const code = { code: "0000", password: "brand-new", confirm_password: "brand-new" };
    const { access } = (await visitor().post("/users/forgot/", { phone_email: owner.user.address })).body;
    for (let count = 1; count <= 10; count += 1) await bearer(access).put("/users/reset/", code);
    expect((await bearer(access).put("/users/reset/", code, from(ip))).status).toBe(429);
  });
});

it("attempts are counted in the calls that a sign-in makes anyway", async () => {
  const { user } = await newUser();
  const signIn = (password: string) => visitor().post("/users/login/", { user_input: user.address, password });
  expect((await signIn(PIN)).headers.get("server-timing")).toBe('d1;desc="2", hub;desc="0"');
  expect((await signIn("Wrong-1234")).headers.get("server-timing")).toBe('d1;desc="1", hub;desc="0"');
});
