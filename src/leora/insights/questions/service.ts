import { v5 } from "uuid";
import type { z } from "zod";
import { runSideWrite } from "../../../engine/side-write.ts";
import { entryBytes, entryBytesSql, releaseBytes } from "../../../engine/usage.ts";
import type { Context } from "../../../kernel/context.ts";
import { type RawRow, statement } from "../../../kernel/db/database.ts";
import { type PageMeta, pageMeta } from "../../../kernel/db/page.ts";
import { idOfStored, storedId } from "../../../kernel/db/stored-id.ts";
import { invalid, notFound } from "../../../kernel/errors.ts";
import { toIso } from "../../../kernel/time.ts";
import { negotiateLanguage } from "../../accept-language.ts";
import { settingsFor } from "../../profile.ts";
import { registry } from "../../registry.ts";
import { QUESTIONS_CREATED_AT, type Question, questionsFor } from "./catalogue.ts";
import type { AnswerBody, AnswerView, QuestionsQuery, QuestionView } from "./contract.ts";

type View = z.output<typeof QuestionView>;

/** The questions in the language of `Accept-Language`, else of the user's AI, with the user's answers. One D1 call. */
export async function questions(
  ctx: Context,
  query: z.output<typeof QuestionsQuery>,
): Promise<{ data: View[]; meta: PageMeta }> {
  const rows = await ctx.db.all(statement("SELECT * FROM insightAnswers WHERE owner = ?", ctx.owner));
  const answers = new Map(rows.map((row) => [idOfStored(String(row.questionId)), row]));
  const { category, answered, page, limit } = query;
  const found = questionsFor(await languageFor(ctx)).filter(
    (question) =>
      (category === undefined || question.category === category) &&
      (answered === undefined || answers.has(question.id) === (answered === "true")),
  );
  const data = found
    .slice((page - 1) * limit, page * limit)
    .map((question) => viewOf(ctx.userId, question, answers.get(question.id)));
  return { data, meta: pageMeta(query, found.length) };
}

/**
 * Stores the user's answer to a question, in place of an earlier one. Two D1 calls.
 * @throws not_found when there is no such question; invalid_input when it cannot be answered so
 */
export async function answer(
  ctx: Context,
  questionId: string,
  { optionId = null, customAnswer = null }: z.output<typeof AnswerBody>,
): Promise<z.output<typeof AnswerView>> {
  const question = questionsFor("en").find(({ id }) => id === questionId);
  if (!question) throw notFound();
  if (optionId === null && customAnswer === null) throw invalid("optionId", "Choose an option or answer in words");
  if (optionId !== null && !question.options?.some(({ id }) => id === optionId)) {
    throw invalid("optionId", "The question has no such option");
  }
  if (customAnswer !== null && !question.allowFreeText) throw invalid("customAnswer", "The question takes no words");
  return runSideWrite(ctx, registry, {
    reads: [
      statement("SELECT id FROM insightAnswers WHERE owner = ? AND questionId = ?", ctx.owner, storedId(questionId)),
    ],
    work: async ([rows = []]) => {
      const [before] = rows;
      ctx.outcome.hasReplaced = before !== undefined;
      const id = before ? idOfStored(String(before.id)) : answerIdOf(ctx.userId, questionId);
      const upsert = statement(
        `INSERT INTO insightAnswers (owner, questionId, id, optionId, customAnswer, answeredAt) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (owner, questionId) DO UPDATE SET
            optionId = excluded.optionId, customAnswer = excluded.customAnswer, answeredAt = excluded.answeredAt`,
        ctx.owner,
        storedId(questionId),
        storedId(id),
        optionId,
        customAnswer,
        ctx.now,
      );
      return {
        result: { id, userId: ctx.userId, questionId, optionId, customAnswer, answeredAt: toIso(ctx.now) },
        // What is replaced is counted by the batch itself: another answer may have come since the read.
        statements: [
          releaseBytes(
            "insightAnswers",
            entryBytesSql("customAnswer"),
            "owner = ?1 AND questionId = ?2",
            ctx.owner,
            storedId(questionId),
          ),
          upsert,
        ],
        bytes: entryBytes(customAnswer),
      };
    },
  });
}

/** The namespace of the ids of answers (UUID v5). */
const ANSWER_NAMESPACE = "5c1f0b8e-9a4d-4e6b-8f27-d30a6be4c915";

/** The id of a user's answer to a question: first answers that come at once are one row, which each of them names. */
const answerIdOf = (userId: string, questionId: string): string =>
  v5(JSON.stringify([userId, questionId]), ANSWER_NAMESPACE);

async function languageFor(ctx: Context) {
  const { acceptLanguage } = ctx.client;
  return acceptLanguage ? negotiateLanguage(acceptLanguage) : settingsFor(await ctx.principal()).aiLanguage;
}

function viewOf(userId: string, { key: _, ...question }: Question, row: RawRow | undefined): View {
  return {
    ...question,
    options: question.options && [...question.options],
    userId,
    answer: row
      ? {
          optionId: row.optionId === null ? null : String(row.optionId),
          customAnswer: row.customAnswer === null ? null : String(row.customAnswer),
          answeredAt: toIso(Number(row.answeredAt)),
        }
      : null,
    createdAt: toIso(QUESTIONS_CREATED_AT),
  };
}
