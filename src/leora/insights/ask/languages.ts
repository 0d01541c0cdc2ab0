import type { AppLanguage } from "../../languages.ts";
import { Lexicon } from "../../words/lexicon.ts";
import type { Token } from "../../words/tokens.ts";

// Which of the app's languages a question is in, by its script, its letters and its common words.

const ARABIC = /\p{Script=Arabic}/u;
const CYRILLIC = /\p{Script=Cyrillic}/u;
/** Letters that only Uzbek has in Cyrillic, and in Latin; Russian has `ы` and `щ`. */
const UZBEK_CYRILLIC = /[ўқғҳ]/iu;
const RUSSIAN = /[ыщ]/iu;
const UZBEK_LATIN = /[og]['ʻʼ‘’`´]/iu;
const TURKISH = /[ğşıİçöü]/u;

type Latin = "uz" | "en" | "tr";

/** Words that people ask with. A word of two languages counts for both. */
const COMMON = new Lexicon<readonly Latin[]>([
  [["uz", "tr"], "bu=, hafta=, ne=, kim="],
  [
    ["uz"],
    `qancha*, necha, nechta, qanday*, qaysi*, qachon, nima*, nega, men=, mening, menda, menga, shu=, oy=, oyda=, oyning, uchun=, bilan=, bor=, bormi=, yo'q=, yoq=, pul*, xarajat*, harajat*,
    daromad*, qarz*, ketdi=, sarf*, topdim=, bugun*, kecha=, ertaga=, o'tgan=, otgan=, oxirgi=, so'nggi=, haftada, yil=, ko'p=, eng=, kerak*, vazifa*, maqsad*, odat*, teja*, byudjet*, budjet*,
    hisobim*, balansim*, ko'rsat*, ayt=, qil*, ovqat*, qoldi*, haqida=, boryapti=, ish=, ishim=, holat*, moliya*,
    maosh*, tushdi*, kunlik*, haftalik*`,
  ],
  [
    ["tr"],
    `kadar=, benim=, bende=, nasıl=, kaç=, kaçı=, kadardı=, miyim=, musun=, bana=, yarın=, yapmam*, yapmalı*, alabilir*, için=, ay=, ayki=, geçen=, bugün*, dün=, yıl=, var=, yok=, mı=, mi=, mu=, mü=, nedir=, hangi=, ile=, harca*, gider*, gelir*, borç*, bütçe*, param*, para=, hesap*, bakiye*,
    görev*, hedef*, alışkanlık*, odak*, tasarruf*, kazand*, en=, çok=, kaldı=, son=, gün=, yemeğe=, durum*`,
  ],
  [
    ["en"],
    `how=, much=, many=, what=, which=, when=, where=, why=, who=, is=, are=, am=, was=, do=, did=, does=, i=, my=, me=, the=, this=, last=, month=, week=, year=, today=, yesterday=, have=, has=, on=, for=, of=, in=, to=,
    show=, tell=, spend*, spent=, earn*, income=, budget, debt, task, goal, habit, balance=, save*, money=, left=, overdue=, about=, summary=, overview=`,
  ],
]);

/** Common words of Uzbek as it is spoken, which tell it from Russian where neither's letters do. */
const UZBEK_WORDS: readonly Latin[] = ["uz"];

/** What a letter of one language alone counts beside common words. */
const LETTER_WEIGHT = 2;

/** The language of a question; undefined when nothing shows it, or several do alike. */
export function languageIn(text: string, tokens: readonly Token[]): AppLanguage | undefined {
  if (ARABIC.test(text)) return "ar";
  if (CYRILLIC.test(text)) return isUzbekCyrillic(text, tokens) ? "uz" : "ru";
  const counts: Record<Latin, number> = {
    uz: UZBEK_LATIN.test(text) ? LETTER_WEIGHT : 0,
    tr: TURKISH.test(text) ? LETTER_WEIGHT : 0,
    en: 0,
  };
  for (const { value } of COMMON.all(tokens)) for (const language of value) counts[language] += 1;
  const most = Math.max(...Object.values(counts));
  const [language, other] = (["uz", "tr", "en"] as const).filter((candidate) => counts[candidate] === most);
  return most === 0 || other !== undefined ? undefined : language;
}

function isUzbekCyrillic(text: string, tokens: readonly Token[]): boolean {
  if (UZBEK_CYRILLIC.test(text)) return true;
  if (RUSSIAN.test(text)) return false;
  const uzbek = COMMON.all(tokens).filter(({ value }) => UZBEK_WORDS.every((language) => value.includes(language)));
  return uzbek.length * 2 > tokens.filter(({ kind }) => kind === "word").length;
}
