import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { hubOf } from "../support/hub.ts";
import { BAD_TOKEN, bearer, codeTo, DEAD_REFRESH, login, newUser, PASSWORD, said, visitor } from "./support.ts";

// What a session had under way, and what it tries afterwards, once it has ended. Koshelok has no sockets, commands or alarms.

const NEW_PASSWORD = `${PASSWORD}9`;

/** Each way in which the session of the phone ends, by the user at home; who may go on afterwards. */
const ENDINGS: readonly [name: string, end: (phone: Actor, home: Actor) => Promise<Actor>][] = [
  [
    "signing out",
    async (phone, home) => {
      expect((await visitor().post("/users/logout/", { refresh: phone.refreshToken })).status).toBe(200);
      return home;
    },
  ],
  [
    "a new password",
    async (_, home) => {
      const passwords = { old_pass: PASSWORD, new_pass: NEW_PASSWORD, confirm_new_pass: NEW_PASSWORD };
      expect((await home.put("/users/update/", passwords)).status).toBe(200);
      return home;
    },
  ],
  [
    "a forgotten password",
    async ({ user: { address } }) => {
      const { access } = (await visitor().post("/users/forgot/", { phone_email: address })).body;
      const passwords = { password: NEW_PASSWORD, confirm_password: NEW_PASSWORD };
      const reply = await bearer(access).put("/users/reset/", { code: await codeTo(address, 2), ...passwords });
      expect(reply.status).toBe(200);
      return login(address, NEW_PASSWORD);
    },
  ],
];

describe.each(ENDINGS)("a session that was ended by %s", (_, end) => {
  const category = (index: number) => ({ name: `category ${index}`, type: "expense" });
  const namesOf = async (actor: Actor): Promise<string[]> =>
    (await actor.get("/finance/categories/")).body.map(({ name }: { name: string }) => name);

  it("writes nothing by what it had under way, and nothing later", { timeout: 30_000 }, async () => {
    const phone = await newUser();
    const home = await login(phone.user.address);
    const bodies = Array.from({ length: 20 }, (__, index) => category(index));
    const [owner, ...replies] = await Promise.all([
      end(phone, home),
      ...bodies.map((body) => phone.post("/finance/categories/", body)),
    ]);
    for (const reply of replies.filter(({ status }) => status !== 201)) expect(said(reply)).toEqual(BAD_TOKEN);
    const created = bodies.filter((__, index) => replies[index]?.status === 201).map(({ name }) => name);
    expect((await namesOf(owner)).toSorted()).toEqual(created.toSorted());
    for (const isEvicted of [false, true]) {
      if (isEvicted) await evictDurableObject(hubOf(phone).stub);
      expect(said(await phone.post("/finance/categories/", category(99)))).toEqual(BAD_TOKEN);
      expect(said(await visitor().post("/users/token/refresh/", { refresh: phone.refreshToken }))).toEqual(
        DEAD_REFRESH,
      );
    }
    expect(await namesOf(owner)).toHaveLength(created.length);
  });
});
