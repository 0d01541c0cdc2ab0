import { named } from "../../../languages.ts";
import { from, type Saying } from "./saying.ts";

// Confucius (551–479 BC), by book and chapter. The translations are ours.

const analects = from(named("Suhbat va mulohazalar", "Суждения и беседы", "Analects", "Konuşmalar", "المحاورات"));

export const confucius: readonly Saying[] = [
  analects(
    "1.1",
    "O'rganish va o'rganganini vaqtida qo'llash quvonch emasmi?",
    "Учиться и в срок применять выученное — разве не радостно?",
    "To learn, and to practise in due time what one has learned: is that not a joy?",
    "Öğrenmek ve öğrendiğini zamanında uygulamak sevinç değil midir?",
    "أليس سرورًا أن تتعلم وتطبق في حينه ما تعلمته؟",
  ),
  analects(
    "2.11",
    "Eskini takrorlab, yangini bilgan odam ustoz bo'la oladi.",
    "Кто, повторяя старое, узнаёт новое, тот может быть учителем.",
    "He who reviews the old and so learns the new may be a teacher.",
    "Eskiyi gözden geçirip yeniyi öğrenen kişi öğretmen olabilir.",
    "من راجع القديم فعرف الجديد صلح أن يكون معلمًا.",
  ),
  analects(
    "2.15",
    "Fikrlamay o'rganish behuda, o'rganmay fikrlash xatarli.",
    "Учиться и не размышлять — напрасно, размышлять и не учиться — опасно.",
    "Learning without thought is in vain; thought without learning is dangerous.",
    "Düşünmeden öğrenmek boşunadır, öğrenmeden düşünmek tehlikelidir.",
    "التعلم بلا تفكير ضائع، والتفكير بلا تعلم خطر.",
  ),
  analects(
    "2.17",
    "Bilganingni bilaman, bilmaganingni bilmayman deyish — bilim shudir.",
    "Знаешь — считай, что знаешь; не знаешь — считай, что не знаешь: это и есть знание.",
    "To say that you know when you know, and that you do not when you do not: that is knowledge.",
    "Bildiğine bildim, bilmediğine bilmedim demek: bilgi budur.",
    "أن تقول أعرف لما تعرف، ولا أعرف لما لا تعرف: تلك هي المعرفة.",
  ),
  analects(
    "4.17",
    "Munosib odamni ko'rsang, unga tenglashishni o'yla; nomunosibni ko'rsang, o'zingga qara.",
    "Видя достойного, думай, как с ним сравняться; видя недостойного, загляни в себя.",
    "When you see a worthy man, think of equalling him; when you see an unworthy one, examine yourself.",
    "Değerli birini görünce ona denk olmayı düşün, değersizini görünce kendine bak.",
    "إذا رأيت فاضلًا ففكر كيف تساويه، وإذا رأيت غيره فانظر في نفسك.",
  ),
  analects(
    "4.24",
    "Olijanob odam so'zda sekin, ishda chaqqon bo'lishni istaydi.",
    "Благородный муж стремится быть медленным в словах и быстрым в делах.",
    "The noble man wishes to be slow in words and quick in deeds.",
    "Soylu kişi sözde ağır, işte çabuk olmak ister.",
    "يحب النبيل أن يكون بطيئًا في القول سريعًا في العمل.",
  ),
  analects(
    "7.22",
    "Uch kishi yo'lda ketsa, orasida, albatta, menga ustoz topiladi.",
    "Когда идут трое, среди них непременно есть мой учитель.",
    "Where three walk together, there is surely a teacher for me among them.",
    "Üç kişi birlikte yürürse, aralarında mutlaka bana bir öğretmen vardır.",
    "إذا سار ثلاثة معًا فلا بد أن يكون بينهم معلم لي.",
  ),
  analects(
    "13.17",
    "Shoshma va mayda foydaga qarama: shoshsang, yetmaysan, mayda foydaga qarasang, katta ish bitmaydi.",
    "Не спеши и не гляди на малую выгоду: в спешке не достигнешь, а за малой выгодой упустишь большое дело.",
    "Do not hurry or look to small gains: haste does not arrive, and small gains keep great things from being done.",
    "Acele etme, küçük çıkara bakma: acele eden varamaz, küçük çıkara bakan büyük işi bitiremez.",
    "لا تعجل ولا تنظر إلى المكاسب الصغيرة: فالعجلة لا توصل، والمكاسب الصغيرة تمنع العمل الكبير.",
  ),
  analects(
    "15.12",
    "Uzoqni o'ylamagan odamni yaqinda g'am kutadi.",
    "Кто не думает о далёком, того ждёт близкая печаль.",
    "He who takes no thought of what is far will find sorrow near at hand.",
    "Uzağı düşünmeyen, kederi yakınında bulur.",
    "من لا يفكر في البعيد يجد الهم قريبًا منه.",
  ),
  analects(
    "15.30",
    "Xato qilib, uni tuzatmaslik — haqiqiy xato shu.",
    "Ошибиться и не исправиться — вот это ошибка.",
    "To err and not to correct it: that is to err indeed.",
    "Yanlış yapıp düzeltmemek: asıl yanlış budur.",
    "أن تخطئ ولا تصلح خطأك: ذلك هو الخطأ.",
  ),
];
