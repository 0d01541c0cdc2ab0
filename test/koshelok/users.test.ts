import { describe, expect, it } from "vitest";
import { anonymous, newActor, type Reply } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import {
  BAD_TOKEN,
  bearer,
  calls,
  codeTo,
  DEAD_REFRESH,
  FORBIDDEN,
  info,
  login,
  newcomer,
  newUser,
  PASSWORD,
  said,
  uniqueEmail,
  uniquePhone,
  uniqueUsername,
  verified,
  visitor,
  wrongCode,
} from "./support.ts";

const TIMEOUT_MS = 60_000;
const MINUTE_MS = 60_000;
const WRONG_CODE = [400, { code: ["Wrong or expired code."] }];
const WRONG_LOGIN = [401, { detail: "No active account found with the given credentials" }];

const tryLogin = (user_input: string, password = PASSWORD) => visitor().post("/users/login/", { user_input, password });
const refresh = (token: string | null) => visitor().post("/users/token/refresh/", { refresh: token });

describe("signing up", () => {
  it("knows e-mail addresses and phone numbers in many spellings", async () => {
    const phone = uniquePhone();
    const spelled = `${phone.slice(4, 6)} ${phone.slice(6, 9)}-${phone.slice(9)}`;
    const signUp = (email_phone_number: unknown) => visitor().post("/users/signup/", { email_phone_number });
    const first = await signUp(phone);
    expect(first.body).toMatchObject({ auth_type: "via_phone", auth_status: "new" });
    expect((await signUp(spelled)).body.id).toBe(first.body.id);
    expect((await signUp(phone.slice(1))).body.id).toBe(first.body.id);
    const email = uniqueEmail();
    const mailed = await signUp(email);
    expect(mailed.body.auth_type).toBe("via_email");
    expect((await signUp(` ${email.toUpperCase()} `)).body.id).toBe(mailed.body.id);
    for (const bad of ["", "ali", "a@b", "+99812", "12345", 5, null, "+998901234567890123"]) {
      expect(said(await signUp(bad))).toEqual([400, { email_phone_number: [expect.any(String)] }]);
    }
  });

  it("keeps an unfinished account, and refuses a finished one", async () => {
    const { user } = await newUser();
    expect(said(await visitor().post("/users/signup/", { email_phone_number: user.address }))).toEqual([
      400,
      { email_phone_number: ["A user with that email or phone number already exists."] },
    ]);
  });

  it(
    "opens one door at a time, and a refresh never the next one",
    async () => {
      const paths = ["/finance/categories/", "/finance/dashboard/", "/finance/summary/daily/"];
      const doors = async (access: string | null) => {
        const actor = bearer(access ?? "");
        const replies = await Promise.all([
          ...paths.map((path) => actor.get(path)),
          actor.put("/users/change_info/", { first_name: "" }),
          actor.post("/users/code_verify/", { code: "" }),
          actor.put("/users/update/", {}),
          actor.put("/users/reset/", { code: "0000", password: PASSWORD, confirm_password: PASSWORD }),
          actor.patch("/users/image/", {}),
        ]);
        return replies.map(({ status }) => status);
      };
      const fresh = await newcomer();
      const [newAccess, newRefresh] = [fresh.accessToken, fresh.refreshToken];
      const onlyCode = [403, 403, 403, 403, 400, 403, 403, 403];
      const onlyInfo = [403, 403, 403, 400, 403, 403, 403, 403];
      expect(await doors(newAccess)).toEqual(onlyCode);

      const verify = await fresh.post("/users/code_verify/", { code: await codeTo(fresh.user.address) });
      expect(await doors(verify.body.access)).toEqual(onlyInfo);
      expect(await doors((await refresh(newRefresh)).body.access)).toEqual(onlyCode);

      const done = await bearer(verify.body.access).put("/users/change_info/", info());
      expect(await doors(done.body.access)).toEqual([200, 200, 200, 400, 400, 400, 403, 400]);
      expect(await doors((await refresh(verify.body.refresh)).body.access)).toEqual([
        403, 403, 403, 400, 403, 403, 403, 403,
      ]);
      expect(said(await bearer(done.body.access).post("/users/code_verify/", { code: "1234" }))).toEqual(FORBIDDEN);
      expect(said(await bearer(verify.body.access).put("/users/change_info/", info()))).toEqual(FORBIDDEN);
      expect(said(await bearer(newAccess ?? "").get("/users/new_verify/"))).toEqual(FORBIDDEN);
      expect(said(await bearer(newAccess ?? "").post("/users/code_verify/", { code: "1234" }))).toEqual(FORBIDDEN);
    },
    TIMEOUT_MS,
  );
});

describe("a code", () => {
  it(
    "is good for one use, five tries and two minutes",
    async () => {
      const actor = await newcomer();
      const code = await codeTo(actor.user.address);
      const verify = (text: unknown) => actor.post("/users/code_verify/", { code: text });
      for (let count = 0; count < 4; count += 1) expect(said(await verify(wrongCode(code)))).toEqual(WRONG_CODE);
      for (const malformed of ["12", "abcd", ""]) {
        expect(said(await verify(malformed))).toEqual([400, { code: ["Enter 4 digits."] }]);
      }
      expect((await verify(code)).status).toBe(200);
      expect(said(await verify(code))).toEqual(WRONG_CODE);

      const tried = await newcomer();
      const tired = await codeTo(tried.user.address);
      for (let count = 0; count < 5; count += 1) await tried.post("/users/code_verify/", { code: wrongCode(tired) });
      expect(said(await tried.post("/users/code_verify/", { code: tired }))).toEqual(WRONG_CODE);

      const late = await newcomer();
      const stale = await codeTo(late.user.address);
      freezeTime(Date.now());
      passTime(2 * MINUTE_MS);
      expect(said(await late.post("/users/code_verify/", { code: stale }))).toEqual(WRONG_CODE);
    },
    TIMEOUT_MS,
  );

  it(
    "is sent again when it is asked for again, ten times before the first wait",
    async () => {
      freezeTime(Date.now());
      const actor = await newcomer();
      const { address } = actor.user;
      const code = await codeTo(address);
      for (let count = 2; count <= 10; count += 1) {
        expect((await actor.get("/users/new_verify/")).status).toBe(200);
        expect(await codeTo(address, count)).toBe(code);
      }
      const refused = await actor.get("/users/new_verify/");
      expect([refused.status, refused.headers.get("Retry-After")]).toEqual([429, "600"]);
      const signup = await visitor().post("/users/signup/", { email_phone_number: address });
      expect([signup.status, signup.headers.get("Retry-After")]).toEqual([429, "600"]);
      expect((await actor.post("/users/code_verify/", { code: Number(code) })).status).toBe(
        code.startsWith("0") ? 400 : 200,
      );
    },
    TIMEOUT_MS,
  );

  it(
    "is replaced when it has expired or was guessed too often, five times an hour",
    async () => {
      freezeTime("2026-11-24T10:00:00Z");
      const actor = await newcomer();
      const { address } = actor.user;
      for (let count = 2; count <= 5; count += 1) {
        passTime(2 * MINUTE_MS);
        await actor.get("/users/new_verify/");
      }
      const fifth = await codeTo(address, 5);
      for (let count = 0; count < 5; count += 1) await actor.post("/users/code_verify/", { code: wrongCode(fifth) });
      const refused = await actor.get("/users/new_verify/");
      expect([refused.status, refused.headers.get("Retry-After")]).toEqual([429, "3600"]);
      passTime(52 * MINUTE_MS);
      const again = await newcomer(address);
      expect((await again.post("/users/code_verify/", { code: await codeTo(address, 6) })).status).toBe(200);
    },
    TIMEOUT_MS,
  );
});

describe("finishing an account", () => {
  it("needs all fields, and says so at once", async () => {
    const actor = await verified();
    const required = ["This field is required."];
    expect(said(await actor.put("/users/change_info/", {}))).toEqual([
      400,
      {
        first_name: required,
        last_name: required,
        username: required,
        password: required,
        password_confirm: required,
      },
    ]);
    const differ = ["The two password fields didn't match."];
    expect(said(await actor.put("/users/change_info/", info({ password_confirm: "87654321" })))).toEqual([
      400,
      { password_confirm: differ },
    ]);
    expect(
      said(await actor.put("/users/change_info/", { password: PASSWORD, password_confirm: "87654321", last_name: "" })),
    ).toEqual([400, { first_name: required, username: required, password_confirm: differ }]);
    expect(said(await actor.put("/users/change_info/", info({ password_confirm: undefined })))).toEqual([
      400,
      { password_confirm: required },
    ]);
    const short = info({ password: "1234567", password_confirm: "1234567", username: "+998901234567" });
    expect(said(await actor.patch("/users/change_info/", short))).toEqual([
      400,
      { username: [expect.any(String), expect.any(String)], password: ["At least 8 characters"] },
    ]);
    expect((await actor.patch("/users/change_info/", info())).status).toBe(200);
  });

  it(
    "takes a username that nobody has, in any case",
    async () => {
      const username = uniqueUsername();
      await newUser({ username: username.toUpperCase() });
      const late = await verified();
      expect(said(await late.put("/users/change_info/", info({ username })))).toEqual([
        400,
        { username: ["A user with that username already exists."] },
      ]);
      expect((await tryLogin(username)).status).toBe(200);
    },
    TIMEOUT_MS,
  );

  it(
    "later changes names and never the password",
    async () => {
      const actor = await newUser();
      const other = { password: "another-pass", password_confirm: "another-pass" };
      const change = await actor.put("/users/change_info/", { ...other, first_name: "Vali" });
      expect(change.body).toEqual({
        auth_status: "done",
        first_name: "Vali",
        last_name: "Valiyev",
        username: actor.user.username,
        timezone: "Asia/Tashkent",
      });
      expect(said(await actor.put("/users/change_info/", { ...other, password_confirm: "a typing error" }))).toEqual([
        400,
        { password_confirm: ["The two password fields didn't match."] },
      ]);
      expect(said(await tryLogin(actor.user.address, other.password))).toEqual(WRONG_LOGIN);
      expect((await tryLogin(actor.user.address)).status).toBe(200);
      expect(said(await actor.patch("/users/change_info/", { timezone: "Moon/Base" }))).toEqual([
        400,
        { timezone: [expect.any(String)] },
      ]);
    },
    TIMEOUT_MS,
  );
});

describe("logging in", () => {
  it(
    "answers everything but a finished user's password in the same way",
    async () => {
      const { user } = await newUser();
      const unfinished = await verified();
      expect(said(await tryLogin(user.address, "87654321"))).toEqual(WRONG_LOGIN);
      expect(said(await tryLogin(unfinished.user.address))).toEqual(WRONG_LOGIN);
      expect(said(await tryLogin(uniqueEmail()))).toEqual(WRONG_LOGIN);
      expect(said(await visitor().post("/users/login/", {}))).toEqual([
        400,
        { user_input: ["This field is required."], password: ["This field is required."] },
      ]);
    },
    TIMEOUT_MS,
  );

  it(
    "gives tokens that a logout kills, both of them",
    async () => {
      const { user } = await newUser();
      const [phone, laptop] = [await login(user.address), await login(user.username)];
      expect(said(await visitor().post("/users/logout/", { refresh: phone.refreshToken }))).toEqual([
        200,
        { message: "Tizimdan chiqdingiz" },
      ]);
      expect(said(await phone.get("/finance/dashboard/"))).toEqual(BAD_TOKEN);
      expect(said(await refresh(phone.refreshToken))).toEqual(DEAD_REFRESH);
      expect(said(await visitor().post("/users/logout/", { refresh: phone.refreshToken }))).toEqual(DEAD_REFRESH);
      expect(said(await visitor().post("/users/logout/", { refresh: "xxx" }))).toEqual(DEAD_REFRESH);
      expect((await laptop.get("/finance/dashboard/")).status).toBe(200);
    },
    TIMEOUT_MS,
  );

  it(
    "lasts an hour, and longer by refreshing",
    async () => {
      const { user } = await newUser();
      freezeTime(Date.now());
      const actor = await login(user.address);
      passTime(60 * MINUTE_MS);
      expect(said(await actor.get("/finance/dashboard/"))).toEqual(BAD_TOKEN);
      const renewed = await refresh(actor.refreshToken);
      expect((await bearer(renewed.body.access).get("/finance/dashboard/")).status).toBe(200);
      expect((await refresh(actor.refreshToken)).body.refresh).toBe(renewed.body.refresh);
      passTime(2 * MINUTE_MS);
      expect(said(await refresh(actor.refreshToken))).toEqual(DEAD_REFRESH);
      expect(said(await refresh(renewed.body.refresh))).toEqual(DEAD_REFRESH);
    },
    TIMEOUT_MS,
  );

  it(
    "cannot be ended when it is over",
    async () => {
      const { user } = await newUser();
      freezeTime(Date.now());
      const [early, late] = [await login(user.address), await login(user.address)];
      const logout = ({ refreshToken }: { refreshToken: string | null }) =>
        visitor().post("/users/logout/", { refresh: refreshToken });
      passTime(7 * 24 * 60 * MINUTE_MS - 1);
      expect((await logout(early)).status).toBe(200);
      passTime(1);
      expect(said(await logout(late))).toEqual(DEAD_REFRESH);
    },
    TIMEOUT_MS,
  );

  it("tells no token from a bad one, and refuses tokens of other products", async () => {
    expect(said(await visitor().get("/finance/dashboard/"))).toEqual([
      401,
      { detail: "Authentication credentials were not provided." },
    ]);
    expect(said(await bearer("garbage").get("/finance/dashboard/"))).toEqual(BAD_TOKEN);
    expect(said(await refresh("garbage"))).toEqual(DEAD_REFRESH);
    const [planner, wallet] = [await newActor(), await newUser()];
    expect(said(await bearer(planner.accessToken ?? "").get("/finance/dashboard/"))).toEqual(BAD_TOKEN);
    expect(said(await refresh(planner.refreshToken))).toEqual(DEAD_REFRESH);
    expect((await anonymous().get("/v1/auth/me", { Authorization: `Bearer ${wallet.accessToken}` })).status).toBe(401);
  });
});

describe("a forgotten password", () => {
  it(
    "is reset by a code, which ends all sessions",
    async () => {
      const old = await newUser();
      const { address } = old.user;
      const forgot = await visitor().post("/users/forgot/", { phone_email: address.toUpperCase() });
      const resetter = bearer(forgot.body.access);
      const body = { code: await codeTo(address, 2), password: "brand-new", confirm_password: "brand-new" };
      expect(said(await resetter.get("/finance/dashboard/"))).toEqual(FORBIDDEN);
      expect(said(await resetter.put("/users/reset/", { ...body, confirm_password: "" }))).toEqual([
        400,
        { confirm_password: ["The two password fields didn't match."] },
      ]);
      expect(said(await resetter.put("/users/reset/", { ...body, code: wrongCode(body.code) }))).toEqual(WRONG_CODE);
      // A wrong code ends no session, and changes no password.
      expect((await refresh(old.refreshToken)).status).toBe(200);
      expect((await old.get("/finance/dashboard/")).status).toBe(200);
      expect((await tryLogin(address)).status).toBe(200);
      const reset = await resetter.put("/users/reset/", body);
      expect([...said(reset), calls(reset)]).toEqual([
        200,
        { message: "Parol yangilandi" },
        'd1;desc="2", hub;desc="1"',
      ]);
      expect(said(await resetter.put("/users/reset/", body))).toEqual(WRONG_CODE);
      expect(said(await old.get("/finance/dashboard/"))).toEqual(BAD_TOKEN);
      expect(said(await refresh(old.refreshToken))).toEqual(DEAD_REFRESH);
      expect(said(await tryLogin(address))).toEqual(WRONG_LOGIN);
      expect((await tryLogin(address, "brand-new")).status).toBe(200);

      // Its token is of no use for the next reset, which has one of its own.
      const next = await visitor().post("/users/forgot/", { phone_email: address });
      const again = { ...body, code: await codeTo(address, 3) };
      expect(said(await resetter.put("/users/reset/", again))).toEqual(WRONG_CODE);
      expect((await bearer(next.body.access).put("/users/reset/", again)).status).toBe(200);
    },
    TIMEOUT_MS,
  );

  it(
    "of nobody gets the same answer, and a token that always fails",
    async () => {
      const unfinished = await verified();
      const known = await newUser();
      const shape = ({ body }: { body: { message: string; access: string } }) => [
        body.message,
        Object.keys(body),
        body.access.length,
      ];
      const replies: Reply[] = [];
      for (const address of [known.user.address, uniqueEmail(), unfinished.user.address]) {
        replies.push(await visitor().post("/users/forgot/", { phone_email: address }));
      }
      expect(replies.map(shape)).toEqual(replies.map(() => shape(replies[0] ?? { body: { message: "", access: "" } })));
      for (const { body } of replies) {
        const attempt = { code: "0000", password: "brand-new", confirm_password: "brand-new" };
        const codes = body === replies[0]?.body ? [wrongCode(await codeTo(known.user.address, 2))] : ["0000", "1234"];
        for (const code of codes) {
          expect(said(await bearer(body.access).put("/users/reset/", { ...attempt, code }))).toEqual(WRONG_CODE);
        }
      }
    },
    TIMEOUT_MS,
  );
});

describe("a new password by the old one", () => {
  it(
    "ends all sessions but the caller's",
    async () => {
      const actor = await newUser();
      const other = await login(actor.user.address);
      const body = { old_pass: PASSWORD, new_pass: "brand-new", confirm_new_pass: "brand-new" };
      expect(said(await actor.put("/users/update/", { ...body, old_pass: "nonsense" }))).toEqual([
        400,
        { old_pass: ["Wrong password."] },
      ]);
      expect(said(await actor.put("/users/update/", { ...body, confirm_new_pass: "" }))).toEqual([
        400,
        { confirm_new_pass: ["The two password fields didn't match."] },
      ]);
      expect((await actor.put("/users/update/", body)).status).toBe(200);
      expect((await actor.get("/finance/dashboard/")).status).toBe(200);
      expect(said(await other.get("/finance/dashboard/"))).toEqual(BAD_TOKEN);
      expect(said(await tryLogin(actor.user.address))).toEqual(WRONG_LOGIN);
    },
    TIMEOUT_MS,
  );

  it(
    "wins once when two sessions change it at the same moment, and ends the other alone",
    async () => {
      const { user } = await newUser();
      const racers = [await login(user.address), await login(user.address)];
      const replies = await Promise.all(
        racers.map((racer, index) => {
          const password = `brand-new-${index}`;
          return racer.put("/users/update/", { old_pass: PASSWORD, new_pass: password, confirm_new_pass: password });
        }),
      );
      const winner = replies.findIndex(({ status }) => status === 200);
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      expect((await tryLogin(user.address, `brand-new-${winner}`)).status).toBe(200);
      const refreshed = await Promise.all(racers.map(({ refreshToken }) => refresh(refreshToken)));
      expect(refreshed.map(({ status }) => status === 200)).toEqual([winner === 0, winner === 1]);
    },
    TIMEOUT_MS,
  );
});
