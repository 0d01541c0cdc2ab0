import { named } from "../../../languages.ts";
import { from, type Saying } from "./saying.ts";

// Saadi (about 1210–1291), by chapter of the Gulistan (1258). The translations are ours.

const gulistan = from(named("Guliston", "Гулистан", "Gulistan", "Gülistan", "كلستان"));

export const saadi: readonly Saying[] = [
  gulistan(
    "VIII",
    "Mol umr osoyishi uchundir, umr mol yig'ish uchun emas.",
    "Богатство — для покоя жизни, а не жизнь — для накопления богатства.",
    "Wealth is for the comfort of life, not life for the amassing of wealth.",
    "Mal ömrün rahatı içindir, ömür mal toplamak için değil.",
    "المال لراحة العمر، لا العمر لجمع المال.",
  ),
  gulistan(
    "VIII",
    "Oz-oz yig'ilib ko'p bo'ladi, tomchi-tomchi yig'ilib sel bo'ladi.",
    "Малое к малому — станет много, капля к капле — станет поток.",
    "Little by little becomes much, and drop by drop becomes a torrent.",
    "Azar azar çok olur, damla damla sel olur.",
    "القليل إلى القليل كثير، والقطرة إلى القطرة سيل.",
  ),
  gulistan(
    "VII",
    "Daromading bo'lmasa, sekinroq sarfla: tog'da yomg'ir yog'masa, Dajla bir yilda qurib qoladi.",
    "Нет дохода — трать осторожнее: не будет в горах дождя, и Тигр за год станет сухим руслом.",
    "When you have no income, spend more slowly: without rain in the mountains, the Tigris would run dry in a year.",
    "Gelirin yoksa daha yavaş harca: dağa yağmur yağmasa Dicle bir yılda kurur.",
    "إن لم يكن لك دخل فأنفق على مهل: فلو لم تمطر الجبال لجفّت دجلة في عام.",
  ),
  gulistan(
    "VIII",
    "Ikki kishi behuda mashaqqat chekdi: biri yig'di-yu yemadi, biri o'rgandi-yu amal qilmadi.",
    "Двое трудились напрасно: один копил и не пользовался, другой учился и не применял.",
    "Two toiled in vain: he who gathered and did not enjoy, and he who learned and did not practise.",
    "İki kişi boşuna yoruldu: biri biriktirdi de yemedi, biri öğrendi de uygulamadı.",
    "اثنان تعبا سدى: من جمع ولم ينتفع، ومن تعلم ولم يعمل.",
  ),
  gulistan(
    "VIII",
    "Qancha ko'p ilm o'qisang ham, amal qilmasang, nodonsan.",
    "Сколько бы ты ни учился, без дела ты невежда.",
    "However much you study, without practice you are ignorant.",
    "Ne kadar çok okursan oku, uygulamıyorsan cahilsin.",
    "مهما قرأت من العلم، فأنت جاهل ما لم تعمل به.",
  ),
  gulistan(
    "VIII",
    "Tez bitgan narsa uzoq turmaydi.",
    "Что быстро возникает, недолго живёт.",
    "Whatever comes about quickly does not last long.",
    "Çabuk olan uzun sürmez.",
    "ما حصل سريعًا لم يدم طويلًا.",
  ),
  gulistan(
    "VIII",
    "Bilmaganingni so'ra: so'rash xorligi seni bilim izzatiga olib boradi.",
    "Спрашивай, чего не знаешь: унижение вопроса приведёт тебя к чести знания.",
    "Ask what you do not know: the lowliness of asking will lead you to the honour of knowing.",
    "Bilmediğini sor: sormanın ezikliği seni bilmenin onuruna götürür.",
    "سل عما لا تعلم: فذل السؤال دليلك إلى عز المعرفة.",
  ),
  gulistan(
    named("Muqaddima", "Предисловие", "Preface", "Önsöz", "المقدمة"),
    "Ikki narsa aqlni xira qiladi: gapirish kerak paytda jim turish va jim turish kerak paytda gapirish.",
    "Две вещи омрачают разум: молчать, когда время говорить, и говорить, когда время молчать.",
    "Two things darken reason: to be silent when it is time to speak, and to speak when it is time to be silent.",
    "İki şey aklı karartır: konuşulacak yerde susmak, susulacak yerde konuşmak.",
    "أمران يعيبان العقل: الصمت وقت الكلام، والكلام وقت الصمت.",
  ),
  gulistan(
    "I.10",
    "Odam farzandlari bir-biriga a'zodir, chunki bir javhardan yaratilgan.",
    "Сыны Адама — части одного тела, ибо созданы из одной сути.",
    "The children of Adam are limbs of one another, for they are created of one essence.",
    "Âdemoğulları birbirinin uzuvlarıdır, çünkü aynı özden yaratılmışlardır.",
    "بنو آدم أعضاء بعضهم لبعض، فقد خُلقوا من جوهر واحد.",
  ),
  gulistan(
    "VIII",
    "Ishlar sabr bilan bitadi, shoshqaloq esa yiqiladi.",
    "Дела удаются терпением, а торопливый падает.",
    "Affairs succeed by patience, and he who hurries falls headlong.",
    "İşler sabırla biter, acele eden ise düşer.",
    "بالصبر تُقضى الأمور، والمستعجل يعثر.",
  ),
];
