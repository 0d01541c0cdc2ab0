import { describe, expect, it } from "vitest";
import { codeTo, said, uniqueEmail, uniquePhone, uniqueUsername, visitor } from "./support.ts";

// Spec koshelok.md from top to bottom, as a client of the original Django API goes through it, with the spec's own
// bodies (its passwords below 8 characters are samples).

/** A dozen passwords are hashed on the way. */
const TIMEOUT_MS = 60_000;

describe.each([
  ["with trailing slashes", "/", uniqueEmail()],
  ["without trailing slashes", "", uniqueEmail()],
  ["by phone", "/", uniquePhone()],
])("a client %s", (_, slash, address) => {
  it(
    "goes from signing up to its summary",
    async () => {
      const client = visitor();
      const username = uniqueUsername();
      const use = ({ body }: { body: { access: string; refresh: string } }) => {
        client.accessToken = body.access;
        client.refreshToken = body.refresh;
      };

      const signup = await client.post(`/users/signup${slash}`, { email_phone_number: address });
      expect(signup.status).toBe(201);
      expect(signup.body).toEqual({
        id: expect.any(Number),
        auth_type: address.includes("@") ? "via_email" : "via_phone",
        auth_status: "new",
        access: expect.any(String),
        refresh: expect.any(String),
      });
      use(signup);

      await codeTo(address);
      expect(said(await client.get(`/users/new_verify${slash}`))).toEqual([200, { message: "Kod yuborildi" }]);
      const verify = await client.post(`/users/code_verify${slash}`, { code: await codeTo(address, 2) });
      expect(said(verify)).toEqual([
        200,
        { auth_status: "code_verified", access: expect.any(String), refresh: expect.any(String) },
      ]);
      use(verify);

      const change = await client.put(`/users/change_info${slash}`, {
        first_name: "Ali",
        last_name: "Valiyev",
        username,
        password: "12345678",
        password_confirm: "12345678",
      });
      expect(said(change)).toEqual([
        200,
        {
          auth_status: "done",
          first_name: "Ali",
          last_name: "Valiyev",
          username,
          timezone: "Asia/Tashkent",
          access: expect.any(String),
          refresh: expect.any(String),
        },
      ]);

      const login = await client.post(`/users/login${slash}`, { user_input: address, password: "12345678" });
      expect(said(login)).toEqual([
        200,
        { access: expect.any(String), refresh: expect.any(String), auth_status: "done" },
      ]);
      use(login);

      const refreshed = await client.post(`/users/token/refresh${slash}`, { refresh: client.refreshToken });
      expect(said(refreshed)).toEqual([200, { access: expect.any(String), refresh: expect.any(String) }]);
      use(refreshed);

      const category = (name: string, type: string) => client.post(`/finance/categories${slash}`, { name, type });
      const food = await category("Ovqatlanish", "expense");
      expect(said(food)).toEqual([
        201,
        { id: expect.any(Number), name: "Ovqatlanish", type: "expense", total_amount: 0 },
      ]);
      const salary = await category("Maosh", "income");

      const spend = { category: food.body.id, amount: 50000, comment: "Nonushta", date: "2025-09-21" };
      expect(said(await client.post(`/finance/transactions${slash}`, spend))).toEqual([
        201,
        {
          ...spend,
          id: expect.any(Number),
          category_name: "Ovqatlanish",
          type: "expense",
          created_at: expect.any(String),
        },
      ]);
      const earn = { category: salary.body.id, amount: 250000, date: "2025-09-21" };
      expect((await client.post(`/finance/transactions${slash}`, earn)).status).toBe(201);

      expect(said(await client.get(`/finance/categories${slash}`))).toEqual([
        200,
        [
          { id: food.body.id, name: "Ovqatlanish", type: "expense", total_amount: 50000 },
          { id: salary.body.id, name: "Maosh", type: "income", total_amount: 250000 },
        ],
      ]);
      const transactions = await client.get(`/finance/transactions${slash}`);
      expect(
        transactions.body.map(({ amount, comment }: { amount: number; comment: string }) => [amount, comment]),
      ).toEqual([
        [250000, ""],
        [50000, "Nonushta"],
      ]);
      expect(said(await client.get(`/finance/dashboard${slash}`))).toEqual([
        200,
        {
          balance: 200000,
          categories: [
            { category_name: "Ovqatlanish", type: "expense", total: 50000 },
            { category_name: "Maosh", type: "income", total: 250000 },
          ],
        },
      ]);
      for (const period of ["daily", "weekly", "monthly"]) {
        const query = "start_date=2025-09-01&end_date=2025-09-21";
        expect(said(await client.get(`/finance/summary/${period}${slash}?${query}`))).toEqual([
          200,
          { start_date: "2025-09-01", end_date: "2025-09-21", income: 250000, expense: 50000, balance: 200000 },
        ]);
      }

      const update = { old_pass: "12345678", new_pass: "new12345", confirm_new_pass: "new12345" };
      expect((await client.put(`/users/update${slash}`, update)).status).toBe(200);
      const forgot = await client.post(`/users/forgot${slash}`, { phone_email: address });
      expect(said(forgot)).toEqual([200, { message: "Kod yuborildi", access: expect.any(String) }]);
      client.accessToken = forgot.body.access;
      const reset = { code: await codeTo(address, 3), password: "newpass1", confirm_password: "newpass1" };
      expect((await client.put(`/users/reset${slash}`, reset)).status).toBe(200);

      const last = await client.post(`/users/login${slash}`, { user_input: username, password: "newpass1" });
      expect(last.status).toBe(200);
      client.accessToken = null;
      expect((await client.post(`/users/logout${slash}`, { refresh: last.body.refresh })).status).toBe(200);
      expect((await client.post(`/users/token/refresh${slash}`, { refresh: last.body.refresh })).status).toBe(401);
    },
    TIMEOUT_MS,
  );
});
