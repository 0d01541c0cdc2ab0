import { describe, expect, test } from "vitest";
import { AGAIN, calls, REPLICA, reported } from "../../../support/near-reads.ts";
import { LaggingReplica } from "../../../support/replica.ts";
import { admin, OWN, startWithBundledRates } from "./support.ts";

startWithBundledRates();

// A published rate is a row of nobody. It must raise its administrator's clock all the same, or a replica that lacks it would
// pass for new enough.

const manual = () => admin.get("/v1/fx-rates?source=manual");

describe("an administrator who has just", () => {
  test("published a rate, or taken one back, is not answered by a replica that lacks that", () =>
    LaggingReplica.during(async (replica) => {
      await replica.catchUp(admin);
      expect(calls(await manual())).toBe(REPLICA);
      const { data } = await reported(admin, "POST", "/v1/fx-rates", OWN);
      const published = await manual();
      expect([calls(published), published.data]).toEqual([AGAIN, [data]]);
      await replica.catchUp(admin);
      expect(calls(await manual())).toBe(REPLICA);
      expect((await reported(admin, "DELETE", `/v1/fx-rates/${data.id}`)).status).toBe(200);
      const deleted = await manual();
      expect([calls(deleted), deleted.data]).toEqual([AGAIN, []]);
    }));
});
