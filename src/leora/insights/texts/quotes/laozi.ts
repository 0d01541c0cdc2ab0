import { named } from "../../../languages.ts";
import { from, type Saying } from "./saying.ts";

// Laozi (about the 6th–4th century BC), by chapter. The translations are ours.

const daodejing = from(named("Dao de szin", "Дао дэ цзин", "Tao Te Ching", "Tao Te Ching", "الطاو تي تشينغ"));

export const laozi: readonly Saying[] = [
  daodejing(
    "64",
    "Ming chaqirimlik yo'l bir qadamdan boshlanadi.",
    "Путь в тысячу ли начинается с одного шага.",
    "A journey of a thousand miles begins beneath one's feet.",
    "Bin millik yolculuk bir adımla başlar.",
    "رحلة الألف ميل تبدأ بخطوة.",
  ),
  daodejing(
    "33",
    "Boshqalarni bilgan — aqlli, o'zini bilgan — dono.",
    "Знающий людей умён, знающий себя мудр.",
    "He who knows others is clever; he who knows himself is wise.",
    "Başkalarını bilen akıllı, kendini bilen bilgedir.",
    "من عرف الناس فهو ذكي، ومن عرف نفسه فهو حكيم.",
  ),
  daodejing(
    "33",
    "Yetarini bilgan boydir.",
    "Кто знает, что ему довольно, тот богат.",
    "He who knows that he has enough is rich.",
    "Yeterini bilen zengindir.",
    "من عرف الكفاية فهو غني.",
  ),
  daodejing(
    "63",
    "Qiyin ishni u oson paytida, katta ishni u kichik paytida qil.",
    "Трудное делай, пока оно легко, большое — пока оно мало.",
    "Do the difficult while it is easy, and the great while it is small.",
    "Zoru kolayken, büyüğü küçükken yap.",
    "عالج الصعب وهو سهل، والكبير وهو صغير.",
  ),
  daodejing(
    "64",
    "Oxirida ham boshidagidek ehtiyot bo'lsang, ish buzilmaydi.",
    "Будь в конце так же осторожен, как в начале, и дело не погибнет.",
    "Be as careful at the end as at the beginning, and nothing will be spoiled.",
    "Sonda da baştaki kadar dikkatli ol, hiçbir iş bozulmaz.",
    "كن في النهاية حذرًا كما في البداية، فلا يفسد عمل.",
  ),
  daodejing(
    "44",
    "Qanoatni bilgan sharmanda bo'lmaydi, to'xtashni bilgan xatarga tushmaydi.",
    "Кто знает довольство, не узнает позора; кто умеет остановиться, не узнает беды.",
    "He who knows contentment meets no disgrace; he who knows when to stop meets no danger.",
    "Kanaati bilen utanca düşmez, durmayı bilen tehlikeye uğramaz.",
    "من عرف القناعة لم يلحقه خزي، ومن عرف متى يقف لم يلحقه خطر.",
  ),
  daodejing(
    "9",
    "Idishni to'ldirib toshirgandan ko'ra, vaqtida to'xtagan yaxshi.",
    "Лучше вовремя остановиться, чем наполнять до краёв.",
    "Better to stop in time than to fill to the brim.",
    "Ağzına kadar doldurmaktansa zamanında durmak iyidir.",
    "أن تقف في الوقت المناسب خير من أن تملأ حتى الحافة.",
  ),
  daodejing(
    "81",
    "Rost so'z bezalmagan, bezalgan so'z rost emas.",
    "Верные слова не красивы, красивые слова не верны.",
    "True words are not beautiful; beautiful words are not true.",
    "Doğru sözler süslü değildir, süslü sözler doğru değildir.",
    "الكلام الصادق ليس منمّقًا، والمنمّق ليس صادقًا.",
  ),
  daodejing(
    "78",
    "Dunyoda suvdan yumshoq narsa yo'q, lekin qattiqni yengishda unga teng keladigani ham yo'q.",
    "Нет в мире ничего мягче воды, но в одолении твёрдого ничто не сравнится с нею.",
    "Nothing in the world is softer than water, yet nothing surpasses it in overcoming the hard.",
    "Dünyada sudan yumuşağı yoktur, ama serti yenmekte onu geçen de yoktur.",
    "لا شيء في الدنيا ألين من الماء، ولا شيء يفوقه في قهر الصلب.",
  ),
  daodejing(
    "24",
    "Oyoq uchida turgan uzoq tura olmaydi.",
    "Кто стоит на цыпочках, не устоит.",
    "He who stands on tiptoe does not stand firm.",
    "Parmak ucunda duran sağlam duramaz.",
    "من وقف على أطراف أصابعه لم يثبت.",
  ),
];
