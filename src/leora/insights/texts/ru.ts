import type { FactsOf } from "./facts.ts";
import { type Kit, list, type Phrases, sentence, type Wording } from "./phrases.ts";

// The words of insights in Russian. Statements have no verbs in the past that would tell a man from a woman.

type Summary = FactsOf<"weekly_summary">;
type Savings = FactsOf<"savings_rate_low">;
type Debt = FactsOf<"debt_overdue">;
type Missing = FactsOf<"goal_near">;

const days = { one: "# день", few: "# дня", many: "# дней", other: "# дня" };
const daysGenitive = { one: "# дня", few: "# дней", many: "# дней", other: "# дня" };
const minutes = { one: "# минута", few: "# минуты", many: "# минут", other: "# минуты" };
const minutesGenitive = { one: "# минуты", few: "# минут", many: "# минут", other: "# минуты" };
const tasks = { one: "# задача", few: "# задачи", many: "# задач", other: "# задачи" };
const overdue = {
  one: "# просроченная задача",
  few: "# просроченные задачи",
  many: "# просроченных задач",
  other: "# просроченной задачи",
};
const times = { one: "# раз", few: "# раза", many: "# раз", other: "# раза" };

const budget = ({ spent, limit }: FactsOf<"budget_near_limit">, { money }: Kit) =>
  `потрачено ${money(spent)} при лимите ${money(limit)}`;

const savings = ({ month, income, expense, net }: Savings, kit: Kit): string =>
  `За ${kit.month(month)}: доход ${kit.money(income)}, расход ${kit.money(expense)}, разница ${kit.money(net)}.`;

const debt = ({ direction, outstanding }: Debt, counterparty: string, { money, quoted, you }: Kit): string =>
  direction === "i_owe"
    ? `${you("твой", "ваш")} долг перед ${quoted(counterparty)}: ${money(outstanding)}`
    : `${you("тебе", "вам")} должны ${money(outstanding)} (${quoted(counterparty)})`;

const payAdvice = (direction: Debt["direction"]) =>
  direction === "i_owe"
    ? (["внеси платёж сегодня", "внесите платёж сегодня"] as const)
    : (["вежливо напомни о долге", "вежливо напомните о долге"] as const);

const dueIn = (count: number, kit: Kit): string => (count === 0 ? "сегодня" : `через ${kit.count(count, days)}`);

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

const left = ({ remaining }: Missing, unit: string | undefined, { quantity }: Kit): string =>
  remaining === null ? "" : `, осталось ${quantity(remaining, unit)}`;

function summary(title: string, push: string, facts: Summary, kit: Kit): Wording {
  const { from, to, income, expense, net, topCategoryId, tasksCompleted, focusMinutes, habitsRate } = facts;
  const { money } = kit;
  const flow = `доход ${money(income)}, расход ${money(expense)}, разница ${money(net)}`;
  const done = sentence([
    tasksCompleted > 0 && `выполнено: ${kit.count(tasksCompleted, tasks)}`,
    focusMinutes > 0 && `фокус: ${kit.count(focusMinutes, minutes)}`,
    habitsRate !== null && `привычки: ${kit.percent(habitsRate)}`,
  ]);
  const top = topCategoryId && `Больше всего ушло на ${kit.category(topCategoryId)}.`;
  return {
    title,
    statement: list([`${kit.range(from, to)}: ${flow}.`, top, done], " "),
    advice: ["учти это в планах на следующий период", "учтите это в планах на следующий период"],
    explain: `Это итог записей за ${kit.range(from, to)}. Корректировки и основная сумма долгов не учитываются.`,
    push: `${push}: ${flow}.`,
  };
}

export const ru: Phrases = {
  openings: {
    friend: { warning: "Обрати внимание.", critical: "Это важно.", celebration: "Здорово!" },
    strict: { critical: "Не откладывайте.", celebration: "Хороший результат." },
    polite: { critical: "Это важно.", celebration: "Поздравляем!" },
  },
  advise: {
    friend: (friend) => friend,
    strict: (_, formal) => formal,
    polite: (_, formal) => `пожалуйста, ${formal}`,
  },
  actions: {
    review_budget: "Посмотреть бюджет",
    open_transaction: "Открыть операцию",
    pay_debt: "Внести платёж",
    open_task: "Открыть задачу",
    reschedule_task: "Перенести срок",
    complete_habit: "Отметить привычку",
    open_goal: "Открыть цель",
    start_focus: "Начать фокус",
    open_accounts: "Посмотреть счета",
  },
  rules: {
    budget_near_limit: (facts, kit) => ({
      title: "Бюджет почти исчерпан",
      statement: `Бюджет ${kit.quoted(kit.names.budget)} использован на ${kit.percent(facts.percentUsed)}: ${budget(facts, kit)}.`,
      advice: ["сократи траты до конца периода", "сократите траты до конца периода"],
      explain: `Мы предупреждаем, когда потрачено от 90 % до 100 % бюджета. Сейчас ${kit.percent(facts.percentUsed)}: ${budget(facts, kit)}.`,
      push: `Бюджет ${kit.quoted(kit.names.budget)} использован на ${kit.percent(facts.percentUsed)}.`,
    }),
    budget_exceeded: (facts, kit) => ({
      title: "Бюджет превышен",
      statement: `Бюджет ${kit.quoted(kit.names.budget)} превышен на ${kit.money(facts.over)} (${kit.percent(facts.percentUsed)}): ${budget(facts, kit)}.`,
      advice: ["сократи эти траты или пересмотри лимит", "сократите эти траты или пересмотрите лимит"],
      explain: `Мы сообщаем, когда потрачено больше 100 % лимита. Сейчас ${kit.percent(facts.percentUsed)}: ${budget(facts, kit)}.`,
      push: `Бюджет ${kit.quoted(kit.names.budget)} превышен на ${kit.money(facts.over)}.`,
    }),
    budget_pace: (facts, kit) => ({
      title: "Траты идут слишком быстро",
      statement: `${kit.quoted(kit.names.budget)}: за ${kit.count(facts.daysElapsed, days)} потрачено ${kit.money(facts.spent)}. С таким темпом к концу периода выйдет ${kit.money(facts.projected)} при лимите ${kit.money(facts.limit)}.`,
      advice: ["уменьши ежедневные траты", "уменьшите ежедневные траты"],
      explain: `${kit.money(facts.spent)} за ${kit.count(facts.daysElapsed, days)} мы пересчитали на весь период (${kit.count(facts.daysTotal, days)}): ${kit.money(facts.projected)}. Это больше 120 % лимита.`,
      push: `${kit.quoted(kit.names.budget)}: с таким темпом бюджета не хватит до конца периода.`,
    }),
    unusual_spend: (facts, kit) => ({
      title: "Необычная трата",
      statement: `${kit.day(facts.date)}: ${kit.category(facts.categoryId)}, ${kit.money(facts.amount)}. Это в ${kit.count(facts.ratio, times)} больше обычного (${kit.money(facts.median)}).`,
      advice: ["проверь, верна ли запись", "проверьте, верна ли запись"],
      explain: `Мы отмечаем трату, если она хотя бы в 2,5 раза больше медианы своей категории за 90 дней до неё (${kit.money(facts.median)}). Здесь — в ${kit.count(facts.ratio, times)}.`,
      push: `${kit.category(facts.categoryId)}: необычная трата, ${kit.money(facts.amount)}.`,
    }),
    low_balance: (facts, kit) => ({
      title: "Счёт ушёл в минус",
      statement: `Остаток на счёте ${kit.quoted(kit.names.account)}: ${kit.money(facts.balance)}.`,
      advice: ["пополни счёт или исправь остаток", "пополните счёт или исправьте остаток"],
      explain: `Мы сообщаем, когда счёт, кроме кредитных и долговых, опускается ниже нуля. Остаток ${kit.money(facts.balance)}.`,
      push: `Счёт ${kit.quoted(kit.names.account)} в минусе: ${kit.money(facts.balance)}.`,
    }),
    cash_runway: (facts, kit) => ({
      title: "Запаса меньше, чем на месяц",
      statement: `Наличными, на картах и в накоплениях ${kit.money(facts.available)}, а расходы за последний месяц — ${kit.money(facts.expense)}.`,
      advice: ["отложи траты, которые могут подождать", "отложите траты, которые могут подождать"],
      explain: `Наличные, карты и накопления вместе (${kit.money(facts.available)}) меньше расходов за последние 30 дней (${kit.money(facts.expense)}).`,
      push: `Запас ${kit.money(facts.available)}: меньше месячных расходов.`,
    }),
    debt_overdue: (facts, kit) => ({
      title: facts.direction === "i_owe" ? "Долг просрочен" : "Долг не вернули в срок",
      statement: `${capital(debt(facts, kit.names.counterparty, kit))}. Срок был ${kit.day(facts.dueDate)}, просрочка — ${kit.count(facts.days, days)}.`,
      advice: payAdvice(facts.direction),
      explain: `Долг не закрыт, а его срок (${kit.day(facts.dueDate)}) прошёл; просрочка — ${kit.count(facts.days, days)}. Остаток ${kit.money(facts.outstanding)}.`,
      push: `${capital(debt(facts, kit.names.counterparty, kit))}, просрочка ${kit.count(facts.days, days)}.`,
    }),
    debt_due_soon: (facts, kit) => ({
      title: "Скоро срок долга",
      statement: `${capital(debt(facts, kit.names.counterparty, kit))}. Срок ${dueIn(facts.days, kit)}: ${kit.day(facts.dueDate)}.`,
      advice:
        facts.direction === "i_owe"
          ? ["подготовь деньги заранее", "подготовьте деньги заранее"]
          : payAdvice(facts.direction),
      explain: `Мы напоминаем об открытом долге, когда до срока не больше 3 дней. Срок ${kit.day(facts.dueDate)}, остаток ${kit.money(facts.outstanding)}.`,
      push: `${capital(debt(facts, kit.names.counterparty, kit))}, срок ${dueIn(facts.days, kit)}.`,
    }),
    no_transactions: (facts, kit) => ({
      title: "Давно нет записей",
      statement: `Последняя операция — ${kit.day(facts.lastDate)}, без записей уже ${kit.count(facts.days, days)}.`,
      advice: ["внеси траты за пропущенные дни", "внесите траты за пропущенные дни"],
      explain: `За последние 3 дня нет ни одной операции. Последняя была ${kit.day(facts.lastDate)}.`,
      push: `Новых операций нет уже ${kit.count(facts.days, days)}.`,
    }),
    savings_rate_low: (facts, kit) => ({
      title: "Отложено мало",
      statement: `${savings(facts, kit)} Доля сбережений — ${kit.percent(facts.savingsPercent)} дохода.`,
      advice: ["в следующем месяце отложи часть дохода сразу", "в следующем месяце отложите часть дохода сразу"],
      explain: `Доход минус расход, делённые на доход, дали меньше 10 %: ${kit.percent(facts.savingsPercent)}.`,
      push: `${capital(kit.month(facts.month))}: доля сбережений ${kit.percent(facts.savingsPercent)}.`,
    }),
    savings_rate_good: (facts, kit) => ({
      title: "Хорошие сбережения",
      statement: `${savings(facts, kit)} Сбережено ${kit.percent(facts.savingsPercent)} дохода.`,
      explain: `Доход минус расход, делённые на доход, дали не меньше 20 %: ${kit.percent(facts.savingsPercent)}.`,
      push: `${capital(kit.month(facts.month))}: сбережено ${kit.percent(facts.savingsPercent)} дохода.`,
    }),
    category_spike: (facts, kit) => ({
      title: "Расходы категории выросли",
      statement: `${kit.category(facts.categoryId)}: за ${kit.month(facts.month)} — ${kit.money(facts.amount)}, месяцем раньше — ${kit.money(facts.previousAmount)}.`,
      advice: ["посмотри, на что ушло больше", "посмотрите, на что ушло больше"],
      explain: `Расход категории хотя бы в 1,5 раза больше прошлого месяца, и рост не меньше 10 % всех расходов: ${kit.money(facts.amount)} вместо ${kit.money(facts.previousAmount)}.`,
      push: `${kit.category(facts.categoryId)}: рост с ${kit.money(facts.previousAmount)} до ${kit.money(facts.amount)}.`,
    }),
    recurring_increase: (facts, kit) => ({
      title: "Регулярный платёж подорожал",
      statement: `${kit.quoted(kit.names.name)}: раньше ${kit.money(facts.previousAmount)}, теперь ${kit.money(facts.amount)}.`,
      advice: ["проверь тариф", "проверьте тариф"],
      explain: `Платёж с этим названием повторяется 3 месяца подряд, последний дороже предыдущего хотя бы на 10 %: ${kit.money(facts.amount)} вместо ${kit.money(facts.previousAmount)}.`,
      push: `Платёж ${kit.quoted(kit.names.name)} подорожал: ${kit.money(facts.amount)}.`,
    }),
    tasks_overdue: (facts, kit) => ({
      title: "Просроченные задачи",
      statement: `В списке ${kit.count(facts.count, overdue)}${facts.count === 1 ? ":" : ". Самая давняя:"} ${kit.quoted(kit.names.task)}.`,
      advice: ["начни с неё или назначь новый срок", "начните с неё или назначьте новый срок"],
      explain: `Считаются открытые задачи, срок которых прошёл: ${kit.count(facts.count, tasks)}. Начиная с 5 это серьёзное предупреждение.`,
      push: `В списке ${kit.count(facts.count, overdue)}.`,
    }),
    tasks_due_today: (facts, kit) => ({
      title: "Задачи на сегодня",
      statement: `Со сроком сегодня: ${kit.count(facts.count, tasks)}${facts.count === 1 ? "," : ". Первая:"} ${kit.quoted(kit.names.task)}.`,
      advice: ["начни с самой важной", "начните с самой важной"],
      explain: `Считаются открытые задачи со сроком сегодня: ${kit.count(facts.count, tasks)}.`,
      push: `На сегодня: ${kit.count(facts.count, tasks)}.`,
    }),
    task_deadline: (facts, kit) => ({
      title: "Скоро срок важной задачи",
      statement: `${kit.quoted(kit.names.task)}: срок ${kit.day(facts.dueDate)}, это через ${kit.count(facts.days, days)}.`,
      advice: ["выдели на неё время сегодня", "выделите на неё время сегодня"],
      explain: `Открытая задача с высоким приоритетом, до срока ${kit.count(facts.days, days)}: ${kit.day(facts.dueDate)}.`,
      push: `${kit.quoted(kit.names.task)}: срок через ${kit.count(facts.days, days)}.`,
    }),
    goal_behind: (facts, kit) => ({
      title: "Цель отстаёт от плана",
      statement: `${kit.quoted(kit.names.goal)}: прошло ${kit.percent(facts.timePercent)} времени, сделано ${kit.percent(facts.progressPercent)}${left(facts, kit.names.unit, kit)}. Срок — ${kit.day(facts.targetDate)}.`,
      advice: ["сделай на этой неделе один конкретный шаг", "сделайте на этой неделе один конкретный шаг"],
      explain: `Прошла хотя бы четверть срока, и прогресс отстаёт от времени больше чем на 20 пунктов: ${kit.percent(facts.progressPercent)} против ${kit.percent(facts.timePercent)}.`,
      push: `${kit.quoted(kit.names.goal)} отстаёт от плана: ${kit.percent(facts.progressPercent)}.`,
    }),
    goal_near: (facts, kit) => ({
      title: "Цель совсем близко",
      statement: `${kit.quoted(kit.names.goal)}: выполнено ${kit.percent(facts.progressPercent)}${left(facts, kit.names.unit, kit)}.`,
      advice: ["доведи дело до конца", "доведите дело до конца"],
      explain: `Выполнено не меньше 90 %, но ещё не 100 %: ${kit.percent(facts.progressPercent)}.`,
      push: `${kit.quoted(kit.names.goal)}: выполнено ${kit.percent(facts.progressPercent)}.`,
    }),
    goal_reached: (facts, kit) => ({
      title: "Цель достигнута",
      statement: `Цель ${kit.quoted(kit.names.goal)} достигнута.`,
      explain: `Прогресс дошёл до 100 %, или цель завершена за последние 7 дней. Сейчас ${kit.percent(facts.progressPercent)}.`,
      push: `Цель ${kit.quoted(kit.names.goal)} достигнута!`,
    }),
    goal_stale: (facts, kit) => ({
      title: "Цель без внимания",
      statement: `По цели ${kit.quoted(kit.names.goal)} уже ${kit.count(facts.days, days)} нет отметок.`,
      advice: ["отметь прогресс или пересмотри цель", "отметьте прогресс или пересмотрите цель"],
      explain: `Цели больше 14 дней, и отметок нет 14 дней или дольше: ${kit.count(facts.days, days)}.`,
      push: `${kit.quoted(kit.names.goal)}: нет отметок уже ${kit.count(facts.days, days)}.`,
    }),
    streak_at_risk: (facts, kit) => ({
      title: "Серия под угрозой",
      statement: `Серия ${kit.quoted(kit.names.habit)} — ${kit.count(facts.streak, days)}, а сегодня отметки ещё нет.`,
      advice: ["успей до конца дня", "успейте до конца дня"],
      explain: `Серия не короче 3 дней, привычка запланирована на сегодня и ещё не отмечена. Сейчас в серии ${kit.count(facts.streak, days)}.`,
      push: `${kit.quoted(kit.names.habit)}: серия (${kit.count(facts.streak, days)}) сегодня может прерваться.`,
    }),
    streak_milestone: (facts, kit) => ({
      title: "Новый рубеж",
      statement: `${kit.quoted(kit.names.habit)}: ${kit.count(facts.streak, days)} подряд.`,
      explain: `Сегодня серия дошла до рубежа, который мы отмечаем: ${kit.count(facts.streak, days)}.`,
      push: `${kit.quoted(kit.names.habit)}: ${kit.count(facts.streak, days)} подряд!`,
    }),
    habit_slipping: (facts, kit) => ({
      title: "Привычка слабеет",
      statement: `${kit.quoted(kit.names.habit)}: за последний месяц выполнено ${kit.percent(facts.completionRate30d)} из ${kit.count(facts.dueDays, daysGenitive)}.`,
      advice: ["упрости привычку или смени время", "упростите привычку или смените время"],
      explain: `За 30 дней привычка была запланирована хотя бы 10 раз, а выполнена меньше чем на 50 %: ${kit.percent(facts.completionRate30d)}.`,
      push: `${kit.quoted(kit.names.habit)}: выполнение ${kit.percent(facts.completionRate30d)}.`,
    }),
    habit_perfect_week: (facts, kit) => ({
      title: "Идеальная неделя",
      statement: `${kit.quoted(kit.names.habit)}: на прошлой неделе без пропусков, ${kit.count(facts.dueDays, days)}.`,
      explain: `За неделю ${kit.range(facts.from, facts.to)} привычка выполнена во все запланированные дни: ${kit.count(facts.dueDays, days)}.`,
      push: `${kit.quoted(kit.names.habit)}: неделя без единого пропуска.`,
    }),
    focus_record: (facts, kit) => ({
      title: "Рекорд фокуса",
      statement: `Сегодня в фокусе ${kit.count(facts.minutes, minutes)}, прежний лучший результат — ${kit.count(facts.previousBest, minutes)}.`,
      explain: `Сегодня не меньше 60 минут и больше, чем в любой из 30 дней до этого: ${kit.count(facts.minutes, minutes)}.`,
      push: `Новый рекорд: сегодня ${kit.count(facts.minutes, minutes)} фокуса.`,
    }),
    focus_drop: (facts, kit) => ({
      title: "Фокуса стало меньше",
      statement: `На прошлой неделе фокуса ${kit.count(facts.minutes, minutes)} против ${kit.count(facts.previousMinutes, minutesGenitive)} неделей раньше.`,
      advice: ["запланируй первую сессию этой недели", "запланируйте первую сессию этой недели"],
      explain: `Фокуса за неделю меньше половины предыдущей, а в ней было не меньше 60 минут: ${kit.count(facts.minutes, minutes)} против ${kit.count(facts.previousMinutes, minutesGenitive)}.`,
      push: `Фокуса меньше: ${kit.count(facts.minutes, minutes)} вместо ${kit.count(facts.previousMinutes, minutesGenitive)}.`,
    }),
    daily_overview: (facts, kit) => {
      const plan = list([
        facts.tasksDue > 0 && `задачи ${kit.number(facts.tasksDone)}/${kit.number(facts.tasksDue)}`,
        facts.habitsDue > 0 && `привычки ${kit.number(facts.habitsDone)}/${kit.number(facts.habitsDue)}`,
        ...(facts.income === null || facts.expense === null
          ? ["движение денег не посчитано (нет курса валюты)"]
          : [`доход ${kit.money(facts.income)}`, `расход ${kit.money(facts.expense)}`]),
      ]);
      return {
        title: "Обзор дня",
        statement: `Сегодня: ${plan}.`,
        advice: ["продумай остаток дня", "продумайте остаток дня"],
        explain:
          "План и движение денег за сегодня. В дробях первое число — сделано, второе — запланировано на сегодня.",
        push: `Сегодня: ${plan}.`,
      };
    },
    weekly_summary: (facts, kit) => summary("Итоги недели", "Неделя", facts, kit),
    monthly_summary: (facts, kit) => summary("Итоги месяца", "Месяц", facts, kit),
    custom_summary: (facts, kit) => summary("Итоги периода", "Период", facts, kit),
    wisdom_quote: ({ mentorId, quote: index }, { quote }) => {
      const { text, author, source, isVerbatim } = quote(mentorId, index);
      return {
        title: "Мысль дня",
        statement: isVerbatim ? `«${text}» — ${author}.` : `${text} (Принцип: ${author}.)`,
        advice: ["подумай об этом минуту", "подумайте об этом минуту"],
        explain: isVerbatim
          ? `Источник: ${author}, ${source}.`
          : `Принцип изложен нашими словами, это не цитата. ${author}.`,
        push: `Мысль дня: ${author}.`,
      };
    },
  },
};
