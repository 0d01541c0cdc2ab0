import { z } from "zod";
import { instant, uuid } from "../../../kernel/contract.ts";
import { PageQuery } from "../../../kernel/db/page.ts";
import { InsightCategory } from "../contract.ts";
import { questionsFor } from "./catalogue.ts";

const [example] = questionsFor("uz");

export const QuestionsQuery = PageQuery.pick({ page: true, limit: true }).extend({
  category: InsightCategory.optional(),
  answered: z.enum(["true", "false"]).optional().meta({ example: "false" }),
});

const QuestionOption = z
  .object({
    id: z.string().meta({ example: example?.options?.[0]?.id }),
    label: z.string().meta({ example: example?.options?.[0]?.label }),
  })
  .meta({ id: "QuestionOption" });

const GivenAnswer = z
  .object({
    optionId: z.string().nullable().meta({ example: null }),
    customAnswer: z.string().nullable().meta({ example: "Mening javobim" }),
    answeredAt: instant(),
  })
  .meta({ id: "GivenAnswer" });

export const QuestionView = z
  .object({
    id: uuid().meta({ example: example?.id }),
    userId: uuid(),
    prompt: z.string().meta({ example: example?.prompt }),
    description: z.string().nullable().meta({ example: example?.description }),
    options: z.array(QuestionOption).nullable(),
    allowFreeText: z.boolean(),
    customLabel: z.string().nullable().meta({ example: example?.customLabel }),
    category: InsightCategory.meta({ example: example?.category }),
    answer: GivenAnswer.nullable(),
    createdAt: instant(),
  })
  .meta({ id: "InsightQuestion" });

export const AnswerBody = z
  .object({
    optionId: z.string().min(1).max(100).nullish(),
    customAnswer: z.string().trim().min(1).max(1000).nullish(),
  })
  .meta({ id: "QuestionAnswerCreate", example: { optionId: example?.options?.[0]?.id } });

export const AnswerView = z
  .object({
    id: uuid(),
    userId: uuid(),
    questionId: uuid().meta({ example: example?.id }),
    optionId: z
      .string()
      .nullable()
      .meta({ example: example?.options?.[0]?.id ?? null }),
    customAnswer: z.string().nullable().meta({ example: null }),
    answeredAt: instant(),
  })
  .meta({ id: "QuestionAnswer" });
