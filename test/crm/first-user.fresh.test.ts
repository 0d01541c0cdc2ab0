import { expect, it } from "vitest";
import { refusal, registration, visitor } from "./support.ts";

it("makes the first user ever an administrator, and registers others through administrators alone", async () => {
  const anybody = visitor();
  expect(refusal(await anybody.post("/auth/register", registration({ password: "short" })))).toEqual({
    status: 400,
    code: "VALIDATION_ERROR",
    fields: ["password"],
  });

  // Many come first at once: one wins, whatever role it asked for.
  const twins = await Promise.all(
    Array.from({ length: 4 }, () => visitor().post("/auth/register", registration({ role: "user" }))),
  );
  const [first, ...refused] = twins.toSorted((a, b) => a.status - b.status);
  expect(first?.data.user).toMatchObject({ role: "admin", name: "Dilnoza Rahimova", timezone: "Asia/Tashkent" });
  expect(refused.map(refusal)).toEqual(refused.map(() => ({ status: 401, code: "UNAUTHORIZED" })));

  const admin = visitor();
  if (first) admin.adopt(first);
  expect((await admin.get("/auth/me")).data).toEqual({ user: first?.data.user });
  const account = registration();
  const registered = await admin.post("/auth/register", account);
  expect([registered.status, registered.body]).toEqual([
    201,
    {
      success: true,
      data: {
        user: {
          id: expect.any(Number),
          email: account.email,
          name: account.name,
          role: "user",
          timezone: "Asia/Tashkent",
        },
      },
    },
  ]);
  const twin = await admin.post("/auth/register", { ...account, email: account.email.toUpperCase() });
  expect(refusal(twin)).toEqual({ status: 409, code: "CONFLICT", fields: ["email"] });

  const user = visitor();
  user.adopt(await user.post("/auth/login", account));
  expect(refusal(await user.post("/auth/register", registration()))).toEqual({ status: 403, code: "FORBIDDEN" });
  expect(refusal(await anybody.post("/auth/register", registration()))).toEqual({ status: 401, code: "UNAUTHORIZED" });
  const garbage = { Authorization: "Bearer garbage" };
  expect((await anybody.post("/auth/register", registration(), garbage)).status).toBe(401);
});
