import type { FactsOf } from "./facts.ts";
import { type Kit, list, type Phrases, sentence, type Wording } from "./phrases.ts";

// The words of insights in Arabic. A friend is addressed in the singular; the other tones use verbal nouns, which fit
// everybody. One and two of a thing are words without a numeral.

type Summary = FactsOf<"weekly_summary">;
type Savings = FactsOf<"savings_rate_low">;
type Debt = FactsOf<"debt_overdue">;
type Missing = FactsOf<"goal_near">;

/** As subject or predicate. */
const days = { zero: "# يوم", one: "يوم واحد", two: "يومان", few: "# أيام", many: "# يومًا", other: "# يوم" };
const minutes = {
  zero: "# دقيقة",
  one: "دقيقة واحدة",
  two: "دقيقتان",
  few: "# دقائق",
  many: "# دقيقة",
  other: "# دقيقة",
};
const tasks = { zero: "# مهمة", one: "مهمة واحدة", two: "مهمتان", few: "# مهام", many: "# مهمة", other: "# مهمة" };
/** After a preposition, or as object. */
const ofDays = { ...days, two: "يومين" };
const ofMinutes = { ...minutes, two: "دقيقتين" };
const ofTasks = { ...tasks, two: "مهمتين" };
/** How many times as much as what follows: in the construct state, which takes no ending of its own. */
const times = { few: "# أضعاف", other: "# ضعف" };

const budget = ({ spent, limit }: FactsOf<"budget_near_limit">, { money }: Kit) =>
  `المصروف ${money(spent)} والحد ${money(limit)}`;

const savings = ({ month, income, expense, net }: Savings, kit: Kit): string =>
  `${kit.month(month)}: الدخل ${kit.money(income)}، والمصروف ${kit.money(expense)}، والفرق ${kit.money(net)}.`;

const debt = ({ direction, outstanding }: Debt, counterparty: string, { money, quoted, you }: Kit): string =>
  direction === "i_owe"
    ? `${you("دينك", "دينكم")} لـ${quoted(counterparty)}: ${money(outstanding)}`
    : `${quoted(counterparty)} مدين ${you("لك", "لكم")}: ${money(outstanding)}`;

const payAdvice = (direction: Debt["direction"]) =>
  direction === "i_owe"
    ? (["سدّد الدفعة اليوم", "سداد الدفعة اليوم"] as const)
    : (["ذكّر بالدين بلطف", "التذكير بالدين بلطف"] as const);

const dueIn = (count: number, kit: Kit): string => (count === 0 ? "اليوم" : `بعد ${kit.count(count, ofDays)}`);

const left = ({ remaining }: Missing, unit: string | undefined, { quantity }: Kit): string =>
  remaining === null ? "" : `، والمتبقي ${quantity(remaining, unit)}`;

function summary(title: string, push: string, facts: Summary, kit: Kit): Wording {
  const { from, to, income, expense, net, topCategoryId, tasksCompleted, focusMinutes, habitsRate } = facts;
  const { money } = kit;
  const flow = `الدخل ${money(income)}، والمصروف ${money(expense)}، والفرق ${money(net)}`;
  const done = sentence(
    [
      tasksCompleted > 0 && `أُنجز: ${kit.count(tasksCompleted, tasks)}`,
      focusMinutes > 0 && `التركيز: ${kit.count(focusMinutes, minutes)}`,
      habitsRate !== null && `العادات: ${kit.percent(habitsRate)}`,
    ],
    "، ",
  );
  const top = topCategoryId && `أكبر بند في المصروفات: ${kit.category(topCategoryId)}.`;
  return {
    title,
    statement: list([`${kit.range(from, to)}: ${flow}.`, top, done], " "),
    advice: ["خطّط للفترة القادمة على هذا الأساس", "التخطيط للفترة القادمة على هذا الأساس"],
    explain: `هذه حصيلة ما سُجّل في ${kit.range(from, to)}، من دون التسويات وأصل الديون.`,
    push: `${push}: ${flow}.`,
  };
}

export const ar: Phrases = {
  openings: {
    friend: { warning: "انتبه.", critical: "هذا مهم.", celebration: "رائع!" },
    strict: { critical: "الأمر لا يحتمل التأجيل.", celebration: "نتيجة جيدة." },
    polite: { critical: "هذا مهم.", celebration: "تهانينا!" },
  },
  advise: {
    friend: (friend) => friend,
    strict: (_, formal) => `يجب ${formal}`,
    polite: (_, formal) => `يُرجى ${formal}`,
  },
  actions: {
    review_budget: "مراجعة الميزانية",
    open_transaction: "فتح المعاملة",
    pay_debt: "تسجيل دفعة",
    open_task: "فتح المهمة",
    reschedule_task: "تغيير الموعد",
    complete_habit: "تسجيل العادة",
    open_goal: "فتح الهدف",
    start_focus: "بدء التركيز",
    open_accounts: "عرض الحسابات",
  },
  rules: {
    budget_near_limit: (facts, kit) => ({
      title: "الميزانية تقترب من حدها",
      statement: `استُهلك ${kit.percent(facts.percentUsed)} من ميزانية ${kit.quoted(kit.names.budget)}: ${budget(facts, kit)}.`,
      advice: ["قلّل الإنفاق حتى نهاية الفترة", "تقليل الإنفاق حتى نهاية الفترة"],
      explain: `ننبّه حين يُصرف من الميزانية ما بين 90% و100%. النسبة الآن ${kit.percent(facts.percentUsed)}: ${budget(facts, kit)}.`,
      push: `استُهلك ${kit.percent(facts.percentUsed)} من ميزانية ${kit.quoted(kit.names.budget)}.`,
    }),
    budget_exceeded: (facts, kit) => ({
      title: "تجاوز الميزانية",
      statement: `تجاوزت ميزانية ${kit.quoted(kit.names.budget)} حدها بمقدار ${kit.money(facts.over)} (${kit.percent(facts.percentUsed)}): ${budget(facts, kit)}.`,
      advice: ["قلّل هذه المصروفات أو راجع الحد", "تقليل هذه المصروفات أو مراجعة الحد"],
      explain: `ننبّه حين يتجاوز المصروف 100% من الحد. النسبة الآن ${kit.percent(facts.percentUsed)}: ${budget(facts, kit)}.`,
      push: `تجاوزت ميزانية ${kit.quoted(kit.names.budget)} حدها بمقدار ${kit.money(facts.over)}.`,
    }),
    budget_pace: (facts, kit) => ({
      title: "وتيرة الإنفاق سريعة",
      statement: `${kit.quoted(kit.names.budget)}: صُرف ${kit.money(facts.spent)} خلال ${kit.count(facts.daysElapsed, ofDays)}. بهذه الوتيرة يبلغ المصروف ${kit.money(facts.projected)} في نهاية الفترة، والحد ${kit.money(facts.limit)}.`,
      advice: ["خفّف المصروف اليومي قليلًا", "تخفيف المصروف اليومي قليلًا"],
      explain: `ما صُرف خلال ${kit.count(facts.daysElapsed, ofDays)} (${kit.money(facts.spent)}) يعني ${kit.money(facts.projected)} في الفترة كلها، ومدتها ${kit.count(facts.daysTotal, days)}. وهذا أكثر من 120% من الحد.`,
      push: `${kit.quoted(kit.names.budget)}: بهذه الوتيرة لن تكفي الميزانية حتى نهاية الفترة.`,
    }),
    unusual_spend: (facts, kit) => ({
      title: "مصروف غير معتاد",
      statement: `${kit.day(facts.date)}: صُرف ${kit.money(facts.amount)} على ${kit.category(facts.categoryId)}. هذا ${kit.count(facts.ratio, times)} المعتاد (${kit.money(facts.median)}).`,
      advice: ["تأكد من صحة القيد", "التأكد من صحة القيد"],
      explain: `نشير إلى المصروف إذا بلغ 2.5 ضعف وسيط فئته على الأقل في 90 يومًا قبله (${kit.money(facts.median)}). وهو هنا ${kit.count(facts.ratio, times)} الوسيط.`,
      push: `${kit.category(facts.categoryId)}: مصروف غير معتاد، ${kit.money(facts.amount)}.`,
    }),
    low_balance: (facts, kit) => ({
      title: "حساب تحت الصفر",
      statement: `رصيد حساب ${kit.quoted(kit.names.account)}: ${kit.money(facts.balance)}.`,
      advice: ["اشحن الحساب أو صحّح رصيده", "تعبئة الحساب أو تصحيح رصيده"],
      explain: `ننبّه حين ينزل حساب تحت الصفر، ما عدا حسابات الائتمان والديون. الرصيد ${kit.money(facts.balance)}.`,
      push: `حساب ${kit.quoted(kit.names.account)} تحت الصفر: ${kit.money(facts.balance)}.`,
    }),
    cash_runway: (facts, kit) => ({
      title: "الاحتياطي لا يكفي شهرًا",
      statement: `في النقد والبطاقات والمدخرات ${kit.money(facts.available)}، ومصروفات الشهر الأخير ${kit.money(facts.expense)}.`,
      advice: ["أجّل ما يمكن تأجيله من المصروفات", "تأجيل ما يمكن تأجيله من المصروفات"],
      explain: `النقد والبطاقات والمدخرات معًا (${kit.money(facts.available)}) أقل من مصروفات آخر 30 يومًا (${kit.money(facts.expense)}).`,
      push: `الاحتياطي ${kit.money(facts.available)}: أقل من مصروفات شهر.`,
    }),
    debt_overdue: (facts, kit) => ({
      title: facts.direction === "i_owe" ? "دين تجاوز موعده" : "دين لم يُردّ في موعده",
      statement: `${debt(facts, kit.names.counterparty, kit)}. كان الموعد ${kit.day(facts.dueDate)}، والتأخير ${kit.count(facts.days, days)}.`,
      advice: payAdvice(facts.direction),
      explain: `الدين مفتوح وموعده (${kit.day(facts.dueDate)}) انقضى قبل ${kit.count(facts.days, ofDays)}. المتبقي ${kit.money(facts.outstanding)}.`,
      push: `${debt(facts, kit.names.counterparty, kit)}، والتأخير ${kit.count(facts.days, days)}.`,
    }),
    debt_due_soon: (facts, kit) => ({
      title: "موعد دين قريب",
      statement: `${debt(facts, kit.names.counterparty, kit)}. الموعد ${dueIn(facts.days, kit)}: ${kit.day(facts.dueDate)}.`,
      advice: facts.direction === "i_owe" ? ["جهّز المبلغ من الآن", "تجهيز المبلغ من الآن"] : payAdvice(facts.direction),
      explain: `نذكّر بالدين المفتوح إذا بقي على موعده 3 أيام أو أقل. الموعد ${kit.day(facts.dueDate)}، والمتبقي ${kit.money(facts.outstanding)}.`,
      push: `${debt(facts, kit.names.counterparty, kit)}، الموعد ${dueIn(facts.days, kit)}.`,
    }),
    no_transactions: (facts, kit) => ({
      title: "لا قيود منذ مدة",
      statement: `آخر معاملة كانت في ${kit.day(facts.lastDate)}، قبل ${kit.count(facts.days, ofDays)}.`,
      advice: ["أضف مصروفات الأيام الفائتة", "إضافة مصروفات الأيام الفائتة"],
      explain: `لا توجد معاملة في آخر 3 أيام. آخرها كانت في ${kit.day(facts.lastDate)}.`,
      push: `لا معاملات جديدة منذ ${kit.count(facts.days, ofDays)}.`,
    }),
    savings_rate_low: (facts, kit) => ({
      title: "الادخار قليل",
      statement: `${savings(facts, kit)} نسبة الادخار ${kit.percent(facts.savingsPercent)} من الدخل.`,
      advice: ["خصّص جزءًا من دخل الشهر القادم للادخار أولًا", "تخصيص جزء من دخل الشهر القادم للادخار أولًا"],
      explain: `الدخل ناقص المصروف، مقسومًا على الدخل، أقل من 10%: ${kit.percent(facts.savingsPercent)}.`,
      push: `${kit.month(facts.month)}: نسبة الادخار ${kit.percent(facts.savingsPercent)}.`,
    }),
    savings_rate_good: (facts, kit) => ({
      title: "ادخار جيد",
      statement: `${savings(facts, kit)} تم ادخار ${kit.percent(facts.savingsPercent)} من الدخل.`,
      explain: `الدخل ناقص المصروف، مقسومًا على الدخل، لا يقل عن 20%: ${kit.percent(facts.savingsPercent)}.`,
      push: `${kit.month(facts.month)}: تم ادخار ${kit.percent(facts.savingsPercent)} من الدخل.`,
    }),
    category_spike: (facts, kit) => ({
      title: "قفزة في مصروفات فئة",
      statement: `${kit.category(facts.categoryId)}: ${kit.money(facts.amount)} في ${kit.month(facts.month)}، وكان ${kit.money(facts.previousAmount)} في الشهر السابق.`,
      advice: ["ابحث عن السبب", "البحث عن السبب"],
      explain: `بلغ مصروف الفئة 1.5 ضعف مصروف الشهر السابق على الأقل، والزيادة 10% على الأقل من كل المصروفات: ${kit.money(facts.amount)} بدلًا من ${kit.money(facts.previousAmount)}.`,
      push: `${kit.category(facts.categoryId)}: من ${kit.money(facts.previousAmount)} إلى ${kit.money(facts.amount)}.`,
    }),
    recurring_increase: (facts, kit) => ({
      title: "ارتفاع دفعة متكررة",
      statement: `دفعة ${kit.quoted(kit.names.name)}: كانت ${kit.money(facts.previousAmount)} وصارت ${kit.money(facts.amount)}.`,
      advice: ["تحقق من التعرفة", "التحقق من التعرفة"],
      explain: `تكررت دفعة بهذا الاسم 3 أشهر متتالية، والأخيرة أغلى بنسبة 10% على الأقل: ${kit.money(facts.amount)} بدلًا من ${kit.money(facts.previousAmount)}.`,
      push: `ارتفعت دفعة ${kit.quoted(kit.names.name)} إلى ${kit.money(facts.amount)}.`,
    }),
    tasks_overdue: (facts, kit) => ({
      title: "مهام متأخرة",
      statement: `في قائمة المتأخرات ${kit.count(facts.count, tasks)}${facts.count === 1 ? ":" : ". أقدمها:"} ${kit.quoted(kit.names.task)}.`,
      advice: ["ابدأ بها أو حدّد لها موعدًا جديدًا", "البدء بها أو تحديد موعد جديد لها"],
      explain: `نعدّ المهام المفتوحة التي انقضى موعدها: ${kit.count(facts.count, tasks)}. ومن 5 فصاعدًا يصبح التنبيه جادًّا.`,
      push: `في قائمة المتأخرات ${kit.count(facts.count, tasks)}.`,
    }),
    tasks_due_today: (facts, kit) => ({
      title: "مهام اليوم",
      statement: `المستحق اليوم: ${kit.count(facts.count, tasks)}${facts.count === 1 ? "،" : ". أولها:"} ${kit.quoted(kit.names.task)}.`,
      advice: ["ابدأ بالأهم", "البدء بالأهم"],
      explain: `نعدّ المهام المفتوحة التي موعدها اليوم: ${kit.count(facts.count, tasks)}.`,
      push: `اليوم موعد ${kit.count(facts.count, ofTasks)}.`,
    }),
    task_deadline: (facts, kit) => ({
      title: "موعد قريب لمهمة ذات أولوية",
      statement: `${kit.quoted(kit.names.task)}: الموعد ${kit.day(facts.dueDate)}، بعد ${kit.count(facts.days, ofDays)}.`,
      advice: ["خصّص لها وقتًا اليوم", "تخصيص وقت لها اليوم"],
      explain: `مهمة مفتوحة ذات أولوية عالية، وموعدها بعد ${kit.count(facts.days, ofDays)}: ${kit.day(facts.dueDate)}.`,
      push: `${kit.quoted(kit.names.task)}: الموعد بعد ${kit.count(facts.days, ofDays)}.`,
    }),
    goal_behind: (facts, kit) => ({
      title: "هدف متأخر عن خطته",
      statement: `${kit.quoted(kit.names.goal)}: مضى ${kit.percent(facts.timePercent)} من الوقت، وأُنجز ${kit.percent(facts.progressPercent)}${left(facts, kit.names.unit, kit)}. الموعد ${kit.day(facts.targetDate)}.`,
      advice: ["اخطُ خطوة واحدة محددة هذا الأسبوع", "القيام بخطوة واحدة محددة هذا الأسبوع"],
      explain: `مضى ربع الوقت على الأقل، والتقدم متأخر عنه بأكثر من 20 نقطة: ${kit.percent(facts.progressPercent)} مقابل ${kit.percent(facts.timePercent)}.`,
      push: `${kit.quoted(kit.names.goal)} متأخر عن خطته: ${kit.percent(facts.progressPercent)}.`,
    }),
    goal_near: (facts, kit) => ({
      title: "الهدف قريب جدًّا",
      statement: `${kit.quoted(kit.names.goal)}: أُنجز ${kit.percent(facts.progressPercent)}${left(facts, kit.names.unit, kit)}.`,
      advice: ["أكمله حتى النهاية", "إكماله حتى النهاية"],
      explain: `أُنجز 90% على الأقل ولم يبلغ 100% بعد: ${kit.percent(facts.progressPercent)}.`,
      push: `${kit.quoted(kit.names.goal)}: أُنجز ${kit.percent(facts.progressPercent)}.`,
    }),
    goal_reached: (facts, kit) => ({
      title: "تحقق الهدف",
      statement: `تحقق هدف ${kit.quoted(kit.names.goal)}.`,
      explain: `بلغ التقدم 100%، أو أُكمل الهدف في آخر 7 أيام. النسبة الآن ${kit.percent(facts.progressPercent)}.`,
      push: `تحقق هدف ${kit.quoted(kit.names.goal)}!`,
    }),
    goal_stale: (facts, kit) => ({
      title: "هدف ينتظر",
      statement: `${kit.quoted(kit.names.goal)}: لا تسجيل منذ ${kit.count(facts.days, ofDays)}.`,
      advice: ["سجّل تقدمك أو راجع الهدف", "تسجيل التقدم أو مراجعة الهدف"],
      explain: `عمر الهدف أكثر من 14 يومًا، ولا تسجيل فيه منذ 14 يومًا على الأقل: ${kit.count(facts.days, days)}.`,
      push: `${kit.quoted(kit.names.goal)}: لا تسجيل منذ ${kit.count(facts.days, ofDays)}.`,
    }),
    streak_at_risk: (facts, kit) => ({
      title: "السلسلة في خطر",
      statement: `سلسلة ${kit.quoted(kit.names.habit)}: ${kit.count(facts.streak, days)}، ولم تُسجّل اليوم بعد.`,
      advice: ["أنجزها قبل نهاية اليوم", "إنجازها قبل نهاية اليوم"],
      explain: `السلسلة 3 أيام على الأقل، والعادة مقررة اليوم ولم تُنجز بعد. السلسلة الآن ${kit.count(facts.streak, days)}.`,
      push: `${kit.quoted(kit.names.habit)}: قد تنقطع اليوم سلسلة من ${kit.count(facts.streak, ofDays)}.`,
    }),
    streak_milestone: (facts, kit) => ({
      title: "محطة جديدة",
      statement: `${kit.quoted(kit.names.habit)}: ${kit.count(facts.streak, days)} على التوالي.`,
      explain: `بلغت السلسلة اليوم عددًا نحتفل به: ${kit.count(facts.streak, days)}.`,
      push: `${kit.quoted(kit.names.habit)}: ${kit.count(facts.streak, days)} على التوالي!`,
    }),
    habit_slipping: (facts, kit) => ({
      title: "عادة تتراجع",
      statement: `${kit.quoted(kit.names.habit)}: أُنجز في الشهر الأخير ${kit.percent(facts.completionRate30d)} من ${kit.count(facts.dueDays, ofDays)}.`,
      advice: ["بسّط العادة أو غيّر وقتها", "تبسيط العادة أو تغيير وقتها"],
      explain: `في آخر 30 يومًا كانت العادة مقررة 10 مرات على الأقل، وأُنجزت بنسبة أقل من 50%: ${kit.percent(facts.completionRate30d)}.`,
      push: `${kit.quoted(kit.names.habit)}: نسبة الإنجاز ${kit.percent(facts.completionRate30d)}.`,
    }),
    habit_perfect_week: (facts, kit) => ({
      title: "أسبوع كامل",
      statement: `${kit.quoted(kit.names.habit)}: أُنجزت في كل الأيام المقررة من الأسبوع الماضي، وعددها ${kit.count(facts.dueDays, days)}.`,
      explain: `في أسبوع ${kit.range(facts.from, facts.to)} أُنجزت العادة في كل يوم مقرر: ${kit.count(facts.dueDays, days)}.`,
      push: `${kit.quoted(kit.names.habit)}: أسبوع بلا انقطاع.`,
    }),
    focus_record: (facts, kit) => ({
      title: "رقم قياسي في التركيز",
      statement: `تركيز اليوم ${kit.count(facts.minutes, minutes)}، وأفضل نتيجة سابقة ${kit.count(facts.previousBest, minutes)}.`,
      explain: `تركيز اليوم 60 دقيقة على الأقل وأكثر من أي يوم في 30 يومًا قبله: ${kit.count(facts.minutes, minutes)}.`,
      push: `رقم قياسي جديد: ${kit.count(facts.minutes, minutes)} من التركيز اليوم.`,
    }),
    focus_drop: (facts, kit) => ({
      title: "تراجع وقت التركيز",
      statement: `تركيز الأسبوع الماضي ${kit.count(facts.minutes, minutes)}، وفي الأسبوع الذي قبله ${kit.count(facts.previousMinutes, minutes)}.`,
      advice: ["حدّد موعد أول جلسة لهذا الأسبوع", "تحديد موعد أول جلسة لهذا الأسبوع"],
      explain: `تركيز الأسبوع الماضي أقل من نصف الأسبوع الذي قبله، وكان فيه 60 دقيقة على الأقل: ${kit.count(facts.minutes, minutes)} بدلًا من ${kit.count(facts.previousMinutes, ofMinutes)}.`,
      push: `تراجع التركيز: ${kit.count(facts.minutes, minutes)} بدلًا من ${kit.count(facts.previousMinutes, ofMinutes)}.`,
    }),
    daily_overview: (facts, kit) => {
      const plan = list(
        [
          facts.tasksDue > 0 && `المهام ${kit.number(facts.tasksDone)} من ${kit.number(facts.tasksDue)}`,
          facts.habitsDue > 0 && `العادات ${kit.number(facts.habitsDone)} من ${kit.number(facts.habitsDue)}`,
          ...(facts.income === null || facts.expense === null
            ? ["لم تُجمع حركة المال (لا يوجد سعر صرف)"]
            : [`الدخل ${kit.money(facts.income)}`, `المصروف ${kit.money(facts.expense)}`]),
        ],
        "، ",
      );
      return {
        title: "نظرة على اليوم",
        statement: `اليوم: ${plan}.`,
        advice: ["خطّط لما بقي من اليوم", "التخطيط لما بقي من اليوم"],
        explain: "خطة اليوم وحركة المال فيه. العدد الأول ما أُنجز، والثاني ما هو مقرر اليوم.",
        push: `اليوم: ${plan}.`,
      };
    },
    weekly_summary: (facts, kit) => summary("حصيلة الأسبوع", "الأسبوع", facts, kit),
    monthly_summary: (facts, kit) => summary("حصيلة الشهر", "الشهر", facts, kit),
    custom_summary: (facts, kit) => summary("حصيلة الفترة", "الفترة", facts, kit),
    wisdom_quote: ({ mentorId, quote: index }, { quote }) => {
      const { text, author, source, isVerbatim } = quote(mentorId, index);
      return {
        title: "حكمة اليوم",
        statement: isVerbatim ? `«${text}» — ${author}.` : `${text} (مبدأ: ${author}.)`,
        advice: ["فكّر في هذا دقيقة", "التفكير في هذا دقيقة"],
        explain: isVerbatim ? `المصدر: ${author}، ${source}.` : `مبدأ بكلماتنا وليس اقتباسًا. ${author}.`,
        push: `حكمة اليوم: ${author}.`,
      };
    },
  },
};
