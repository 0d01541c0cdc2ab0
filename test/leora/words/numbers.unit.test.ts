import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberAt } from "../../../src/leora/words/numbers.ts";
import { tokensOf } from "../../../src/leora/words/tokens.ts";

interface Speech {
  /** 1 to 19; where a language composes those above ten, only 1 to 10. */
  readonly small: string;
  readonly tens: string;
  /** 100, 200, …; or how a hundred is said. */
  readonly hundreds: readonly string[] | string;
  thousands(count: number): string;
}

const SPEECHES: Readonly<Record<string, Speech>> = {
  uz: {
    small: "bir ikki uch to'rt besh olti yetti sakkiz to'qqiz o'n",
    tens: "o'n yigirma o'ttiz qirq ellik oltmish yetmish sakson to'qson",
    hundreds: "yuz",
    thousands: () => "ming",
  },
  "uz in Cyrillic": {
    small: "бир икки уч тўрт беш олти етти саккиз тўққиз ўн",
    tens: "ўн йигирма ўттиз қирқ эллик олтмиш етмиш саксон тўқсон",
    hundreds: "юз",
    thousands: () => "минг",
  },
  ru: {
    small: `один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать
      шестнадцать семнадцать восемнадцать девятнадцать`,
    tens: "десять двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
    hundreds: "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот".split(" "),
    thousands: (count) => (count % 10 === 1 ? "тысяча" : count % 10 < 5 ? "тысячи" : "тысяч"),
  },
  en: {
    small: `one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
      nineteen`,
    tens: "ten twenty thirty forty fifty sixty seventy eighty ninety",
    hundreds: "hundred",
    thousands: () => "thousand",
  },
};

function below1000(number: number, { small, tens, hundreds }: Speech): string[] {
  const [names, decades] = [small.split(/\s+/), tens.split(/\s+/)];
  const [hundred, rest] = [Math.floor(number / 100), number % 100];
  const said: (string | undefined)[] = [];
  if (hundred > 0 && typeof hundreds === "string") said.push(names[hundred - 1], hundreds);
  else if (hundred > 0) said.push(hundreds[hundred - 1]);
  if (rest > 0 && rest <= names.length) said.push(names[rest - 1]);
  else if (rest > 0) said.push(decades[Math.floor(rest / 10) - 1], ...(rest % 10 > 0 ? [names[(rest % 10) - 1]] : []));
  return said.filter((word) => word !== undefined);
}

function spelled(number: number, speech: Speech): string {
  const [thousands, rest] = [Math.floor(number / 1000), number % 1000];
  const scaled = thousands > 0 ? [...below1000(thousands, speech), speech.thousands(thousands)] : [];
  return [...scaled, ...below1000(rest, speech)].join(" ");
}

describe.each(Object.entries(SPEECHES))("numbers in words: %s", (_, speech) => {
  const read = (number: number) => {
    const tokens = tokensOf(spelled(number, speech));
    const said = numberAt(tokens, 0);
    return said && [said.value.toNumber(), said.end];
  };
  const expectRead = (number: number) =>
    expect([spelled(number, speech), read(number)]).toEqual([
      spelled(number, speech),
      [number, tokensOf(spelled(number, speech)).length],
    ]);

  it("are read up to a thousand", () => {
    for (let number = 1; number < 1000; number += 1) expectRead(number);
  });

  it("are read up to a million", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), (number) => {
        expectRead(number);
      }),
    );
  });
});
