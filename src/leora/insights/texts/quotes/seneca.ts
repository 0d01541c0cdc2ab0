import { named } from "../../../languages.ts";
import { from, type Saying } from "./saying.ts";

// Seneca (about 4 BC – AD 65), by letter or chapter and section. The translations are ours.

const letters = from(
  named(
    "Lutsiliyga axloqiy maktublar",
    "Нравственные письма к Луцилию",
    "Moral Letters to Lucilius",
    "Lucilius'a Ahlaki Mektuplar",
    "رسائل أخلاقية إلى لوكيليوس",
  ),
);
const shortness = from(
  named(
    "Hayotning qisqaligi haqida",
    "О скоротечности жизни",
    "On the Shortness of Life",
    "Yaşamın Kısalığı Üzerine",
    "عن قِصر الحياة",
  ),
);

export const seneca: readonly Saying[] = [
  letters(
    "1.3",
    "Hammasi birovniki, Lutsiliy, faqat vaqt bizniki.",
    "Всё у нас чужое, Луцилий, одно лишь время наше.",
    "Nothing is ours, Lucilius, except time.",
    "Her şey başkasının, Lucilius; yalnızca zaman bizim.",
    "كل شيء لغيرنا يا لوكيليوس، والوقت وحده لنا.",
  ),
  letters(
    "1.2",
    "Biz kechiktirib yurganda hayot o'tib ketadi.",
    "Пока мы откладываем жизнь, она проходит.",
    "While we put things off, life runs by.",
    "Biz erteledikçe hayat geçip gider.",
    "بينما نؤجل تمضي الحياة.",
  ),
  shortness(
    "1.3",
    "Vaqtimiz kam emas, uni ko'p isrof qilamiz.",
    "Не мало времени мы имеем, а много теряем.",
    "It is not that we have little time, but that we waste much of it.",
    "Zamanımız az değil, çoğunu boşa harcıyoruz.",
    "ليس وقتنا قليلًا، بل نضيّع منه الكثير.",
  ),
  letters(
    "2.6",
    "Kambag'al — kam narsasi bor odam emas, ko'p narsani xohlaydigan odam.",
    "Беден не тот, у кого мало, а тот, кто хочет большего.",
    "It is not the man who has little, but the man who craves more, that is poor.",
    "Yoksul, azı olan değil, daha çoğunu isteyendir.",
    "ليس الفقير من يملك القليل، بل من يشتهي المزيد.",
  ),
  letters(
    "13.4",
    "Biz haqiqatdan ko'ra xayolda ko'proq azob chekamiz.",
    "Мы чаще страдаем от воображения, чем от действительности.",
    "We suffer more often in imagination than in reality.",
    "Gerçekte olduğundan çok, hayalimizde acı çekeriz.",
    "نتألم في الخيال أكثر مما نتألم في الواقع.",
  ),
  letters(
    "71.3",
    "Qaysi bandargohga suzishini bilmaganga birorta shamol yo'ldosh emas.",
    "Кто не знает, в какую гавань плывёт, для того нет попутного ветра.",
    "No wind is favourable to one who does not know to which port he sails.",
    "Hangi limana gittiğini bilmeyene hiçbir rüzgâr elverişli değildir.",
    "من لا يدري إلى أي مرفأ يبحر فلا ريح تواتيه.",
  ),
  letters(
    "6.5",
    "Nasihat yo'li uzun, namuna yo'li qisqa va ta'sirli.",
    "Долог путь наставлений, краток и убедителен путь примеров.",
    "The way is long by precepts, short and effective by examples.",
    "Öğütle yol uzundur, örnekle kısa ve etkilidir.",
    "طريق الوصايا طويل، وطريق القدوة قصير نافذ.",
  ),
  letters(
    "7.8",
    "Odamlar o'rgata turib o'rganadilar.",
    "Люди учатся, пока учат.",
    "People learn while they teach.",
    "İnsanlar öğretirken öğrenir.",
    "يتعلم الناس وهم يعلّمون.",
  ),
  letters(
    "104.26",
    "Ishlar qiyin bo'lgani uchun jur'at qilmayotganimiz yo'q, jur'at qilmaganimiz uchun ular qiyin.",
    "Не потому мы не решаемся, что трудно, а потому трудно, что мы не решаемся.",
    "It is not because things are hard that we do not dare; they are hard because we do not dare.",
    "Zor olduğu için göze alamıyor değiliz, göze alamadığımız için zor.",
    "ليس لأن الأمور صعبة لا نجرؤ، بل هي صعبة لأننا لا نجرؤ.",
  ),
  letters(
    "2.2",
    "Hamma yerda bo'lgan — hech yerda yo'q.",
    "Кто везде, тот нигде.",
    "To be everywhere is to be nowhere.",
    "Her yerde olan hiçbir yerde değildir.",
    "من كان في كل مكان فليس في أي مكان.",
  ),
];
