import { named } from "../../../languages.ts";
import { from, type Saying } from "./saying.ts";

// Adam Smith (1723–1790), by book and chapter. English is his own; the other languages are our translations.

const wealth = from(
  named("Xalqlar boyligi", "Богатство народов", "The Wealth of Nations", "Ulusların Zenginliği", "ثروة الأمم"),
);
const sentiments = from(
  named(
    "Axloqiy tuyg'ular nazariyasi",
    "Теория нравственных чувств",
    "The Theory of Moral Sentiments",
    "Ahlaki Duygular Kuramı",
    "نظرية المشاعر الأخلاقية",
  ),
);

export const smith: readonly Saying[] = [
  wealth(
    "II.3",
    "Har bir isrofgar jamiyatning dushmani, har bir tejamkor esa uning xayrixohi bo'lib chiqadi.",
    "Всякий расточитель оказывается врагом общества, всякий бережливый — его благодетелем.",
    "Every prodigal appears to be a public enemy, and every frugal man a public benefactor.",
    "Her savurgan topluma düşman, her tutumlu kişi topluma hayırlı görünür.",
    "كل مبذّر يبدو عدوًّا للناس، وكل مقتصد محسنًا إليهم.",
  ),
  wealth(
    "II.3",
    "Kapital tejamkorlik bilan ko'payadi, isrofgarlik va noto'g'ri yuritish bilan kamayadi.",
    "Капиталы растут от бережливости и убывают от расточительности и неразумия.",
    "Capitals are increased by parsimony, and diminished by prodigality and misconduct.",
    "Sermaye tutumlulukla artar, savurganlık ve kötü yönetimle azalır.",
    "تزيد رؤوس الأموال بالاقتصاد، وتنقص بالتبذير وسوء التدبير.",
  ),
  wealth(
    "II.3",
    "Tejashga undaydigan narsa — ahvolimizni yaxshilash istagi.",
    "К сбережению побуждает желание улучшить своё положение.",
    "The principle which prompts to save, is the desire of bettering our condition.",
    "Biriktirmeye iten ilke, durumumuzu iyileştirme isteğidir.",
    "ما يدفع إلى الادخار هو الرغبة في تحسين حالنا.",
  ),
  wealth(
    "IV.2",
    "Har bir oilani boshqarishda oqilona bo'lgan narsaning buyuk davlatda aqlsizlik bo'lishi qiyin.",
    "Что разумно в ведении дел любой семьи, едва ли может быть безумием для великого королевства.",
    "What is prudence in the conduct of every private family, can scarce be folly in that of a great kingdom.",
    "Her ailenin yönetiminde sağduyu olan şey, büyük bir krallıkta pek de akılsızlık olamaz.",
    "ما هو حكمة في تدبير كل أسرة يصعب أن يكون حماقة في مملكة كبيرة.",
  ),
  wealth(
    "I.5",
    "Har bir narsaning haqiqiy narxi — uni qo'lga kiritish mehnati va tashvishi.",
    "Действительная цена всякой вещи — это труд и усилия, нужные, чтобы её приобрести.",
    "The real price of every thing … is the toil and trouble of acquiring it.",
    "Her şeyin gerçek fiyatı, onu edinmenin emeği ve zahmetidir.",
    "الثمن الحقيقي لكل شيء هو الكد والعناء في تحصيله.",
  ),
  wealth(
    "I.5",
    "Mehnat — hamma narsa uchun to'langan birinchi narx.",
    "Труд был первой ценой, которую платили за все вещи.",
    "Labour was the first price, the original purchase-money that was paid for all things.",
    "Emek, her şey için ödenen ilk fiyattı.",
    "كان العمل أول ثمن دُفع في كل الأشياء.",
  ),
  wealth(
    "I.10",
    "Yutish imkonini har kim ozmi-ko'pmi oshirib, yutqazish imkonini ko'pchilik kamaytirib baholaydi.",
    "Возможность выигрыша каждый более или менее преувеличивает, возможность потери большинство преуменьшает.",
    "The chance of gain is by every man more or less over-valued, and the chance of loss is by most men under-valued.",
    "Kazanma olasılığını herkes az çok abartır, kaybetme olasılığını çoğu kişi küçümser.",
    "كل إنسان يبالغ قليلًا أو كثيرًا في احتمال الربح، وأكثرهم يستهين باحتمال الخسارة.",
  ),
  sentiments(
    "I.3.1",
    "Sog'lom, qarzsiz va vijdoni toza odamning baxtiga yana nima qo'shish mumkin?",
    "Что можно прибавить к счастью человека, который здоров, не имеет долгов и чист совестью?",
    "What can be added to the happiness of the man who is in health, who is out of debt, and has a clear conscience?",
    "Sağlıklı, borçsuz ve vicdanı rahat birinin mutluluğuna ne eklenebilir?",
    "ماذا يُضاف إلى سعادة امرئ معافى، لا دين عليه، مرتاح الضمير؟",
  ),
  sentiments(
    "III.3",
    "Baxt xotirjamlik va lazzatdadir.",
    "Счастье состоит в покое и наслаждении.",
    "Happiness consists in tranquillity and enjoyment.",
    "Mutluluk, huzur ve hoşnutluktadır.",
    "السعادة في الطمأنينة والتمتع.",
  ),
  sentiments(
    "IV.1",
    "Qancha odam kam foydali mayda-chuydaga pul sarflab, xonavayron bo'ladi!",
    "Сколько людей разоряются, тратя деньги на безделушки ничтожной пользы!",
    "How many people ruin themselves by laying out money on trinkets of frivolous utility?",
    "Ne çok insan, pek az işe yarayan ufak tefek şeylere para dökerek batar!",
    "كم من الناس يفلسون بإنفاق المال على توافه لا تكاد تنفع!",
  ),
];
