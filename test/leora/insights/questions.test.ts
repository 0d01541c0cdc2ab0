import { describe, expect, test } from "vitest";
import { expectBytesCounted } from "../../engine/stored.ts";
import { newActor } from "../../support/actor.ts";

describe("questions", () => {
  test("are twelve, and answered once or again", async () => {
    const actor = await newActor();
    const { data, meta } = await actor.get("/v1/insights/questions?limit=50");
    expect(meta?.total).toBe(12);
    const question = data.find(({ options }: { options: unknown[] | null }) => options);
    const path = `/v1/insights/questions/${question.id}/answer`;
    const first = await actor.post(path, { optionId: question.options[0].id });
    expect([first.status, first.data.questionId, first.data.optionId]).toEqual([
      201,
      question.id,
      question.options[0].id,
    ]);
    const again = await actor.post(path, { optionId: question.options[1].id });
    expect([again.status, again.data.id, again.data.optionId]).toEqual([200, first.data.id, question.options[1].id]);
    expect((await actor.get("/v1/insights/questions?answered=true")).data.map(({ id }: { id: string }) => id)).toEqual([
      question.id,
    ]);
    expect((await actor.get("/v1/insights/questions?answered=false")).meta?.total).toBe(11);
    for (const body of [{}, { optionId: "none" }, { customAnswer: "x".repeat(1001) }]) {
      expect((await actor.post(path, body)).status).toBe(400);
    }
    const other = `/v1/insights/questions/${data.findLast(({ options }: { options: unknown[] | null }) => options).id}/answer`;
    const optionId = data.findLast(({ options }: { options: unknown[] | null }) => options).options[0].id;
    const twins = await Promise.all([1, 2, 3].map(() => actor.post(other, { optionId })));
    expect(new Set(twins.map((twin) => twin.data.id)).size).toBe(1);
    const { id: open } = data.find(({ allowFreeText }: { allowFreeText: boolean }) => allowFreeText);
    const words = ["x".repeat(300), "", "y".repeat(20), "z"].map((customAnswer) => ({
      customAnswer: `Because ${customAnswer}`,
    }));
    await Promise.all(words.map((body) => actor.post(`/v1/insights/questions/${open}/answer`, body)));
    await expectBytesCounted(actor);
    const unknown = `/v1/insights/questions/${crypto.randomUUID()}/answer`;
    expect((await actor.post(unknown, { optionId: "a" })).status).toBe(404);
  });
});
