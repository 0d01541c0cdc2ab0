import { named } from "../../languages.ts";
import type { FixedQuestion } from "./question.ts";

// Questions about life as a whole, and about money. Keys and the ids of options are stored with answers: they must never change.

export const OVERVIEW: readonly FixedQuestion[] = [
  {
    key: "main_focus",
    prompt: named(
      "Hozir siz uchun eng muhim soha qaysi?",
      "Какая сфера сейчас для вас важнее всего?",
      "Which area matters most to you now?",
      "Şu anda sizin için en önemli alan hangisi?",
      "ما أهم مجال عندكم الآن؟",
    ),
    description: named(
      "Eng muhimi aniq bo'lsa, vaqtni nimaga ajratishni tanlash osonroq.",
      "Когда главное названо, легче решить, на что тратить время.",
      "Once it is named, it is easier to decide where your time goes.",
      "Adını koyunca zamanı neye ayıracağınıza karar vermek kolaylaşır.",
      "حين تحدّدونه يسهل أن تقرّروا أين يذهب وقتكم.",
    ),
    options: {
      money: named("Pul va byudjet", "Деньги и бюджет", "Money and budget", "Para ve bütçe", "المال والميزانية"),
      work: named("Ish va loyihalar", "Работа и проекты", "Work and projects", "İş ve projeler", "العمل والمشاريع"),
      health: named("Sog'liq", "Здоровье", "Health", "Sağlık", "الصحة"),
      family: named("Oila va yaqinlar", "Семья и близкие", "Family and friends", "Aile ve yakınlar", "الأسرة والأقارب"),
      learning: named(
        "O'qish va rivojlanish",
        "Учёба и развитие",
        "Learning and growth",
        "Öğrenme ve gelişim",
        "التعلم والتطور",
      ),
    },
    allowFreeText: true,
  },
  {
    key: "life_balance",
    prompt: named(
      "Ish va dam olish muvozanatini qanday baholaysiz?",
      "Как вы оцениваете баланс работы и отдыха?",
      "How would you rate your balance of work and rest?",
      "İş ve dinlenme dengenizi nasıl değerlendirirsiniz?",
      "كيف تقيّمون التوازن بين العمل والراحة؟",
    ),
    description: named(
      "Rejalaringiz qanchalik zich ekanini tushunishga yordam beradi.",
      "Это поможет понять, насколько плотны ваши планы.",
      "It helps to see how full your plans are.",
      "Planlarınızın ne kadar yoğun olduğunu anlamaya yardım eder.",
      "يساعد ذلك على معرفة مدى ازدحام خططكم.",
    ),
    options: {
      good: named("Yaxshi", "Хорошо", "Good", "İyi", "جيد"),
      acceptable: named("Chidasa bo'ladi", "Терпимо", "Acceptable", "İdare eder", "مقبول"),
      too_much_work: named(
        "Ish juda ko'p",
        "Слишком много работы",
        "Too much work",
        "Çok fazla iş var",
        "العمل كثير جدًّا",
      ),
      too_little_done: named(
        "Ish kam bajariladi",
        "Мало успеваю",
        "Too little gets done",
        "Az iş bitiyor",
        "لا أنجز ما يكفي",
      ),
    },
    allowFreeText: false,
  },
  {
    key: "month_success",
    prompt: named(
      "Bir oydan keyin nimani yutuq deb bilgan bo'lardingiz?",
      "Что через месяц вы назвали бы успехом?",
      "What would you call a success a month from now?",
      "Bir ay sonra neyi başarı sayarsınız?",
      "ماذا تعدّونه نجاحًا بعد شهر؟",
    ),
    description: named(
      "Bir-ikki jumla bilan yozing.",
      "Напишите одним-двумя предложениями.",
      "Write a sentence or two.",
      "Bir iki cümle yazın.",
      "اكتبوا جملة أو جملتين.",
    ),
    options: null,
    allowFreeText: true,
  },
];

export const FINANCE: readonly FixedQuestion[] = [
  {
    key: "money_goal",
    prompt: named(
      "Pul borasidagi asosiy maqsadingiz nima?",
      "Какая у вас главная денежная цель?",
      "What is your main goal with money?",
      "Parayla ilgili asıl hedefiniz nedir?",
      "ما هدفكم المالي الأول؟",
    ),
    description: named(
      "Maqsad aniq bo'lsa, qaysi xarajat unga yaqinlashtirishini ko'rish osonroq.",
      "С ясной целью легче понять, какая трата к ней приближает.",
      "With a clear goal it is easier to see which expense brings it closer.",
      "Hedef net olunca hangi harcamanın ona yaklaştırdığını görmek kolaylaşır.",
      "مع هدف واضح يسهل أن تعرفوا أي مصروف يقرّبكم منه.",
    ),
    options: {
      reserve: named("Zaxira yig'ish", "Накопить запас", "Build a reserve", "Yedek biriktirmek", "تكوين احتياطي"),
      debts: named("Qarzlardan qutulish", "Закрыть долги", "Pay off debts", "Borçları kapatmak", "سداد الديون"),
      purchase: named("Katta xarid", "Крупная покупка", "A large purchase", "Büyük bir alım", "شراء كبير"),
      spend_less: named("Kamroq sarflash", "Тратить меньше", "Spend less", "Daha az harcamak", "تقليل الإنفاق"),
      earn_more: named("Ko'proq topish", "Зарабатывать больше", "Earn more", "Daha çok kazanmak", "زيادة الدخل"),
    },
    allowFreeText: true,
  },
  {
    key: "unplanned_spending",
    prompt: named(
      "Rejasiz xarajatlarga ko'pincha nima sabab bo'ladi?",
      "Что чаще всего приводит к незапланированным тратам?",
      "What most often leads to unplanned expenses?",
      "Plansız harcamalara en çok ne yol açar?",
      "ما الذي يؤدي غالبًا إلى مصروفات غير مخططة؟",
    ),
    description: named(
      "Sababini bilsangiz, vaqtida to'xtash osonroq.",
      "Зная причину, легче вовремя остановиться.",
      "Knowing the reason makes it easier to stop in time.",
      "Nedeni bilmek zamanında durmayı kolaylaştırır.",
      "معرفة السبب تسهّل التوقف في الوقت المناسب.",
    ),
    options: {
      mood: named("Kayfiyat", "Настроение", "Mood", "Ruh hali", "المزاج"),
      company: named(
        "Do'stlar davrasi",
        "Встречи с друзьями",
        "Going out with friends",
        "Arkadaş ortamı",
        "الخروج مع الأصدقاء",
      ),
      discounts: named("Chegirmalar", "Скидки", "Discounts", "İndirimler", "التخفيضات"),
      no_plan: named("Reja yo'qligi", "Отсутствие плана", "Having no plan", "Plan olmaması", "غياب الخطة"),
      rarely: named(
        "Bunday xarajat kam bo'ladi",
        "Таких трат почти нет",
        "It rarely happens",
        "Nadiren olur",
        "نادرًا ما يحدث",
      ),
    },
    allowFreeText: true,
  },
  {
    key: "reserve_length",
    prompt: named(
      "Jamg'armangiz daromadsiz qancha vaqtga yetadi?",
      "На сколько хватит ваших сбережений без дохода?",
      "How long would your savings last without income?",
      "Birikiminiz gelirsiz ne kadar yeter?",
      "كم تكفي مدخراتكم بلا دخل؟",
    ),
    description: named(
      "Taxminiy javob yetarli.",
      "Достаточно приблизительного ответа.",
      "A rough answer is enough.",
      "Yaklaşık bir cevap yeterli.",
      "يكفي جواب تقريبي.",
    ),
    options: {
      under_month: named("Bir oydan kam", "Меньше месяца", "Less than a month", "Bir aydan az", "أقل من شهر"),
      to_three: named(
        "Bir oydan uch oygacha",
        "От одного до трёх месяцев",
        "One to three months",
        "Bir ila üç ay",
        "من شهر إلى ثلاثة أشهر",
      ),
      to_six: named(
        "Uch oydan olti oygacha",
        "От трёх до шести месяцев",
        "Three to six months",
        "Üç ila altı ay",
        "من ثلاثة أشهر إلى ستة",
      ),
      over_six: named(
        "Olti oydan ko'p",
        "Больше шести месяцев",
        "More than six months",
        "Altı aydan fazla",
        "أكثر من ستة أشهر",
      ),
    },
    allowFreeText: false,
  },
];
