import { describe, expect, it } from "vitest";
import { email, enteredName } from "../../src/kernel/contract.ts";

const parse = (text: string) => email().safeParse(text).data;

describe("an e-mail address", () => {
  it.each([
    ["user@example.com", "user@example.com"],
    [" User@Example.COM ", "user@example.com"],
    ["o'neil+tag.x_y@sub.example.co.uz", "o'neil+tag.x_y@sub.example.co.uz"],
    ["info@xn--e1afmkfd.xn--p1ai", "info@xn--e1afmkfd.xn--p1ai"],
    ["INFO@XN--E1AFMKFD.XN--P1AI", "info@xn--e1afmkfd.xn--p1ai"],
    ["info@пример.рф", "info@xn--e1afmkfd.xn--p1ai"],
    ["info@ПРИМЕР.РФ", "info@xn--e1afmkfd.xn--p1ai"],
    ["info@bücher.example", "info@xn--bcher-kva.example"],
    // The same letter as one character and as two.
    ["info@bu\u0308cher.example", "info@xn--bcher-kva.example"],
  ])("%s is %s", (text, address) => {
    expect(parse(text)).toBe(address);
    expect(enteredName().parse(text)).toBe(address);
  });

  it.each([
    "user",
    "user@localhost",
    "user@example.c",
    "user@example.xn--",
    "user@example.x-n--p1ai",
    "user@example.123",
    "user@-example.com",
    "user..name@example.com",
    ".user@example.com",
    "почта@пример.рф",
    "user@пример.рф:80",
    "user@пример.рф/path",
    "user@evil.com/.рф",
    "a@b@пример",
    `${"a".repeat(243)}@example.com`,
  ])("%s is none", (text) => {
    expect(parse(text)).toBe(undefined);
  });
});
