import { principle, type Saying } from "./saying.ts";

// Principles of work that Elon Musk is known for, in our own words.

export const musk: readonly Saying[] = [
  principle(
    "Muammoni asosiy haqiqatlargacha bo'lib chiqing, keyin yechimni noldan quring.",
    "Разложите задачу до основных истин и соберите решение заново.",
    "Break a problem down to its basic truths, and build the answer up from there.",
    "Sorunu temel doğrulara kadar ayırın, çözümü oradan kurun.",
    "فكّك المشكلة إلى حقائقها الأساسية، ثم ابنِ الحل من جديد.",
  ),
  principle(
    "Har bir talabni so'roq qiling: uni kim va nega qo'ygan?",
    "Проверяйте каждое требование: кто его поставил и зачем?",
    "Question every requirement: who made it, and why?",
    "Her gereği sorgulayın: kim koydu, neden?",
    "ناقش كل شرط: من وضعه ولماذا؟",
  ),
  principle(
    "Avval ortiqcha qadamlarni olib tashlang, keyin qolganini tezlashtiring.",
    "Сначала уберите лишние шаги, потом ускоряйте оставшиеся.",
    "Remove needless steps first, and only then speed up the rest.",
    "Önce gereksiz adımları çıkarın, sonra kalanı hızlandırın.",
    "أزل الخطوات الزائدة أولًا، ثم سرّع ما بقي.",
  ),
  principle(
    "Tanqidni o'zingiz so'rab oling: yaxshi do'st xatoni aytadi.",
    "Ищите критику сами: хороший друг укажет на ошибку.",
    "Ask for criticism: a good friend will name the flaw.",
    "Eleştiriyi siz isteyin: iyi dost kusuru söyler.",
    "اطلب النقد بنفسك: فالصديق الجيد يدلك على الخطأ.",
  ),
  principle(
    "Tez-tez va kichik qadamlar bilan sinang, har bir sinovdan o'rganing.",
    "Пробуйте часто и понемногу, учитесь на каждой пробе.",
    "Try often and in small steps, and learn from each.",
    "Sık ve küçük adımlarla deneyin, her denemeden öğrenin.",
    "جرّب كثيرًا وبخطوات صغيرة، وتعلّم من كل تجربة.",
  ),
  principle(
    "Ish yetarlicha muhim bo'lsa, imkon kam bo'lsa ham boshlashga arziydi.",
    "Если дело важно, за него стоит взяться и при малых шансах.",
    "When a thing matters enough, it is worth starting against the odds.",
    "İş yeterince önemliyse, şans az olsa da başlanmaya değer.",
    "إذا كان الأمر مهمًّا بما يكفي استحق البدء ولو قلّت الفرص.",
  ),
  principle(
    "Kun vaqtini mayda bo'laklarga ajratib, har biriga aniq ish belgilang.",
    "Делите день на короткие отрезки и каждому назначайте дело.",
    "Divide the day into short blocks, and give each a task.",
    "Günü kısa dilimlere bölün, her birine bir iş verin.",
    "قسّم يومك إلى فترات قصيرة، واجعل لكل فترة عملًا.",
  ),
  principle(
    "Foydasi tugagan uchrashuvdan chiqing va vaqtni ishga qaytaring.",
    "Уходите со встречи, которая больше не приносит пользы.",
    "Leave a meeting once it has stopped being useful.",
    "Yararı kalmayan toplantıdan çıkın.",
    "غادر الاجتماع حين تنتهي فائدته.",
  ),
  principle(
    "Sohalarni birlashtirib o'rganing: bir sohaning yechimi boshqasida ish beradi.",
    "Учитесь в разных областях: решение из одной работает в другой.",
    "Learn across fields: an answer from one often works in another.",
    "Farklı alanlardan öğrenin: birinin çözümü ötekinde işe yarar.",
    "تعلّم من مجالات مختلفة: فحل مجال ينفع في غيره.",
  ),
  principle(
    "Natijani o'lchang: o'lchanmagan ish yaxshilanmaydi.",
    "Измеряйте результат: иначе не понять, стало ли лучше.",
    "Measure the result; without it nobody knows whether it got better.",
    "Sonucu ölçün; yoksa iyileşip iyileşmediği bilinmez.",
    "قس النتيجة: فبغير القياس لا تعرف هل تحسنت.",
  ),
];
