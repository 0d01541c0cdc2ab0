import type { FactsOf } from "./facts.ts";
import { type Kit, list, type Phrases, sentence, type Wording } from "./phrases.ts";

// The words of insights in Turkish. Numerals leave nouns as they are, and no suffix is put on amounts and names: which one
// would depend on how they are read.

type Summary = FactsOf<"weekly_summary">;
type Savings = FactsOf<"savings_rate_low">;
type Debt = FactsOf<"debt_overdue">;
type Missing = FactsOf<"goal_near">;

const days = { other: "# gün" };
const minutes = { other: "# dakika" };
const tasks = { other: "# görev" };

const budget = ({ spent, limit }: FactsOf<"budget_near_limit">, { money }: Kit) =>
  `harcanan ${money(spent)}, limit ${money(limit)}`;

const savings = ({ month, income, expense, net }: Savings, kit: Kit): string =>
  `${kit.month(month)}: gelir ${kit.money(income)}, gider ${kit.money(expense)}, fark ${kit.money(net)}.`;

const debt = ({ direction, outstanding }: Debt, counterparty: string, { money, quoted, you }: Kit): string =>
  direction === "i_owe"
    ? `${you("Borcun", "Borcunuz")}: ${money(outstanding)} (alacaklı ${quoted(counterparty)})`
    : `${quoted(counterparty)} ${you("sana", "size")} borçlu: ${money(outstanding)}`;

const payAdvice = (direction: Debt["direction"]) =>
  direction === "i_owe"
    ? (["ödemeyi bugün yap", "ödemeyi bugün yapın"] as const)
    : (["borcu nazikçe hatırlat", "borcu nazikçe hatırlatın"] as const);

const dueIn = (count: number, kit: Kit): string => (count === 0 ? "bugün" : `${kit.count(count, days)} sonra`);

const left = ({ remaining }: Missing, unit: string | undefined, { quantity }: Kit): string =>
  remaining === null ? "" : `, kalan ${quantity(remaining, unit)}`;

function summary(title: string, push: string, facts: Summary, kit: Kit): Wording {
  const { from, to, income, expense, net, topCategoryId, tasksCompleted, focusMinutes, habitsRate } = facts;
  const { money } = kit;
  const flow = `gelir ${money(income)}, gider ${money(expense)}, fark ${money(net)}`;
  const done = sentence([
    tasksCompleted > 0 && `tamamlanan: ${kit.count(tasksCompleted, tasks)}`,
    focusMinutes > 0 && `odak: ${kit.count(focusMinutes, minutes)}`,
    habitsRate !== null && `alışkanlıklar: ${kit.percent(habitsRate)}`,
  ]);
  const top = topCategoryId && `En büyük gider: ${kit.category(topCategoryId)}.`;
  return {
    title,
    statement: list([`${kit.range(from, to)}: ${flow}.`, top, done], " "),
    advice: ["sonraki dönemi buna göre planla", "sonraki dönemi buna göre planlayın"],
    explain: `Bu, ${kit.range(from, to)} arasındaki kayıtların toplamıdır. Düzeltmeler ve borç anaparası dahil değildir.`,
    push: `${push}: ${flow}.`,
  };
}

export const tr: Phrases = {
  openings: {
    friend: { warning: "Bir göz at.", critical: "Bu önemli.", celebration: "Harika!" },
    strict: { critical: "Ertelemeyin.", celebration: "İyi sonuç." },
    polite: { critical: "Bu önemli.", celebration: "Tebrik ederiz!" },
  },
  advise: {
    friend: (friend) => friend,
    strict: (_, formal) => formal,
    polite: (_, formal) => `lütfen ${formal}`,
  },
  actions: {
    review_budget: "Bütçeyi incele",
    open_transaction: "İşlemi aç",
    pay_debt: "Ödeme kaydet",
    open_task: "Görevi aç",
    reschedule_task: "Tarihi değiştir",
    complete_habit: "Alışkanlığı işaretle",
    open_goal: "Hedefi aç",
    start_focus: "Odaklanmaya başla",
    open_accounts: "Hesapları gör",
  },
  rules: {
    budget_near_limit: (facts, kit) => ({
      title: "Bütçe limite yaklaştı",
      statement: `${kit.quoted(kit.names.budget)} bütçesinin kullanılan kısmı ${kit.percent(facts.percentUsed)}: ${budget(facts, kit)}.`,
      advice: ["dönem sonuna kadar harcamaları azalt", "dönem sonuna kadar harcamaları azaltın"],
      explain: `Bütçenin %90 ile %100 arası harcandığında uyarırız. Şu an ${kit.percent(facts.percentUsed)}: ${budget(facts, kit)}.`,
      push: `${kit.quoted(kit.names.budget)} bütçesinde kullanım ${kit.percent(facts.percentUsed)}.`,
    }),
    budget_exceeded: (facts, kit) => ({
      title: "Bütçe aşıldı",
      statement: `${kit.quoted(kit.names.budget)} bütçesi ${kit.money(facts.over)} aşıldı (${kit.percent(facts.percentUsed)}): ${budget(facts, kit)}.`,
      advice: ["bu harcamaları azalt ya da limiti gözden geçir", "bu harcamaları azaltın ya da limiti gözden geçirin"],
      explain: `Harcama limitin %100 sınırını geçince haber veririz. Şu an ${kit.percent(facts.percentUsed)}: ${budget(facts, kit)}.`,
      push: `${kit.quoted(kit.names.budget)} bütçesi ${kit.money(facts.over)} aşıldı.`,
    }),
    budget_pace: (facts, kit) => ({
      title: "Harcama hızı yüksek",
      statement: `${kit.quoted(kit.names.budget)}: ${kit.count(facts.daysElapsed, days)} içinde ${kit.money(facts.spent)} harcandı. Bu hızla dönem sonunda ${kit.money(facts.projected)} olacak, limit ise ${kit.money(facts.limit)}.`,
      advice: ["günlük harcamayı biraz kıs", "günlük harcamayı biraz kısın"],
      explain: `${kit.count(facts.daysElapsed, days)} içindeki ${kit.money(facts.spent)}, ${kit.count(facts.daysTotal, days)} süren dönemin tamamına oranlanınca ${kit.money(facts.projected)} eder. Bu, limitin %120 düzeyinden fazladır.`,
      push: `${kit.quoted(kit.names.budget)}: bu hızla bütçe dönem sonuna yetmeyecek.`,
    }),
    unusual_spend: (facts, kit) => ({
      title: "Alışılmadık harcama",
      statement: `${kit.day(facts.date)}: ${kit.category(facts.categoryId)} için ${kit.money(facts.amount)} harcandı. Bu, olağan tutarın (${kit.money(facts.median)}) ${kit.number(facts.ratio)} katı.`,
      advice: ["kaydın doğru olduğunu kontrol et", "kaydın doğru olduğunu kontrol edin"],
      explain: `Bir harcama, kategorisinin önceki 90 gündeki medyanının (${kit.money(facts.median)}) en az 2,5 katıysa işaretleriz. Bu harcama ${kit.number(facts.ratio)} katı.`,
      push: `${kit.category(facts.categoryId)}: alışılmadık harcama, ${kit.money(facts.amount)}.`,
    }),
    low_balance: (facts, kit) => ({
      title: "Hesap eksiye düştü",
      statement: `${kit.quoted(kit.names.account)} hesabının bakiyesi: ${kit.money(facts.balance)}.`,
      advice: ["hesaba para ekle ya da bakiyeyi düzelt", "hesaba para ekleyin ya da bakiyeyi düzeltin"],
      explain: `Kredi ve borç hesapları dışındaki bir hesap sıfırın altına inince haber veririz. Bakiye ${kit.money(facts.balance)}.`,
      push: `${kit.quoted(kit.names.account)} hesabı ekside: ${kit.money(facts.balance)}.`,
    }),
    cash_runway: (facts, kit) => ({
      title: "Birikim bir aya yetmiyor",
      statement: `Nakit, kart ve birikimlerde ${kit.money(facts.available)} var, son ayın gideri ise ${kit.money(facts.expense)}.`,
      advice: ["bekleyebilecek harcamaları ertele", "bekleyebilecek harcamaları erteleyin"],
      explain: `Nakit, kart ve birikimlerin toplamı (${kit.money(facts.available)}) son 30 günün giderinden (${kit.money(facts.expense)}) az.`,
      push: `Eldeki para ${kit.money(facts.available)}: bir aylık giderden az.`,
    }),
    debt_overdue: (facts, kit) => ({
      title: facts.direction === "i_owe" ? "Borcun vadesi geçti" : "Verilen borç geri ödenmedi",
      statement: `${debt(facts, kit.names.counterparty, kit)}. Vade ${kit.day(facts.dueDate)} idi, ${kit.count(facts.days, days)} geçti.`,
      advice: payAdvice(facts.direction),
      explain: `Borç kapanmadı ve vadesi (${kit.day(facts.dueDate)}) ${kit.count(facts.days, days)} önce geçti. Kalan ${kit.money(facts.outstanding)}.`,
      push: `${debt(facts, kit.names.counterparty, kit)}, ${kit.count(facts.days, days)} gecikti.`,
    }),
    debt_due_soon: (facts, kit) => ({
      title: "Borç vadesi yaklaştı",
      statement: `${debt(facts, kit.names.counterparty, kit)}. Vade ${dueIn(facts.days, kit)}: ${kit.day(facts.dueDate)}.`,
      advice:
        facts.direction === "i_owe" ? ["parayı şimdiden ayır", "parayı şimdiden ayırın"] : payAdvice(facts.direction),
      explain: `Açık bir borcun vadesine en çok 3 gün kalınca hatırlatırız. Vade ${kit.day(facts.dueDate)}, kalan ${kit.money(facts.outstanding)}.`,
      push: `${debt(facts, kit.names.counterparty, kit)}, vade ${dueIn(facts.days, kit)}.`,
    }),
    no_transactions: (facts, kit) => ({
      title: "Bir süredir kayıt yok",
      statement: `Son işlem ${kit.count(facts.days, days)} önce yapıldı: ${kit.day(facts.lastDate)}.`,
      advice: ["eksik günlerin harcamalarını ekle", "eksik günlerin harcamalarını ekleyin"],
      explain: `Son 3 günde hiç işlem yok. Sonuncusunun tarihi ${kit.day(facts.lastDate)}.`,
      push: `${kit.count(facts.days, days)}dür yeni işlem yok.`,
    }),
    savings_rate_low: (facts, kit) => ({
      title: "Tasarruf düşük",
      statement: `${savings(facts, kit)} Tasarruf oranı ${kit.percent(facts.savingsPercent)}.`,
      advice: ["gelecek ay gelirin bir kısmını baştan ayır", "gelecek ay gelirin bir kısmını baştan ayırın"],
      explain: `Gelirden gider çıkarılıp gelire bölününce %10'un altında kalıyor: ${kit.percent(facts.savingsPercent)}.`,
      push: `${kit.month(facts.month)}: tasarruf oranı ${kit.percent(facts.savingsPercent)}.`,
    }),
    savings_rate_good: (facts, kit) => ({
      title: "Güzel tasarruf",
      statement: `${savings(facts, kit)} Tasarruf oranı ${kit.percent(facts.savingsPercent)}.`,
      explain: `Gelirden gider çıkarılıp gelire bölününce en az %20 ediyor: ${kit.percent(facts.savingsPercent)}.`,
      push: `${kit.month(facts.month)}: tasarruf oranı ${kit.percent(facts.savingsPercent)}.`,
    }),
    category_spike: (facts, kit) => ({
      title: "Bir kategoride sert artış",
      statement: `${kit.category(facts.categoryId)}: ${kit.month(facts.month)} için ${kit.money(facts.amount)}, bir önceki ay ${kit.money(facts.previousAmount)}.`,
      advice: ["nedenine bak", "nedenine bakın"],
      explain: `Kategorinin gideri önceki ayın en az 1,5 katı ve artış tüm giderlerin en az %10'u: ${kit.money(facts.previousAmount)} yerine ${kit.money(facts.amount)}.`,
      push: `${kit.category(facts.categoryId)}: önce ${kit.money(facts.previousAmount)}, şimdi ${kit.money(facts.amount)}.`,
    }),
    recurring_increase: (facts, kit) => ({
      title: "Düzenli ödeme zamlandı",
      statement: `${kit.quoted(kit.names.name)}: önceden ${kit.money(facts.previousAmount)}, şimdi ${kit.money(facts.amount)}.`,
      advice: ["tarifeyi kontrol et", "tarifeyi kontrol edin"],
      explain: `Bu addaki ödeme 3 ay üst üste yapıldı ve sonuncusu en az %10 daha pahalı: ${kit.money(facts.previousAmount)} yerine ${kit.money(facts.amount)}.`,
      push: `${kit.quoted(kit.names.name)} zamlandı: ${kit.money(facts.amount)}.`,
    }),
    tasks_overdue: (facts, kit) => ({
      title: "Geciken görevler",
      statement: `Süresi geçmiş ${kit.count(facts.count, tasks)} var${facts.count === 1 ? ":" : ". En eskisi:"} ${kit.quoted(kit.names.task)}.`,
      advice: ["önce onu yap ya da yeni tarih ver", "önce onu yapın ya da yeni tarih verin"],
      explain: `Süresi geçmiş açık görevler sayıldı: ${kit.count(facts.count, tasks)}. 5 ve üzeri ciddi uyarıdır.`,
      push: `Süresi geçmiş ${kit.count(facts.count, tasks)} var.`,
    }),
    tasks_due_today: (facts, kit) => ({
      title: "Bugünün görevleri",
      statement: `Bugün son günü olan ${kit.count(facts.count, tasks)} var${facts.count === 1 ? ":" : ". İlki:"} ${kit.quoted(kit.names.task)}.`,
      advice: ["en önemlisinden başla", "en önemlisinden başlayın"],
      explain: `Son günü bugün olan açık görevler sayıldı: ${kit.count(facts.count, tasks)}.`,
      push: `Bugün için ${kit.count(facts.count, tasks)} var.`,
    }),
    task_deadline: (facts, kit) => ({
      title: "Önemli görevin süresi yaklaştı",
      statement: `${kit.quoted(kit.names.task)} için son tarih ${kit.day(facts.dueDate)}, ${kit.count(facts.days, days)} kaldı.`,
      advice: ["bugün ona zaman ayır", "bugün ona zaman ayırın"],
      explain: `Yüksek öncelikli açık görevin son tarihine ${kit.count(facts.days, days)} kaldı: ${kit.day(facts.dueDate)}.`,
      push: `${kit.quoted(kit.names.task)}: ${kit.count(facts.days, days)} kaldı.`,
    }),
    goal_behind: (facts, kit) => ({
      title: "Hedef planın gerisinde",
      statement: `${kit.quoted(kit.names.goal)}: geçen süre ${kit.percent(facts.timePercent)}, ilerleme ${kit.percent(facts.progressPercent)}${left(facts, kit.names.unit, kit)}. Hedef tarihi ${kit.day(facts.targetDate)}.`,
      advice: ["bu hafta somut bir adım at", "bu hafta somut bir adım atın"],
      explain: `Sürenin en az dörtte biri geçti ve ilerleme süreden 20 puandan fazla geride: ilerleme ${kit.percent(facts.progressPercent)}, süre ${kit.percent(facts.timePercent)}.`,
      push: `${kit.quoted(kit.names.goal)} planın gerisinde: ${kit.percent(facts.progressPercent)}.`,
    }),
    goal_near: (facts, kit) => ({
      title: "Hedefe az kaldı",
      statement: `${kit.quoted(kit.names.goal)}: ilerleme ${kit.percent(facts.progressPercent)}${left(facts, kit.names.unit, kit)}.`,
      advice: ["sonuna kadar götür", "sonuna kadar götürün"],
      explain: `İlerleme en az %90, ama henüz %100 değil: ${kit.percent(facts.progressPercent)}.`,
      push: `${kit.quoted(kit.names.goal)}: ilerleme ${kit.percent(facts.progressPercent)}.`,
    }),
    goal_reached: (facts, kit) => ({
      title: "Hedefe ulaşıldı",
      statement: `${kit.quoted(kit.names.goal)} hedefine ulaşıldı.`,
      explain: `İlerleme %100 oldu ya da hedef son 7 günde tamamlandı. Şu an ${kit.percent(facts.progressPercent)}.`,
      push: `${kit.quoted(kit.names.goal)} hedefine ulaşıldı!`,
    }),
    goal_stale: (facts, kit) => ({
      title: "Hedef unutuldu",
      statement: `${kit.quoted(kit.names.goal)} için ${kit.count(facts.days, days)}dür kayıt girilmedi.`,
      advice: ["ilerlemeyi kaydet ya da hedefi gözden geçir", "ilerlemeyi kaydedin ya da hedefi gözden geçirin"],
      explain: `Hedef 14 günden eski ve en az 14 gündür kaydı yok: ${kit.count(facts.days, days)}.`,
      push: `${kit.quoted(kit.names.goal)}: ${kit.count(facts.days, days)}dür kayıt yok.`,
    }),
    streak_at_risk: (facts, kit) => ({
      title: "Seri tehlikede",
      statement: `${kit.quoted(kit.names.habit)} serisi ${kit.count(facts.streak, days)}, bugün ise henüz işaretlenmedi.`,
      advice: ["gün bitmeden tamamla", "gün bitmeden tamamlayın"],
      explain: `Seri en az 3 gün, alışkanlık bugün için planlı ve henüz yapılmadı. Seri şu an ${kit.count(facts.streak, days)}.`,
      push: `${kit.quoted(kit.names.habit)}: ${kit.count(facts.streak, days)} süren seri bugün bozulabilir.`,
    }),
    streak_milestone: (facts, kit) => ({
      title: "Yeni bir eşik",
      statement: `${kit.quoted(kit.names.habit)}: üst üste ${kit.count(facts.streak, days)}.`,
      explain: `Seri bugün kutladığımız sayılardan birine ulaştı: ${kit.count(facts.streak, days)}.`,
      push: `${kit.quoted(kit.names.habit)}: üst üste ${kit.count(facts.streak, days)}!`,
    }),
    habit_slipping: (facts, kit) => ({
      title: "Alışkanlık zayıflıyor",
      statement: `${kit.quoted(kit.names.habit)}: son ayda planlanan ${kit.count(facts.dueDays, days)} için gerçekleşme ${kit.percent(facts.completionRate30d)}.`,
      advice: ["alışkanlığı kolaylaştır ya da saatini değiştir", "alışkanlığı kolaylaştırın ya da saatini değiştirin"],
      explain: `Son 30 günde en az 10 kez planlanan alışkanlığın gerçekleşmesi %50'nin altında: ${kit.percent(facts.completionRate30d)}.`,
      push: `${kit.quoted(kit.names.habit)}: gerçekleşme ${kit.percent(facts.completionRate30d)}.`,
    }),
    habit_perfect_week: (facts, kit) => ({
      title: "Kusursuz hafta",
      statement: `${kit.quoted(kit.names.habit)} geçen hafta planlanan her gün yapıldı: ${kit.count(facts.dueDays, days)}.`,
      explain: `${kit.range(facts.from, facts.to)} haftasında planlanan günlerin hepsinde yapıldı: ${kit.count(facts.dueDays, days)}.`,
      push: `${kit.quoted(kit.names.habit)}: hiç aksatmadan bir hafta.`,
    }),
    focus_record: (facts, kit) => ({
      title: "Odak rekoru",
      statement: `Bugünkü odak süresi ${kit.count(facts.minutes, minutes)}, önceki en iyi sonuç ${kit.count(facts.previousBest, minutes)}.`,
      explain: `Bugünkü odak en az 60 dakika ve önceki 30 günün her birinden fazla: ${kit.count(facts.minutes, minutes)}.`,
      push: `Yeni rekor: bugün ${kit.count(facts.minutes, minutes)} odak.`,
    }),
    focus_drop: (facts, kit) => ({
      title: "Odak süresi azaldı",
      statement: `Geçen haftanın odak süresi ${kit.count(facts.minutes, minutes)}, bir önceki haftanınki ${kit.count(facts.previousMinutes, minutes)}.`,
      advice: ["bu haftanın ilk odak seansını planla", "bu haftanın ilk odak seansını planlayın"],
      explain: `Geçen haftanın odağı bir önceki haftanın yarısından az; o hafta en az 60 dakikaydı: ${kit.count(facts.previousMinutes, minutes)} yerine ${kit.count(facts.minutes, minutes)}.`,
      push: `Odak azaldı: ${kit.count(facts.previousMinutes, minutes)} yerine ${kit.count(facts.minutes, minutes)}.`,
    }),
    daily_overview: (facts, kit) => {
      const plan = list([
        facts.tasksDue > 0 && `görevler ${kit.number(facts.tasksDone)}/${kit.number(facts.tasksDue)}`,
        facts.habitsDue > 0 && `alışkanlıklar ${kit.number(facts.habitsDone)}/${kit.number(facts.habitsDue)}`,
        ...(facts.income === null || facts.expense === null
          ? ["para hareketi toplanamadı (döviz kuru eksik)"]
          : [`gelir ${kit.money(facts.income)}`, `gider ${kit.money(facts.expense)}`]),
      ]);
      return {
        title: "Günün özeti",
        statement: `Bugün: ${plan}.`,
        advice: ["günün kalanını planla", "günün kalanını planlayın"],
        explain: "Bugünün planı ve para hareketi. Kesirlerde ilk sayı yapılanlar, ikincisi bugün için planlananlardır.",
        push: `Bugün: ${plan}.`,
      };
    },
    weekly_summary: (facts, kit) => summary("Haftanın özeti", "Hafta", facts, kit),
    monthly_summary: (facts, kit) => summary("Ayın özeti", "Ay", facts, kit),
    custom_summary: (facts, kit) => summary("Dönemin özeti", "Dönem", facts, kit),
    wisdom_quote: ({ mentorId, quote: index }, { quote }) => {
      const { text, author, source, isVerbatim } = quote(mentorId, index);
      return {
        title: "Günün düşüncesi",
        statement: isVerbatim ? `“${text}” — ${author}.` : `${text} (İlke: ${author}.)`,
        advice: ["bunu bir dakika düşün", "bunu bir dakika düşünün"],
        explain: isVerbatim
          ? `Kaynak: ${author}, ${source}.`
          : `Kendi sözlerimizle bir ilke, alıntı değildir. ${author}.`,
        push: `Günün düşüncesi: ${author}.`,
      };
    },
  },
};
