import { describe, expect, it } from "vitest";
import { parseVoice } from "../../../../src/leora/ai/voice/parse.ts";
import { inOneLine, NOON } from "./one-line.ts";

/** What is said, what is understood, and how sure it is. */
const read = (said: string): [understood: string, confidence: number] => {
  const parsed = parseVoice(said, NOON, "UZS");
  return [inOneLine(parsed), parsed.confidence];
};

describe("of several amounts the first is kept, with what it is for, and the draft is doubtful", () => {
  it.each([
    ["50 ming taksi va 30 ming ovqat", "expense 50000 UZS transport/taxi 2026-11-25 | Taksi"],
    ["taksi 50 ming, ovqat 30 ming", "expense 50000 UZS transport/taxi 2026-11-25 | Taksi"],
    ["taksi 30 ming ovqat 50 ming", "expense 30000 UZS transport/taxi 2026-11-25 | Taksi"],
    ["30 ming ovqat 50 dollar taksi", "expense 30000 UZS food 2026-11-25 | Ovqat"],
    ["taksi 50 ming va ovqat va non 30 ming", "expense 50000 UZS transport/taxi 2026-11-25 | Taksi"],
    ["50 ming non va sut va 30 ming taksi", "expense 50000 UZS food/groceries 2026-11-25 | Non va sut"],
    ["такси 500 и обед 700", "expense 500 UZS transport/taxi 2026-11-25 | Такси"],
    ["kecha 50 ming taksiga va 30 ming ovqatga berdim", "expense 50000 UZS transport/taxi 2026-11-24 | Taksi"],
    ["$20 taxi and $15 lunch", "expense 20 USD transport/taxi 2026-11-25 | Taxi"],
  ])("%s", (said, understood) => {
    expect(read(said)).toEqual([understood, 0.5]);
  });

  it.each([
    ["1 million 200 ming ijara", "expense 1200000 UZS housing/rent 2026-11-25 | Ijara", 0.75],
    ["iPhone 15 2 mln", "expense 2000000 UZS shopping/electronics 2026-11-25 | iPhone 15", 0.75],
    ["internet 100 mbit 150000", "expense 150000 UZS communication/internet 2026-11-25 | Internet 100 mbit", 0.75],
    [
      "3 kg go'sht va 2 ta non 270 ming",
      "expense 270000 UZS food/groceries 2026-11-25 | 3 kg go'sht va 2 ta non",
      0.75,
    ],
  ])("%s has one", (said, understood, confidence) => {
    expect(read(said)).toEqual([understood, confidence]);
  });
});

describe("loans and transfers are doubtful drafts", () => {
  it.each([
    ["Akmalga 200 ming qarz berdim", "expense 200000 UZS other_expense 2026-11-25 | Akmalga qarz"],
    ["Акмалга 200 минг қарз бердим", "expense 200000 UZS other_expense 2026-11-25 | Акмалга қарз"],
    ["100 dollar oldim Akmaldan qarzga", "income 100 USD other_income 2026-11-25 | Akmaldan qarzga"],
    ["qarzimni qaytardim 200 ming", "expense 200000 UZS other_expense 2026-11-25 | Qarzimni"],
    ["bankdan 10 million kredit oldim", "income 10000000 UZS other_income 2026-11-25 | Bankdan kredit"],
    ["мне вернули долг", "income ? UZS refunds 2026-11-25 | Долг"],
    ["мне вернули долг 500 тысяч", "income 500000 UZS refunds 2026-11-25 | Долг"],
    ["дал в долг Акмалу 200 тысяч", "expense 200000 UZS other_expense 2026-11-25 | Дал в долг Акмалу"],
    ["одолжил Акмалу 100 долларов", "expense 100 USD other_expense 2026-11-25 | Акмалу"],
    ["lent Akmal 100 dollars", "expense 100 USD other_expense 2026-11-25 | Akmal"],
    ["Akmal paid me back 100 dollars", "income 100 USD other_income 2026-11-25 | Akmal"],
    ["kartadan naqdga 500 ming o'tkazdim", "expense 500000 UZS other_expense 2026-11-25 | Kartadan naqdga"],
    ["bankomatdan 500 ming yechdim", "expense 500000 UZS other_expense 2026-11-25 | Bankomatdan"],
    ["jamg'armaga 1 mln", "expense 1000000 UZS other_expense 2026-11-25 | Jamg'armaga"],
    ["100 dollar almashtirdim", "expense 100 USD other_expense 2026-11-25 | "],
    ["снял с карты 500 тысяч", "expense 500000 UZS other_expense 2026-11-25 | Карты"],
    ["положил на депозит 1 млн", "expense 1000000 UZS other_expense 2026-11-25 | Депозит"],
    [
      "transferred 500 dollars from card to my savings",
      "expense 500 USD other_expense 2026-11-25 | Card to my savings",
    ],
  ])("%s", (said, understood) => {
    expect(read(said)).toEqual([understood, 0.5]);
  });

  it.each([
    ["onamga 300 ming o'tkazdim", "expense 300000 UZS other_expense 2026-11-25 | Onamga", 0.65],
    ["telefonga 50 ming o'tkazdim", "expense 50000 UZS communication/mobile 2026-11-25 | Telefon", 0.85],
    ["kartadan taksiga 50 ming to'ladim", "expense 50000 UZS transport/taxi 2026-11-25 | Kartadan taksiga", 0.85],
    ["kartamga 5 mln oylik tushdi", "income 5000000 UZS salary 2026-11-25 | Kartamga oylik", 0.85],
    ["20 dollarga ekran almashtirdim", "expense 20 USD other_expense 2026-11-25 | Ekran", 0.75],
    ["снял квартиру 3 млн", "expense 3000000 UZS housing/rent 2026-11-25 | Квартира", 0.85],
    ["долго ждал такси 50 тысяч", "expense 50000 UZS transport/taxi 2026-11-25 | Долго ждал такси", 0.75],
  ])("%s is none of them", (said, understood, confidence) => {
    expect(read(said)).toEqual([understood, confidence]);
  });
});
