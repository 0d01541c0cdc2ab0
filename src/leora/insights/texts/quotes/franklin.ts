import { named } from "../../../languages.ts";
import { from, type Saying } from "./saying.ts";

// Benjamin Franklin (1706–1790), by year of print. English is his own; the other languages are our translations.

const wayToWealth = from(
  named("Boylikka yo'l", "Путь к богатству", "The Way to Wealth", "Zenginliğe Giden Yol", "الطريق إلى الثروة"),
);
const tradesman = from(
  named(
    "Yosh savdogarga maslahat",
    "Совет молодому торговцу",
    "Advice to a Young Tradesman",
    "Genç Bir Tüccara Öğüt",
    "نصيحة إلى تاجر شاب",
  ),
);

export const franklin: readonly Saying[] = [
  tradesman(
    "1748",
    "Unutma: vaqt — pul.",
    "Помни: время — деньги.",
    "Remember that time is money.",
    "Unutma: vakit nakittir.",
    "تذكّر أن الوقت مال.",
  ),
  wayToWealth(
    "1758",
    "Mayda xarajatlardan ehtiyot bo'l: kichik teshik katta kemani cho'ktiradi.",
    "Остерегайся мелких трат: малая течь потопит большой корабль.",
    "Beware of little expences; a small leak will sink a great ship.",
    "Küçük harcamalara dikkat et: küçük bir delik büyük bir gemiyi batırır.",
    "احذر النفقات الصغيرة: فالثقب الصغير يغرق سفينة كبيرة.",
  ),
  wayToWealth(
    "1758",
    "Boy bo'lishni istasang, topishni o'ylaganingdek tejashni ham o'yla.",
    "Если хочешь разбогатеть, думай о том, как сберечь, не меньше, чем о том, как добыть.",
    "If you would be wealthy, think of saving as well as of getting.",
    "Zengin olmak istersen, kazanmak kadar biriktirmeyi de düşün.",
    "إن أردت الغنى ففكر في التوفير كما تفكر في الكسب.",
  ),
  wayToWealth(
    "1758",
    "Yo'qotilgan vaqt hech qachon topilmaydi.",
    "Потерянное время никогда не найти.",
    "Lost time is never found again.",
    "Kaybedilen zaman bir daha bulunmaz.",
    "الوقت الضائع لا يُعثر عليه أبدًا.",
  ),
  wayToWealth(
    "1758",
    "Hayotni sevasanmi? Unda vaqtni isrof qilma, chunki hayot undan yasalgan.",
    "Любишь жизнь? Тогда не трать время попусту: из него она и соткана.",
    "Dost thou love life, then do not squander time, for that's the stuff life is made of.",
    "Hayatı seviyor musun? Öyleyse zamanı israf etme, çünkü hayat ondan yapılmıştır.",
    "أتحب الحياة؟ إذن لا تبدد الوقت، فمنه صُنعت الحياة.",
  ),
  wayToWealth(
    "1758",
    "Qarzga borgan qayg'uga boradi.",
    "Кто идёт занимать, идёт горевать.",
    "He that goes a borrowing goes a sorrowing.",
    "Borç almaya giden, dert almaya gider.",
    "من ذهب يقترض ذهب إلى الحزن.",
  ),
  wayToWealth(
    "1758",
    "Keraksiz narsani sotib olsang, tez orada keragini sotasan.",
    "Покупай, что тебе не нужно, и скоро будешь продавать, что необходимо.",
    "Buy what thou hast no need of, and ere long thou shalt sell thy necessaries.",
    "İhtiyacın olmayanı satın al, çok geçmeden ihtiyacın olanı satarsın.",
    "اشترِ ما لا تحتاج إليه، وعما قليل تبيع ما تحتاج إليه.",
  ),
  wayToWealth(
    "1758",
    "Bitta bugun ikkita ertaga arziydi.",
    "Одно сегодня стоит двух завтра.",
    "One today is worth two tomorrows.",
    "Bir bugün iki yarına değer.",
    "يوم حاضر خير من غدين.",
  ),
  wayToWealth(
    "1758",
    "Kichik zarbalar katta emanlarni yiqitadi.",
    "Малые удары валят большие дубы.",
    "Little strokes fell great oaks.",
    "Küçük vuruşlar büyük meşeleri devirir.",
    "الضربات الصغيرة تُسقط البلوط الكبير.",
  ),
  wayToWealth(
    "1758",
    "Tirishqoqlik — omadning onasi.",
    "Усердие — мать удачи.",
    "Diligence is the mother of good luck.",
    "Çalışkanlık talihin anasıdır.",
    "الاجتهاد أم الحظ السعيد.",
  ),
];
