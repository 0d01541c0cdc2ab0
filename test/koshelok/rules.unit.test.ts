import { describe, expect, it } from "vitest";
import { rangeOf } from "../../src/koshelok/finance/reports/rules.ts";
import { photoExtensionOf } from "../../src/koshelok/users/photo/rules.ts";
import { addressOf, codeMessage, isMobile } from "../../src/koshelok/users/rules.ts";

describe("an address", () => {
  it.each([
    ["Ali@Example.com", "ali@example.com", "via_email"],
    ["+998 90 123-45-67", "+998901234567", "via_phone"],
    ["998901234567", "+998901234567", "via_phone"],
    ["901234567", "+998901234567", "via_phone"],
    ["+7 912 345-67-89", "+79123456789", "via_phone"],
    ["+49 30 901820", "+4930901820", "via_phone"],
  ])("%s is %s", (text, address, auth_type) => {
    expect(addressOf(text)).toEqual({ address, auth_type });
  });

  it.each(["", "ali", "a@b", "12345", "+9989012345678901", "+000000000"])("%s is none", (text) => {
    expect(addressOf(text)).toBeUndefined();
  });
});

describe("a mobile phone", () => {
  it.each(["+998901234567", "+79161234567", "+447911123456"])("has %s", (phone) => {
    expect(isMobile(phone)).toBe(true);
  });

  // Landlines, premium rates, a number that is free to call, a personal number that forwards at a high rate.
  it.each(["+998712345678", "+4930901820", "+78091234567", "+19005550123", "+78001234567", "+447012345678"])(
    "has not %s",
    (phone) => {
      expect(isMobile(phone)).toBe(false);
    },
  );
});

describe("a message with a code", () => {
  it.each(["signup", "reset"] as const)("has no other run of four digits: %s", (purpose) => {
    const { subject, text } = codeMessage(purpose, "0042");
    expect(`${subject}\n${text}`.match(/\d{3,}/g)).toEqual(["0042"]);
  });
});

describe("a period", () => {
  it.each([
    ["daily", "2026-02-28", "2026-02-28", "2026-02-28"],
    ["weekly", "2026-03-02", "2026-03-02", "2026-03-08"],
    ["weekly", "2026-03-01", "2026-02-23", "2026-03-01"],
    ["weekly", "2027-01-01", "2026-12-28", "2027-01-03"],
    ["monthly", "2028-02-10", "2028-02-01", "2028-02-29"],
    ["monthly", "2026-12-31", "2026-12-01", "2026-12-31"],
    ["monthly", "2026-04-01", "2026-04-01", "2026-04-30"],
  ] as const)("%s with %s goes from %s to %s", (period, today, start_date, end_date) => {
    expect(rangeOf(period, today)).toEqual({ start_date, end_date });
  });
});

describe("a photo", () => {
  it("is told by its first bytes", () => {
    const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    expect(photoExtensionOf(bytes("\xff\xd8\xff\xe1 Exif"))).toBe("jpg");
    expect(photoExtensionOf(bytes("\x89PNG\r\n\x1a\n"))).toBe("png");
    expect(photoExtensionOf(bytes("RIFF\x10\0\0\0WEBPVP8 "))).toBe("webp");
    for (const other of ["", "\xff\xd8", "RIFF\x10\0\0\0WAVEfmt ", "GIF89a", "<svg/>"]) {
      expect(photoExtensionOf(bytes(other))).toBeUndefined();
    }
  });
});
