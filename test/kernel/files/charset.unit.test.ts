import { describe, expect, it } from "vitest";
import { charsetNamed, decodeText } from "../../../src/kernel/files/charset.ts";
import { encode } from "../../support/charsets.ts";
import { refusal } from "../../support/refusal.ts";

const STATEMENT = "Дата;Сумма;Описание\n17.11.2026;-25000,00;Оплата в магазине Корзинка\n18.11.2026;5000,00;Возврат\n";

const decode = (bytes: Uint8Array, options: object = {}) => decodeText(bytes, { field: "file", ...options });
const bytes = (...values: number[]) => new Uint8Array(values);

describe("a text", () => {
  it.each(["utf-8", "windows-1251", "koi8-r"] as const)("in %s is told by its letters", async (charset) => {
    expect(await decode(encode(STATEMENT, charset))).toBe(STATEMENT);
  });

  it("of few letters is told by them", async () => {
    expect(await decode(encode("дата,сумма,имя\n2026-11-17,-5,Кофе\n", "windows-1251"))).toBe(
      "дата,сумма,имя\n2026-11-17,-5,Кофе\n",
    );
  });

  it.each([
    "name;email;company\nДилноза Рахимова;a@example.com;Завод «Заря»",
    "name;email\nБек;a@example.com",
    "date,amount,name\n2026-11-17,-5,Щи да каша\n2026-11-18,-5,МАГАЗИН\n",
  ])("in windows-1251 among ASCII is told by its words: %j", async (text) => {
    expect(await decode(encode(text, "windows-1251"))).toBe(text);
  });

  it.each(["nom,prix\nCafé,5\nCrème brûlée,7\nNaïve œuvre,8\n", "name;price\nGroßer Käse;5\nMüller;6"])(
    "in windows-1252 among ASCII is told by its words: %j",
    async (text) => {
      expect(await decode(encode(text, "windows-1252"))).toBe(text);
    },
  );

  it("of western letters is told by them", async () => {
    const text = "Date;Libellé;Débit\n17/11/2026;Café de la gare, frais bancaires prélevés à l'étranger;5,00\n";
    expect(await decode(encode(text, "windows-1252"))).toBe(text);
  });

  it.each([
    ["utf-16le", bytes(0xff, 0xfe, 0x41, 0, 0x14, 4)],
    ["utf-16be", bytes(0xfe, 0xff, 0, 0x41, 4, 0x14)],
    ["utf-8", bytes(0xef, 0xbb, 0xbf, 0x41, 0xd0, 0x94)],
  ])("in %s is told by its byte order mark, which goes", async (_, content) => {
    expect(await decode(content)).toBe("AД");
  });

  it("is decoded as its sender states, then in UTF-8, then as it declares", async () => {
    const [russian, utf8] = [encode("Привет", "ibm866"), encode("Привет", "utf-8")];
    expect(await decode(russian, { stated: "ibm866", declared: "koi8-r" })).toBe("Привет");
    expect(await decode(russian, { declared: "ibm866" })).toBe("Привет");
    expect(await decode(utf8, { declared: "ibm866" })).toBe("Привет");
  });

  it.each([
    ["UTF-8, as stated", bytes(0xff, 0x41), { stated: "utf-8" }],
    ["UTF-8, as declared", bytes(0xff, 0x41), { declared: "utf-8" }],
    ["text at all", bytes(0x41, 0, 0x42), {}],
  ])("is refused when it is not %s", async (_, content, options) => {
    expect(await refusal(() => decode(content, options))).toMatchObject({
      code: "invalid_input",
      details: [{ field: "file" }],
    });
  });
});

it.each([
  ["UTF-8", "utf-8"],
  ["utf8", "utf-8"],
  ["cp1251", "windows-1251"],
  ["Windows-1251", "windows-1251"],
  [" koi8-r ", "koi8-r"],
  ["latin1", "windows-1252"],
  ["shift_jis", undefined],
  ["nonsense", undefined],
  ["", undefined],
])("the charset named %j is %s", (name, charset) => {
  expect(charsetNamed(name)).toBe(charset);
});
