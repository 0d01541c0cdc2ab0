import { principle, type Saying } from "./saying.ts";

// Principles that Warren Buffett is known to live by, in our own words. They name no security, and promise nothing.

export const buffett: readonly Saying[] = [
  principle(
    "Daromaddan avval jamg'armani ajrating, qolganini sarflang.",
    "Сначала отложите часть дохода, а уже потом тратьте остальное.",
    "Set savings aside first, and live on the rest.",
    "Önce birikimi ayırın, kalanla geçinin.",
    "ضع المدخرات جانبًا أولًا، ثم أنفق ما بقي.",
  ),
  principle(
    "O'zingiz tushunmaydigan ishga pul tikmang.",
    "Не вкладывайте деньги в то, чего не понимаете.",
    "Keep money out of what you do not understand.",
    "Anlamadığınız şeye para yatırmayın.",
    "لا تضع مالك فيما لا تفهمه.",
  ),
  principle(
    "Qaror qabul qilishdan oldin uning o'n yildan keyingi oqibatini o'ylab ko'ring.",
    "Прежде чем решить, представьте последствия через десять лет.",
    "Before deciding, picture how it will look ten years from now.",
    "Karar vermeden önce on yıl sonrasını düşünün.",
    "قبل أن تقرر تخيّل النتيجة بعد عشر سنين.",
  ),
  principle(
    "Qimmat foizli qarzni birinchi bo'lib yoping: bundan ishonchli foyda kam topiladi.",
    "Дорогие долги гасите первыми: мало что окупается так надёжно.",
    "Pay off expensive debt first; few things pay back as surely.",
    "Önce pahalı borcu kapatın; bu kadar güvenilir kazanç azdır.",
    "سدّد الدين المكلف أولًا، فقلّما تجد عائدًا أضمن منه.",
  ),
  principle(
    "Narx bilan qiymatni farqlang: arzoni foydali, qimmati sifatli degani emas.",
    "Отличайте цену от ценности: дешёвое не всегда выгодно, дорогое не всегда хорошо.",
    "Tell price from worth: cheap is not always a bargain, nor dear always good.",
    "Fiyatı değerden ayırın: ucuz hep kârlı, pahalı hep iyi değildir.",
    "ميّز السعر من القيمة: فليس كل رخيص مكسبًا ولا كل غالٍ جيدًا.",
  ),
  principle(
    "Obro' yillar davomida quriladi, uni bir xato bilan yo'qotmang.",
    "Доброе имя строят годами — берегите его в каждом решении.",
    "A good name takes years to build; guard it in every decision.",
    "İyi ad yıllarla kurulur; her kararda onu koruyun.",
    "السمعة الطيبة تُبنى في سنين، فاحفظها في كل قرار.",
  ),
  principle(
    "Har kuni o'qing: bilim ham foiz ustiga foizdek o'sadi.",
    "Читайте каждый день: знания растут как сложные проценты.",
    "Read every day: knowledge grows like compound interest.",
    "Her gün okuyun: bilgi bileşik faiz gibi büyür.",
    "اقرأ كل يوم: فالمعرفة تنمو كالفائدة المركبة.",
  ),
  principle(
    "Boshqalar vahimaga tushganda shoshilmang, hovliqqanda ham shoshilmang.",
    "Не спешите за другими: ни в их страхе, ни в их восторге.",
    "Do not rush with the crowd, in its fear or in its joy.",
    "Kalabalıkla koşmayın: ne korkusunda ne coşkusunda.",
    "لا تندفع مع الناس، لا في خوفهم ولا في حماستهم.",
  ),
  principle(
    "Kutilmagan kunlar uchun zaxira saqlang: xotirjamlik shundan boshlanadi.",
    "Держите запас на неожиданный день: с него начинается спокойствие.",
    "Keep a reserve for the unexpected: calm begins there.",
    "Beklenmedik günler için yedek tutun: huzur orada başlar.",
    "احتفظ باحتياطي لما لا يُتوقع: فمنه تبدأ الطمأنينة.",
  ),
  principle(
    "Ko'p takliflarga yo'q deng, shunda muhim ishga vaqt qoladi.",
    "Отказывайте часто — тогда останется время на главное.",
    "Say no often, and time is left for what counts.",
    "Sık sık hayır deyin; önemli olana zaman kalır.",
    "قل لا كثيرًا، يبقَ وقت للمهم.",
  ),
];
