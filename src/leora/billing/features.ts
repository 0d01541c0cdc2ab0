import { v5 } from "uuid";
import { type InLanguages, named } from "../languages.ts";
import type { Tier } from "./purchase.ts";

// What plans include, and how much of it (spec 12.3). -1 is without limit; of what is on or off, 0 is off.

/** The namespace of the features' ids (UUID v5). It must never change. */
const FEATURE_NAMESPACE = "0c1d3f52-6a64-4b0e-9a3c-7d5d0f6c2b41";

export const UNLIMITED = -1;
const OFF = 0;

export const FEATURE_KEYS = [
  "ai_daily_insights",
  "ai_questions",
  "ai_voice_commands",
  "accounts",
  "budgets",
  "goals",
  "habits",
  "export_data",
  "custom_categories",
  "advanced_analytics",
  "multi_currency",
  "cloud_backup",
  "priority_support",
  "virtual_mentors",
] as const;
export type FeatureKey = (typeof FEATURE_KEYS)[number];

export interface Feature {
  /** A UUID, always the same. */
  readonly id: string;
  readonly featureKey: FeatureKey;
  readonly names: InLanguages;
  readonly descriptions: InLanguages;
  /** The lowest tier that has any of it. */
  readonly tier: Tier;
  readonly limitFree: number;
  readonly limitPremium: number;
  readonly isActive: boolean;
}

function feature(
  featureKey: FeatureKey,
  [limitFree, limitPremium]: readonly [number, number],
  names: InLanguages,
  descriptions: InLanguages,
): Feature {
  return {
    id: v5(featureKey, FEATURE_NAMESPACE),
    featureKey,
    names,
    descriptions,
    tier: limitFree === OFF ? "premium" : "free",
    limitFree,
    limitPremium,
    isActive: true,
  };
}

/** All of them, in the order of the specification, whose Uzbek names they have. */
export const FEATURES: readonly Feature[] = [
  feature(
    "ai_daily_insights",
    [2, UNLIMITED],
    named(
      "AI Kunlik Tahlillar",
      "Ежедневный ИИ-анализ",
      "AI daily insights",
      "Günlük yapay zekâ analizleri",
      "تحليلات يومية بالذكاء الاصطناعي",
    ),
    named(
      "Kunlik tahlilni kuniga necha marta so'rash mumkinligi.",
      "Сколько раз в день можно запросить анализ дня.",
      "How often a day's insights can be asked for, per day.",
      "Günlük analizin günde kaç kez istenebileceği.",
      "كم مرة في اليوم يمكن طلب التحليل اليومي.",
    ),
  ),
  feature(
    "ai_questions",
    [5, UNLIMITED],
    named("AI Savollar", "Вопросы к ИИ", "AI questions", "Yapay zekâya sorular", "أسئلة للذكاء الاصطناعي"),
    named(
      "Yordamchiga kuniga berish mumkin bo'lgan savollar soni.",
      "Сколько вопросов в день можно задать помощнику.",
      "How many questions the assistant answers per day.",
      "Asistana günde sorulabilecek soru sayısı.",
      "عدد الأسئلة التي يمكن طرحها على المساعد في اليوم.",
    ),
  ),
  feature(
    "ai_voice_commands",
    [10, UNLIMITED],
    named("Ovozli Buyruqlar", "Голосовые команды", "Voice commands", "Sesli komutlar", "الأوامر الصوتية"),
    named(
      "Kuniga ovoz bilan kiritish mumkin bo'lgan yozuvlar soni.",
      "Сколько записей в день можно внести голосом.",
      "How many entries can be spoken per day.",
      "Günde sesle girilebilecek kayıt sayısı.",
      "عدد القيود التي يمكن إدخالها بالصوت في اليوم.",
    ),
  ),
  feature(
    "accounts",
    [3, UNLIMITED],
    named("Hisoblar soni", "Количество счетов", "Accounts", "Hesap sayısı", "عدد الحسابات"),
    named(
      "Bir vaqtda faol bo'lgan hisoblar: naqd, karta, jamg'arma va boshqalar.",
      "Активные счета одновременно: наличные, карты, накопления и другие.",
      "Active accounts at a time: cash, cards, savings and others.",
      "Aynı anda etkin hesaplar: nakit, kart, birikim ve diğerleri.",
      "الحسابات النشطة في وقت واحد: نقد وبطاقات ومدخرات وغيرها.",
    ),
  ),
  feature(
    "budgets",
    [2, UNLIMITED],
    named("Byudjetlar soni", "Количество бюджетов", "Budgets", "Bütçe sayısı", "عدد الميزانيات"),
    named(
      "Bir vaqtda yuritiladigan faol byudjetlar.",
      "Активные бюджеты одновременно.",
      "Active budgets at a time.",
      "Aynı anda etkin bütçeler.",
      "الميزانيات النشطة في وقت واحد.",
    ),
  ),
  feature(
    "goals",
    [3, UNLIMITED],
    named("Maqsadlar soni", "Количество целей", "Goals", "Hedef sayısı", "عدد الأهداف"),
    named(
      "Bajarilmagan va arxivlanmagan maqsadlar.",
      "Цели, которые не завершены и не в архиве.",
      "Goals that are neither completed nor archived.",
      "Tamamlanmamış ve arşivlenmemiş hedefler.",
      "الأهداف التي لم تكتمل ولم تُؤرشف.",
    ),
  ),
  feature(
    "habits",
    [5, UNLIMITED],
    named("Odatlar soni", "Количество привычек", "Habits", "Alışkanlık sayısı", "عدد العادات"),
    named(
      "Bir vaqtda kuzatiladigan odatlar.",
      "Привычки, которые отслеживаются одновременно.",
      "Habits that are tracked at a time.",
      "Aynı anda izlenen alışkanlıklar.",
      "العادات المتابَعة في وقت واحد.",
    ),
  ),
  feature(
    "export_data",
    [OFF, UNLIMITED],
    named("Ma'lumotlarni eksport qilish", "Экспорт данных", "Data export", "Verileri dışa aktarma", "تصدير البيانات"),
    named(
      "Yozuvlarni faylga yuklab olish.",
      "Выгрузка записей в файл.",
      "Downloading your records as a file.",
      "Kayıtları dosya olarak indirme.",
      "تنزيل السجلات في ملف.",
    ),
  ),
  feature(
    "custom_categories",
    [OFF, UNLIMITED],
    named("Maxsus kategoriyalar", "Свои категории", "Custom categories", "Özel kategoriler", "فئات مخصصة"),
    named(
      "O'z kirim va chiqim kategoriyalaringizni yaratish.",
      "Создание своих категорий доходов и расходов.",
      "Making your own categories of income and expenses.",
      "Kendi gelir ve gider kategorilerinizi oluşturma.",
      "إنشاء فئات خاصة للدخل والمصروفات.",
    ),
  ),
  feature(
    "advanced_analytics",
    [OFF, UNLIMITED],
    named(
      "Kengaytirilgan analitika",
      "Расширенная аналитика",
      "Advanced analytics",
      "Gelişmiş analiz",
      "تحليلات متقدمة",
    ),
    named(
      "Davrlarni oldingisi bilan taqqoslash.",
      "Сравнение с предыдущим периодом.",
      "Comparison with the period before.",
      "Önceki dönemle karşılaştırma.",
      "المقارنة بالفترة السابقة.",
    ),
  ),
  feature(
    "multi_currency",
    [1, UNLIMITED],
    named("Ko'p valyuta", "Мультивалютность", "Multiple currencies", "Çoklu para birimi", "عملات متعددة"),
    named(
      "Asosiy valyutadan tashqari valyutalardagi hisoblar.",
      "Валюты счетов помимо основной.",
      "Currencies of accounts beside the primary one.",
      "Ana para birimi dışındaki hesap para birimleri.",
      "عملات الحسابات غير العملة الأساسية.",
    ),
  ),
  feature(
    "cloud_backup",
    [OFF, UNLIMITED],
    named("Cloud backup", "Облачная копия", "Cloud backup", "Bulut yedekleme", "نسخ احتياطي سحابي"),
    named(
      "Barcha yozuvlarning nusxasini serverda saqlash.",
      "Хранение копии всех записей на сервере.",
      "Keeping a copy of all your records on our servers.",
      "Tüm kayıtların bir kopyasını sunucuda saklama.",
      "حفظ نسخة من كل السجلات على الخادم.",
    ),
  ),
  feature(
    "priority_support",
    [OFF, UNLIMITED],
    named("Ustuvor yordam", "Приоритетная поддержка", "Priority support", "Öncelikli destek", "دعم ذو أولوية"),
    named(
      "Murojaatlaringizga navbatsiz javob.",
      "Ответы на обращения вне очереди.",
      "Your requests are answered first.",
      "Taleplerinize öncelikli yanıt.",
      "الرد على طلباتكم قبل غيرها.",
    ),
  ),
  feature(
    "virtual_mentors",
    [1, 10],
    named("Virtual mentorlar", "Виртуальные наставники", "Virtual mentors", "Sanal mentorlar", "مرشدون افتراضيون"),
    named(
      "Bir vaqtda yoqilgan mentorlar soni.",
      "Сколько наставников может быть включено одновременно.",
      "How many mentors can be enabled at a time.",
      "Aynı anda açık olabilecek mentor sayısı.",
      "عدد المرشدين المفعّلين في وقت واحد.",
    ),
  ),
];

const LIMITS: ReadonlyMap<FeatureKey, Feature> = new Map(FEATURES.map((each) => [each.featureKey, each]));

/** How much of a feature a tier has: -1 is without limit. `pro` has what premium has. */
export function limitOf(featureKey: FeatureKey, tier: Tier): number {
  const limits = LIMITS.get(featureKey);
  if (!limits) throw new RangeError(`Unknown feature: ${featureKey}`);
  return tier === "free" ? limits.limitFree : limits.limitPremium;
}
