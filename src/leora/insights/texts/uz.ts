import type { FactsOf } from "./facts.ts";
import { type Kit, list, type Phrases, sentence, type Wording } from "./phrases.ts";

// The words of insights in Uzbek, in Latin script. Numerals leave nouns as they are.

type Summary = FactsOf<"weekly_summary">;
type Savings = FactsOf<"savings_rate_low">;
type Debt = FactsOf<"debt_overdue">;
type Missing = FactsOf<"goal_near">;

const days = { other: "# kun" };
const minutes = { other: "# daqiqa" };

const budget = ({ spent, limit }: FactsOf<"budget_near_limit">, { money }: Kit) =>
  `sarflandi ${money(spent)}, limit ${money(limit)}`;

const savings = ({ month, income, expense, net }: Savings, kit: Kit): string =>
  `${kit.month(month)} oyida kirim ${kit.money(income)}, chiqim ${kit.money(expense)}, farqi ${kit.money(net)}.`;

const debt = ({ direction, outstanding }: Debt, counterparty: string, { money, quoted, you }: Kit): string =>
  direction === "i_owe"
    ? `${quoted(counterparty)} oldidagi ${you("qarzing", "qarzingiz")}: ${money(outstanding)}`
    : `${quoted(counterparty)} ${you("senga", "sizga")} qarzdor: ${money(outstanding)}`;

const payAdvice = (direction: Debt["direction"]) =>
  direction === "i_owe"
    ? (["to'lovni bugun amalga oshir", "to'lovni bugun amalga oshiring"] as const)
    : (["qarzni muloyimlik bilan eslatib qo'y", "qarzni muloyimlik bilan eslatib qo'ying"] as const);

const dueIn = (count: number, kit: Kit): string => (count === 0 ? "bugun" : `${kit.count(count, days)}dan keyin`);

const left = ({ remaining }: Missing, unit: string | undefined, { quantity }: Kit): string =>
  remaining === null ? "" : `, yana ${quantity(remaining, unit)} qoldi`;

function summary(title: string, push: string, facts: Summary, kit: Kit): Wording {
  const { from, to, income, expense, net, topCategoryId, tasksCompleted, focusMinutes, habitsRate } = facts;
  const { money, number, percent } = kit;
  const flow = `kirim ${money(income)}, chiqim ${money(expense)}, farqi ${money(net)}`;
  const done = sentence([
    tasksCompleted > 0 && `bajarilgan vazifalar: ${number(tasksCompleted)} ta`,
    focusMinutes > 0 && `fokus: ${kit.count(focusMinutes, minutes)}`,
    habitsRate !== null && `odatlar: ${percent(habitsRate)}`,
  ]);
  const top = topCategoryId && `Eng ko'p xarajat: ${kit.category(topCategoryId)}.`;
  return {
    title,
    statement: list([`${kit.range(from, to)}: ${flow}.`, top, done], " "),
    advice: ["keyingi davr rejasini shunga qarab tuz", "keyingi davr rejasini shunga qarab tuzing"],
    explain: `Bu ${kit.range(from, to)} oralig'idagi yozuvlar yig'indisi. Tuzatishlar va qarz asosiy summasi hisobga olinmagan.`,
    push: `${push}: ${flow}.`,
  };
}

export const uz: Phrases = {
  openings: {
    friend: { warning: "E'tibor ber.", critical: "Bu muhim.", celebration: "Zo'r!" },
    strict: { critical: "Kechiktirmang.", celebration: "Yaxshi natija." },
    polite: { critical: "Bu muhim.", celebration: "Tabriklaymiz!" },
  },
  advise: {
    friend: (friend) => friend,
    strict: (_, formal) => formal,
    polite: (_, formal) => `iltimos, ${formal}`,
  },
  actions: {
    review_budget: "Byudjetni ko'rish",
    open_transaction: "Tranzaksiyani ochish",
    pay_debt: "To'lovni kiritish",
    open_task: "Vazifani ochish",
    reschedule_task: "Muddatni ko'chirish",
    complete_habit: "Odatni belgilash",
    open_goal: "Maqsadni ochish",
    start_focus: "Fokusni boshlash",
    open_accounts: "Hisoblarni ko'rish",
  },
  rules: {
    budget_near_limit: (facts, kit) => ({
      title: "Byudjet limitga yaqin",
      statement: `${kit.quoted(kit.names.budget)} byudjetining ${kit.percent(facts.percentUsed)} qismi ishlatildi: ${budget(facts, kit)}.`,
      advice: ["davr oxirigacha xarajatlarni kamaytir", "davr oxirigacha xarajatlarni kamaytiring"],
      explain: `Byudjetning 90% dan 100% gacha qismi sarflanganda ogohlantiramiz. Hozir bu ko'rsatkich ${kit.percent(facts.percentUsed)}: ${budget(facts, kit)}.`,
      push: `${kit.quoted(kit.names.budget)} byudjetining ${kit.percent(facts.percentUsed)} qismi ishlatildi.`,
    }),
    budget_exceeded: (facts, kit) => ({
      title: "Byudjet oshib ketdi",
      statement: `${kit.quoted(kit.names.budget)} byudjeti limitdan ${kit.money(facts.over)} ga oshdi (${kit.percent(facts.percentUsed)}): ${budget(facts, kit)}.`,
      advice: [
        "bu byudjetdagi xarajatlarni kamaytir yoki limitni qayta ko'rib chiq",
        "bu byudjetdagi xarajatlarni kamaytiring yoki limitni qayta ko'rib chiqing",
      ],
      explain: `Sarf limitning 100% idan oshganda xabar beramiz. Hozir ${kit.percent(facts.percentUsed)}: ${budget(facts, kit)}.`,
      push: `${kit.quoted(kit.names.budget)} byudjeti limitdan ${kit.money(facts.over)} ga oshdi.`,
    }),
    budget_pace: (facts, kit) => ({
      title: "Xarajat sur'ati yuqori",
      statement: `${kit.quoted(kit.names.budget)}: ${kit.count(facts.daysElapsed, days)}da ${kit.money(facts.spent)} sarflandi. Shu sur'atda davr oxirigacha ${kit.money(facts.projected)} bo'ladi, limit esa ${kit.money(facts.limit)}.`,
      advice: ["kunlik xarajatni biroz qisqartir", "kunlik xarajatni biroz qisqartiring"],
      explain: `Shu paytgacha sarflangan summani (${kit.money(facts.spent)}) ${kit.count(facts.daysElapsed, days)}ga bo'lib, ${kit.count(facts.daysTotal, days)}ga ko'paytirdik: ${kit.money(facts.projected)}. Bu limitning 120% idan ko'p.`,
      push: `${kit.quoted(kit.names.budget)}: shu sur'atda byudjet davr oxirigacha yetmaydi.`,
    }),
    unusual_spend: (facts, kit) => ({
      title: "Odatdan tashqari xarajat",
      statement: `${kit.day(facts.date)}: ${kit.category(facts.categoryId)} uchun ${kit.money(facts.amount)} sarflandi. Bu odatdagidan (${kit.money(facts.median)}) ${kit.number(facts.ratio)} baravar ko'p.`,
      advice: ["yozuv to'g'riligini tekshir", "yozuv to'g'riligini tekshiring"],
      explain: `Xarajat shu kategoriyaning oldingi 90 kundagi medianasidan (${kit.money(facts.median)}) kamida 2,5 baravar ko'p bo'lsa, belgilab qo'yamiz. Bu safar ${kit.number(facts.ratio)} baravar.`,
      push: `${kit.category(facts.categoryId)}: odatdan tashqari xarajat, ${kit.money(facts.amount)}.`,
    }),
    low_balance: (facts, kit) => ({
      title: "Hisob manfiyga tushdi",
      statement: `${kit.quoted(kit.names.account)} hisobidagi qoldiq: ${kit.money(facts.balance)}.`,
      advice: ["hisobni to'ldir yoki qoldiqni to'g'rila", "hisobni to'ldiring yoki qoldiqni to'g'rilang"],
      explain: `Kredit va qarz hisoblaridan boshqa hisob noldan pastga tushsa, xabar beramiz. Qoldiq ${kit.money(facts.balance)}.`,
      push: `${kit.quoted(kit.names.account)} hisobi manfiy: ${kit.money(facts.balance)}.`,
    }),
    cash_runway: (facts, kit) => ({
      title: "Zaxira bir oyga yetmaydi",
      statement: `Naqd, karta va jamg'armalarda ${kit.money(facts.available)} bor, oxirgi oydagi xarajat esa ${kit.money(facts.expense)}.`,
      advice: [
        "keyinga surish mumkin bo'lgan xarajatlarni kechiktir",
        "keyinga surish mumkin bo'lgan xarajatlarni kechiktiring",
      ],
      explain: `Naqd pul, karta va jamg'armalar yig'indisi (${kit.money(facts.available)}) oxirgi 30 kunlik xarajatdan (${kit.money(facts.expense)}) kam.`,
      push: `Zaxira ${kit.money(facts.available)}: bir oylik xarajatdan kam.`,
    }),
    debt_overdue: (facts, kit) => ({
      title: facts.direction === "i_owe" ? "Qarz muddati o'tdi" : "Berilgan qarz qaytmadi",
      statement: `${debt(facts, kit.names.counterparty, kit)}. Muddat ${kit.day(facts.dueDate)} edi, ${kit.count(facts.days, days)} o'tdi.`,
      advice: payAdvice(facts.direction),
      explain: `Qarz yopilmagan va muddati (${kit.day(facts.dueDate)}) ${kit.count(facts.days, days)} oldin o'tgan. Qoldiq ${kit.money(facts.outstanding)}.`,
      push: `${debt(facts, kit.names.counterparty, kit)}, muddatidan ${kit.count(facts.days, days)} o'tdi.`,
    }),
    debt_due_soon: (facts, kit) => ({
      title: "Qarz muddati yaqin",
      statement: `${debt(facts, kit.names.counterparty, kit)}. Muddat ${dueIn(facts.days, kit)}: ${kit.day(facts.dueDate)}.`,
      advice:
        facts.direction === "i_owe"
          ? ["pulni oldindan tayyorlab qo'y", "pulni oldindan tayyorlab qo'ying"]
          : payAdvice(facts.direction),
      explain: `Ochiq qarz muddati bugundan 3 kun ichida bo'lsa, eslatamiz. Muddat ${kit.day(facts.dueDate)}, qoldiq ${kit.money(facts.outstanding)}.`,
      push: `${debt(facts, kit.names.counterparty, kit)}, muddat ${dueIn(facts.days, kit)}.`,
    }),
    no_transactions: (facts, kit) => ({
      title: "Yozuvlar to'xtab qoldi",
      statement: `Oxirgi tranzaksiya ${kit.count(facts.days, days)} oldin, ${kit.day(facts.lastDate)} kuni kiritilgan.`,
      advice: ["o'tgan kunlar xarajatlarini kiritib qo'y", "o'tgan kunlar xarajatlarini kiritib qo'ying"],
      explain: `Oxirgi 3 kunda birorta tranzaksiya yo'q. Oxirgisi ${kit.day(facts.lastDate)} kuni bo'lgan.`,
      push: `${kit.count(facts.days, days)}dan beri yangi tranzaksiya yo'q.`,
    }),
    savings_rate_low: (facts, kit) => ({
      title: "Jamg'arma ulushi past",
      statement: `${savings(facts, kit)} Jamg'arma kirimning ${kit.percent(facts.savingsPercent)} ini tashkil etdi.`,
      advice: [
        "keyingi oyda kirimning bir qismini oldindan ajratib qo'y",
        "keyingi oyda kirimning bir qismini oldindan ajratib qo'ying",
      ],
      explain: `Kirimdan chiqim ayirilib, kirimga bo'linadi. Natija 10% dan kam: ${kit.percent(facts.savingsPercent)}.`,
      push: `${kit.month(facts.month)}: jamg'arma ulushi ${kit.percent(facts.savingsPercent)}.`,
    }),
    savings_rate_good: (facts, kit) => ({
      title: "Yaxshi jamg'arma",
      statement: `${savings(facts, kit)} Kirimning ${kit.percent(facts.savingsPercent)} i tejab qolindi.`,
      explain: `Kirimdan chiqim ayirilib, kirimga bo'linadi. Natija kamida 20%: ${kit.percent(facts.savingsPercent)}.`,
      push: `${kit.month(facts.month)}: kirimning ${kit.percent(facts.savingsPercent)} i tejaldi.`,
    }),
    category_spike: (facts, kit) => ({
      title: "Kategoriya xarajati keskin oshdi",
      statement: `${kit.category(facts.categoryId)}: ${kit.month(facts.month)} oyida ${kit.money(facts.amount)}, undan oldingi oyda ${kit.money(facts.previousAmount)}.`,
      advice: ["sababini ko'rib chiq", "sababini ko'rib chiqing"],
      explain: `Kategoriya xarajati oldingi oydagidan kamida 1,5 baravar ko'p, o'sish esa barcha xarajatlarning kamida 10% i: ${kit.money(facts.previousAmount)} o'rniga ${kit.money(facts.amount)}.`,
      push: `${kit.category(facts.categoryId)}: oldin ${kit.money(facts.previousAmount)}, endi ${kit.money(facts.amount)}.`,
    }),
    recurring_increase: (facts, kit) => ({
      title: "Doimiy to'lov qimmatladi",
      statement: `${kit.quoted(kit.names.name)}: oldin ${kit.money(facts.previousAmount)}, endi ${kit.money(facts.amount)}.`,
      advice: ["tarifni tekshir", "tarifni tekshiring"],
      explain: `Shu nomdagi to'lov ketma-ket 3 oy takrorlandi va oxirgisi kamida 10% qimmatroq: ${kit.money(facts.previousAmount)} o'rniga ${kit.money(facts.amount)}.`,
      push: `${kit.quoted(kit.names.name)} qimmatladi: ${kit.money(facts.amount)}.`,
    }),
    tasks_overdue: (facts, kit) => ({
      title: "Muddati o'tgan vazifalar",
      statement: `Muddati o'tgan vazifalar: ${kit.number(facts.count)} ta${facts.count === 1 ? "," : ". Eng eskisi:"} ${kit.quoted(kit.names.task)}.`,
      advice: [
        "birinchi bo'lib shuni bajar yoki yangi muddat belgila",
        "birinchi bo'lib shuni bajaring yoki yangi muddat belgilang",
      ],
      explain: `Bajarilmagan va muddati kechagi yoki undan oldingi kunda tugagan vazifalar sanaldi: ${kit.number(facts.count)} ta. 5 tadan boshlab bu jiddiy ogohlantirish.`,
      push: `Muddati o'tgan vazifalar: ${kit.number(facts.count)} ta.`,
    }),
    tasks_due_today: (facts, kit) => ({
      title: "Bugungi vazifalar",
      statement: `Bugun muddati tugaydigan vazifalar: ${kit.number(facts.count)} ta${facts.count === 1 ? "," : ". Birinchisi:"} ${kit.quoted(kit.names.task)}.`,
      advice: ["eng muhimidan boshla", "eng muhimidan boshlang"],
      explain: `Muddati bugun bo'lgan ochiq vazifalar sanaldi: ${kit.number(facts.count)} ta.`,
      push: `Bugunga ${kit.number(facts.count)} ta vazifa bor.`,
    }),
    task_deadline: (facts, kit) => ({
      title: "Muhim vazifa muddati yaqin",
      statement: `${kit.quoted(kit.names.task)} vazifasini ${kit.day(facts.dueDate)}gacha bajarish kerak, ${kit.count(facts.days, days)} qoldi.`,
      advice: ["bugun unga vaqt ajrat", "bugun unga vaqt ajrating"],
      explain: `Yuqori ustuvorlikdagi ochiq vazifaning muddatiga ${kit.count(facts.days, days)} qoldi: ${kit.day(facts.dueDate)}.`,
      push: `${kit.quoted(kit.names.task)}: muddatiga ${kit.count(facts.days, days)} qoldi.`,
    }),
    goal_behind: (facts, kit) => ({
      title: "Maqsad rejadan orqada",
      statement: `${kit.quoted(kit.names.goal)}: vaqtning ${kit.percent(facts.timePercent)} i o'tdi, bajarilgani esa ${kit.percent(facts.progressPercent)}${left(facts, kit.names.unit, kit)}. Muddat: ${kit.day(facts.targetDate)}.`,
      advice: ["shu hafta bitta aniq qadam qo'y", "shu hafta bitta aniq qadam qo'ying"],
      explain: `Vaqtning kamida chorak qismi o'tgan va natija vaqt ulushidan 20 foiz banddan ko'proq orqada: ${kit.percent(facts.progressPercent)} va ${kit.percent(facts.timePercent)}.`,
      push: `${kit.quoted(kit.names.goal)} rejadan orqada: ${kit.percent(facts.progressPercent)}.`,
    }),
    goal_near: (facts, kit) => ({
      title: "Maqsadga oz qoldi",
      statement: `${kit.quoted(kit.names.goal)}: ${kit.percent(facts.progressPercent)} bajarildi${left(facts, kit.names.unit, kit)}.`,
      advice: ["oxirigacha yetkaz", "oxirigacha yetkazing"],
      explain: `Maqsadning kamida 90% i bajarilgan, lekin hali 100% emas: ${kit.percent(facts.progressPercent)}.`,
      push: `${kit.quoted(kit.names.goal)}: ${kit.percent(facts.progressPercent)} bajarildi.`,
    }),
    goal_reached: (facts, kit) => ({
      title: "Maqsadga erishildi",
      statement: `${kit.quoted(kit.names.goal)} maqsadi bajarildi.`,
      explain: `Maqsad 100% ga yetgan yoki oxirgi 7 kunda yakunlangan. Hozirgi natija: ${kit.percent(facts.progressPercent)}.`,
      push: `${kit.quoted(kit.names.goal)} maqsadiga erishildi!`,
    }),
    goal_stale: (facts, kit) => ({
      title: "Maqsad e'tiborsiz qoldi",
      statement: `${kit.quoted(kit.names.goal)} bo'yicha ${kit.count(facts.days, days)}dan beri yangilanish yo'q.`,
      advice: [
        "natijani yangila yoki maqsadni qayta ko'rib chiq",
        "natijani yangilang yoki maqsadni qayta ko'rib chiqing",
      ],
      explain: `Maqsad ochilganiga 14 kundan oshgan va 14 kundan beri natija kiritilmagan: ${kit.count(facts.days, days)}.`,
      push: `${kit.quoted(kit.names.goal)}: ${kit.count(facts.days, days)}dan beri yangilanmagan.`,
    }),
    streak_at_risk: (facts, kit) => ({
      title: "Ketma-ketlik uzilishi mumkin",
      statement: `${kit.quoted(kit.names.habit)} odati ketma-ket ${kit.count(facts.streak, days)} bajarilgan, bugun esa hali belgilanmagan.`,
      advice: ["kun tugaguncha bajarib qo'y", "kun tugaguncha bajarib qo'ying"],
      explain: `Ketma-ketlik kamida 3 kun, odat bugunga belgilangan va hali bajarilmagan. Hozirgi ketma-ketlik: ${kit.count(facts.streak, days)}.`,
      push: `${kit.quoted(kit.names.habit)}: ${kit.count(facts.streak, days)}lik ketma-ketlik bugun uzilishi mumkin.`,
    }),
    streak_milestone: (facts, kit) => ({
      title: "Yangi marra",
      statement: `${kit.quoted(kit.names.habit)} odati ketma-ket ${kit.count(facts.streak, days)} bajarildi.`,
      explain: `Ketma-ketlik bugun ${kit.count(facts.streak, days)}ga yetdi. Bu biz nishonlaydigan marralardan biri.`,
      push: `${kit.quoted(kit.names.habit)}: ketma-ket ${kit.count(facts.streak, days)}!`,
    }),
    habit_slipping: (facts, kit) => ({
      title: "Odat susaymoqda",
      statement: `${kit.quoted(kit.names.habit)} oxirgi bir oydagi ${kit.count(facts.dueDays, days)}ning ${kit.percent(facts.completionRate30d)} ida bajarildi.`,
      advice: ["odatni soddalashtir yoki vaqtini o'zgartir", "odatni soddalashtiring yoki vaqtini o'zgartiring"],
      explain: `Oxirgi 30 kunda kamida 10 marta belgilangan odatning bajarilishi 50% dan past: ${kit.percent(facts.completionRate30d)}.`,
      push: `${kit.quoted(kit.names.habit)}: bajarilish ${kit.percent(facts.completionRate30d)}.`,
    }),
    habit_perfect_week: (facts, kit) => ({
      title: "Benuqson hafta",
      statement: `${kit.quoted(kit.names.habit)} odati o'tgan hafta barcha belgilangan kunlarda bajarildi: ${kit.count(facts.dueDays, days)}.`,
      explain: `${kit.range(facts.from, facts.to)} haftasida belgilangan kunlarning hammasida odat bajarilgan: ${kit.count(facts.dueDays, days)}.`,
      push: `${kit.quoted(kit.names.habit)}: o'tgan hafta birorta kun ham o'tkazib yuborilmadi.`,
    }),
    focus_record: (facts, kit) => ({
      title: "Fokus rekordi",
      statement: `Bugun fokusda ${kit.count(facts.minutes, minutes)} ishlandi, oldingi eng yaxshi natija ${kit.count(facts.previousBest, minutes)} edi.`,
      explain: `Bugungi fokus kamida 60 daqiqa va oldingi 30 kunning har biridan ko'p: ${kit.count(facts.minutes, minutes)}.`,
      push: `Yangi rekord: bugun ${kit.count(facts.minutes, minutes)} fokus.`,
    }),
    focus_drop: (facts, kit) => ({
      title: "Fokus vaqti kamaydi",
      statement: `O'tgan hafta fokusda ${kit.count(facts.minutes, minutes)} bo'ldi, undan oldingi haftada ${kit.count(facts.previousMinutes, minutes)} edi.`,
      advice: ["bu hafta birinchi fokus seansini hozir rejala", "bu hafta birinchi fokus seansini hozir rejalang"],
      explain: `O'tgan haftaning fokus vaqti undan oldingi haftaning yarmidan kam, u haftada esa kamida 60 daqiqa edi: ${kit.count(facts.minutes, minutes)} va ${kit.count(facts.previousMinutes, minutes)}.`,
      push: `Fokus kamaydi: ${kit.count(facts.previousMinutes, minutes)} o'rniga ${kit.count(facts.minutes, minutes)}.`,
    }),
    daily_overview: (facts, kit) => {
      const plan = list([
        facts.tasksDue > 0 && `vazifalar ${kit.number(facts.tasksDone)}/${kit.number(facts.tasksDue)}`,
        facts.habitsDue > 0 && `odatlar ${kit.number(facts.habitsDone)}/${kit.number(facts.habitsDue)}`,
        ...(facts.income === null || facts.expense === null
          ? ["pul harakati hisoblanmadi (valyuta kursi yo'q)"]
          : [`kirim ${kit.money(facts.income)}`, `chiqim ${kit.money(facts.expense)}`]),
      ]);
      return {
        title: "Kun manzarasi",
        statement: `Bugun: ${plan}.`,
        advice: ["kunning qolgan qismini rejalab ol", "kunning qolgan qismini rejalab oling"],
        explain:
          "Bugungi reja va pul harakati. Kasrda birinchi son bajarilganlari, ikkinchisi bugunga belgilanganlari.",
        push: `Bugun: ${plan}.`,
      };
    },
    weekly_summary: (facts, kit) => summary("Hafta yakuni", "Hafta", facts, kit),
    monthly_summary: (facts, kit) => summary("Oy yakuni", "Oy", facts, kit),
    custom_summary: (facts, kit) => summary("Davr yakuni", "Davr", facts, kit),
    wisdom_quote: ({ mentorId, quote: index }, { quote }) => {
      const { text, author, source, isVerbatim } = quote(mentorId, index);
      return {
        title: "Bugungi hikmat",
        statement: isVerbatim ? `“${text}” — ${author}.` : `${text} (Tamoyil: ${author}.)`,
        advice: ["shu fikr haqida bir daqiqa o'ylab ko'r", "shu fikr haqida bir daqiqa o'ylab ko'ring"],
        explain: isVerbatim
          ? `Manba: ${author}, ${source}.`
          : `${author} tamoyili o'z so'zlarimiz bilan, iqtibos emas.`,
        push: `Bugungi hikmat: ${author}.`,
      };
    },
  },
};
