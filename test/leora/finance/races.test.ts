import { describe, expect, it } from "vitest";
import { freezeTime } from "../../support/clock.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { balanceOf, DAY, expense, openAccount } from "./support.ts";

// Two requests at once, of which the second must see what the first has done. Each pair runs several times, because
// which of them comes first is left to chance.

const PAIRS = Array.from({ length: 8 }, (_, index) => index);

async function holder() {
  freezeTime(`${DAY}T07:00:00Z`);
  return newPremiumActor();
}

describe("two requests at once", () => {
  it("set a balance once", async () => {
    const actor = await holder();
    const outcomes = await Promise.all(
      PAIRS.map(async () => {
        const id = await openAccount(actor, "UZS", { initialBalance: 100 });
        const adjust = () => actor.patch(`/v1/accounts/${id}/adjust-balance`, { newBalance: 1000 });
        const replies = await Promise.all([adjust(), adjust()]);
        const { meta } = await actor.get(`/v1/transactions?accountId=${id}`);
        return [...replies.map(({ status }) => status), await balanceOf(actor, id), meta?.total];
      }),
    );
    expect(outcomes).toEqual(PAIRS.map(() => [200, 200, 1000, 1]));
  });

  it("change the currency of an account and spend from it in one of the two", async () => {
    const actor = await holder();
    const outcomes = await Promise.all(
      PAIRS.map(async (index) => {
        const id = await openAccount(actor, "UZS");
        const change = () => actor.patch(`/v1/accounts/${id}`, { currency: "USD" });
        const spend = () => actor.post("/v1/transactions", expense(id, 12837.1, "UZS"));
        // The one that is sent first is also the one that mostly commits first.
        const isChangeFirst = index % 2 === 0;
        const [first, second] = await Promise.all(isChangeFirst ? [change(), spend()] : [spend(), change()]);
        const [changed, spent] = isChangeFirst ? [first, second] : [second, first];
        expect(spent.status, spent.text).toBe(201);
        return [changed.status, await balanceOf(actor, id)].join(" ");
      }),
    );
    // Refused, because a transaction came first; or done, so that the transaction was converted to dollars.
    expect(["409 -12837.1", "200 -1"]).toEqual(expect.arrayContaining([...new Set(outcomes)]));
  });
});
