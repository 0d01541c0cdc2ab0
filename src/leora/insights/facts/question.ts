import { unsafeCast } from "../../../kernel/cast.ts";
import type { RawRow, Statement } from "../../../kernel/db/database.ts";

// Questions to the database that are asked together: each is some statements of one batch, and what their answers mean.

/** What is asked, and how the rows of the answers, in the order of the statements, are read. */
export interface Question<Answer> {
  readonly statements: readonly Statement[];
  read(answers: readonly RawRow[][]): Answer;
}

/** A question of one statement. */
export const ask = <Answer>(statement: Statement, read: (rows: RawRow[]) => Answer): Question<Answer> => ({
  statements: [statement],
  read: ([rows = []]) => read(rows),
});

/** What is known without a statement. */
export const known = <Answer>(answer: Answer): Question<Answer> => ({ statements: [], read: () => answer });

/** A question whose answer is computed from the answer to another one. */
export const mapped = <Raw, Answer>(question: Question<Raw>, read: (answer: Raw) => Answer): Question<Answer> => ({
  statements: question.statements,
  read: (answers) => read(question.read(answers)),
});

type AnswersTo<Questions> = {
  [Name in keyof Questions]: Questions[Name] extends Question<infer Answer> ? Answer : never;
};

/** Several questions as one; its answer has theirs, by the same names. */
export function together<Questions extends Readonly<Record<string, Question<unknown>>>>(
  questions: Questions,
): Question<AnswersTo<Questions>> {
  return {
    statements: Object.values(questions).flatMap(({ statements }) => statements),
    read(answers) {
      let next = 0;
      const entries = Object.entries(questions).map(([name, { statements, read }]) => {
        const own = answers.slice(next, next + statements.length);
        next += statements.length;
        return [name, read(own)];
      });
      // The entries are those of `questions`, each with the answer to the question of that name.
      return unsafeCast<AnswersTo<Questions>>(Object.fromEntries(entries));
    },
  };
}

/** The same for a list. */
export function eachOf<Answer>(questions: readonly Question<Answer>[]): Question<Answer[]> {
  const all = together(Object.fromEntries(questions.map((question, index) => [String(index), question])));
  return mapped(all, (answers) => Object.values(answers));
}
