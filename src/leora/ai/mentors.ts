import { type InLanguages, named } from "../languages.ts";

// The mentors, in whose voice the app passes on wisdom. All but two of them are long dead, so that their words are known and
// free; of the living there are principles only (`insights/texts/quotes/`).

export const MENTOR_CATEGORIES = ["financial", "productivity", "balance"] as const;
export type MentorCategory = (typeof MENTOR_CATEGORIES)[number];

export const MENTOR_IDS = [
  "buffett",
  "musk",
  "aurelius",
  "franklin",
  "smith",
  "saadi",
  "seneca",
  "confucius",
  "navoi",
  "epictetus",
  "rumi",
  "laozi",
] as const;
export type MentorId = (typeof MENTOR_IDS)[number];

export interface Mentor {
  readonly id: MentorId;
  /** As the API shows it, in whatever language (spec 13.1). */
  readonly name: string;
  /** As texts write it. */
  readonly names: InLanguages;
  readonly category: MentorCategory;
  /** How this mentor speaks, in a sentence. */
  readonly style: InLanguages;
}

const mentor = (id: MentorId, category: MentorCategory, names: InLanguages, style: InLanguages): Mentor => ({
  id,
  name: names.en,
  names,
  category,
  style,
});

/** The twelve of them, those of the specification first. */
export const MENTORS: readonly Mentor[] = [
  mentor(
    "buffett",
    "financial",
    named("Uorren Baffet", "Уоррен Баффет", "Warren Buffett", "Warren Buffett", "وارن بافيت"),
    named(
      "Sabrli va sodda: uzoqni ko'zlaydi, qarzdan ehtiyot bo'ladi, tushunmagan ishiga kirishmaydi.",
      "Терпеливо и просто: думает на годы вперёд, осторожен с долгами, не берётся за то, чего не понимает.",
      "Patient and plain: thinks in years, is wary of debt, stays with what is understood.",
      "Sabırlı ve sade: yıllar sonrasını düşünür, borca mesafelidir, anlamadığı işe girmez.",
      "صبور وبسيط: يفكر بالسنوات، ويحذر من الديون، ولا يدخل فيما لا يفهمه.",
    ),
  ),
  mentor(
    "musk",
    "productivity",
    named("Ilon Mask", "Илон Маск", "Elon Musk", "Elon Musk", "إيلون ماسك"),
    named(
      "Dadil va talabchan: ishni asosigacha tahlil qiladi, ortiqchasini olib tashlaydi, tez sinab ko'radi.",
      "Смело и требовательно: разбирает дело до основ, убирает лишнее, быстро проверяет.",
      "Bold and demanding: takes a thing apart, removes what is not needed, tries it out soon.",
      "Cesur ve talepkâr: işi temeline kadar ayırır, fazlasını atar, hızla dener.",
      "جريء وكثير المطالب: يحلل العمل حتى أصوله، ويزيل الزائد، ويجرب بسرعة.",
    ),
  ),
  mentor(
    "aurelius",
    "balance",
    named("Mark Avreliy", "Марк Аврелий", "Marcus Aurelius", "Marcus Aurelius", "ماركوس أوريليوس"),
    named(
      "Vazmin va ichki: o'z burchini bajaradi, boshqarib bo'lmaydigan narsadan tashvishlanmaydi.",
      "Спокойно, обращаясь внутрь: исполняет свой долг и не тревожится о том, что от него не зависит.",
      "Calm and inward: does the duty at hand and lets go of what cannot be helped.",
      "Sakin ve içe dönük: görevini yapar, elinde olmayan için kaygılanmaz.",
      "هادئ ومتأمل: يؤدي واجبه ولا يقلق مما ليس بيده.",
    ),
  ),
  mentor(
    "franklin",
    "financial",
    named("Benjamin Franklin", "Бенджамин Франклин", "Benjamin Franklin", "Benjamin Franklin", "بنجامين فرانكلين"),
    named(
      "Hazilkash va amaliy: tejash, mehnat va vaqt haqida maqol bilan gapiradi.",
      "С юмором и по делу: говорит пословицами о бережливости, труде и времени.",
      "Witty and practical: speaks in proverbs of thrift, work and time.",
      "Esprili ve pratik: tutumluluk, çalışma ve zaman üzerine atasözleriyle konuşur.",
      "ظريف وعملي: يتكلم بالأمثال عن التوفير والعمل والوقت.",
    ),
  ),
  mentor(
    "smith",
    "financial",
    named("Adam Smit", "Адам Смит", "Adam Smith", "Adam Smith", "آدم سميث"),
    named(
      "Mulohazali: mehnat, tejamkorlik va odob iqtisodini tushuntiradi.",
      "Рассудительно: объясняет, как труд, бережливость и нравы создают достаток.",
      "Reasoned: explains how work, thrift and conduct make prosperity.",
      "Ölçülü: emek, tutumluluk ve ahlakın refahı nasıl kurduğunu anlatır.",
      "متزن: يشرح كيف يصنع العمل والتوفير والخلق الرخاء.",
    ),
  ),
  mentor(
    "saadi",
    "financial",
    named("Sa'diy Sheroziy", "Саади Ширази", "Saadi Shirazi", "Sâdî-i Şîrâzî", "سعدي الشيرازي"),
    named(
      "Hikoyanavis: rizq, qanoat va saxovat haqida qisqa hikmatlar aytadi.",
      "Рассказчик: короткими притчами говорит о достатке, умеренности и щедрости.",
      "A storyteller: short parables of means, contentment and generosity.",
      "Bir hikâyeci: geçim, kanaat ve cömertlik üzerine kısa kıssalar anlatır.",
      "حكّاء: أمثال قصيرة في الرزق والقناعة والكرم.",
    ),
  ),
  mentor(
    "seneca",
    "productivity",
    named("Seneka", "Сенека", "Seneca", "Seneca", "سينيكا"),
    named(
      "Do'stona va keskin: vaqtni asrashga, kechiktirmaslikka undaydi.",
      "По-дружески и остро: учит беречь время и не откладывать жизнь.",
      "Friendly and sharp: urges to guard time and not to put off living.",
      "Dostça ve keskin: zamanı korumaya, ertelememeye çağırır.",
      "ودود وحاد: يحث على حفظ الوقت وترك التأجيل.",
    ),
  ),
  mentor(
    "confucius",
    "productivity",
    named("Konfutsiy", "Конфуций", "Confucius", "Konfüçyüs", "كونفوشيوس"),
    named(
      "Ustoz ohangida: o'rganish, tartib va o'z ustida ishlash haqida.",
      "Как учитель: об учёбе, порядке и работе над собой.",
      "As a teacher: about learning, order and work on oneself.",
      "Bir öğretmen gibi: öğrenme, düzen ve kendini geliştirme üzerine.",
      "كمعلّم: في التعلم والنظام وإصلاح النفس.",
    ),
  ),
  mentor(
    "navoi",
    "productivity",
    named("Alisher Navoiy", "Алишер Навои", "Alisher Navoi", "Ali Şîr Nevâî", "علي شير نوائي"),
    named(
      "Shoirona: ilm, hunar, so'z odobi va elga foyda haqida.",
      "Поэтично: о знании, мастерстве, слове и пользе людям.",
      "Poetic: about knowledge, craft, speech and being of use to people.",
      "Şairane: ilim, hüner, söz edebi ve halka faydalı olmak üzerine.",
      "شاعري: في العلم والحرفة وأدب الكلام ونفع الناس.",
    ),
  ),
  mentor(
    "epictetus",
    "balance",
    named("Epiktet", "Эпиктет", "Epictetus", "Epiktetos", "إبكتيتوس"),
    named(
      "Qisqa va qat'iy: o'zimizga bog'liq narsani bog'liq bo'lmaganidan ajratadi.",
      "Кратко и твёрдо: отделяет то, что в нашей власти, от остального.",
      "Brief and firm: tells what is up to us from what is not.",
      "Kısa ve kararlı: elimizde olanı olmayandan ayırır.",
      "موجز وحازم: يفرق بين ما بأيدينا وما ليس بأيدينا.",
    ),
  ),
  mentor(
    "rumi",
    "balance",
    named("Jaloliddin Rumiy", "Джалаладдин Руми", "Rumi", "Mevlânâ Celâleddîn-i Rûmî", "جلال الدين الرومي"),
    named(
      "Iliq va obrazli: qalb, mehr va qanoat haqida.",
      "Тепло и образно: о сердце, любви и довольстве малым.",
      "Warm and full of images: about heart, love and contentment.",
      "Sıcak ve imgelerle dolu: gönül, sevgi ve kanaat üzerine.",
      "دافئ وكثير الصور: في القلب والمحبة والقناعة.",
    ),
  ),
  mentor(
    "laozi",
    "balance",
    named("Lao-szi", "Лао-цзы", "Laozi", "Lao Tzu", "لاوتسه"),
    named(
      "Sokin va qisqa: shoshmaslik, me'yor va yumshoqlik kuchi haqida.",
      "Тихо и кратко: о неспешности, мере и силе мягкого.",
      "Quiet and brief: about not rushing, measure and the strength of what is soft.",
      "Sessiz ve kısa: acele etmemek, ölçü ve yumuşağın gücü üzerine.",
      "هادئ وموجز: في التأني والاعتدال وقوة اللين.",
    ),
  ),
];

const BY_ID: ReadonlyMap<string, Mentor> = new Map(MENTORS.map((each) => [each.id, each]));

/** The mentor with this id, if there is one. */
export const mentorOf = (id: string): Mentor | undefined => BY_ID.get(id);
