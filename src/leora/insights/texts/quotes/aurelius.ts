import { named } from "../../../languages.ts";
import { from, type Saying } from "./saying.ts";

// Marcus Aurelius (121–180), by book and section. The translations are ours.

const meditations = from(
  named("O'zim bilan suhbat", "Наедине с собой", "Meditations", "Kendime Düşünceler", "التأملات"),
);

export const aurelius: readonly Saying[] = [
  meditations(
    "5.20",
    "Ishga to'siq bo'lgan narsa ishni oldinga suradi, yo'lni to'sgan narsa yo'lga aylanadi.",
    "Препятствие делу само продвигает дело, и преграда на пути становится путём.",
    "The impediment to action advances action; what stands in the way becomes the way.",
    "İşe engel olan şey işi ilerletir; yolu kesen şey yol olur.",
    "ما يعوق العمل يدفع العمل قُدُمًا، وما يعترض الطريق يصير هو الطريق.",
  ),
  meditations(
    "5.16",
    "Ko'p o'ylaydigan narsalaring qanday bo'lsa, aqling ham shunday bo'ladi: ruh fikrlar rangiga bo'yaladi.",
    "Каковы твои частые мысли, таким будет и твой разум: душа окрашивается мыслями.",
    "Such as your habitual thoughts are, such will your mind be; for the soul is dyed by thoughts.",
    "Sık düşündüklerin neyse zihnin de o olur; ruh düşüncelerin rengine boyanır.",
    "كما تكون أفكارك المعتادة يكون عقلك، فالنفس تصطبغ بالأفكار.",
  ),
  meditations(
    "6.6",
    "Qasos olishning eng yaxshi yo'li — unga o'xshamaslik.",
    "Лучший способ отомстить — не уподобиться обидчику.",
    "The best revenge is not to become like the one who wronged you.",
    "Öç almanın en iyi yolu, kötülük edene benzememektir.",
    "أفضل انتقام ألا تصير مثل من أساء إليك.",
  ),
  meditations(
    "12.17",
    "To'g'ri bo'lmasa — qilma, rost bo'lmasa — aytma.",
    "Если это не подобает — не делай, если это неправда — не говори.",
    "If it is not right, do not do it; if it is not true, do not say it.",
    "Doğru değilse yapma, gerçek değilse söyleme.",
    "إن لم يكن صوابًا فلا تفعله، وإن لم يكن حقًّا فلا تقله.",
  ),
  meditations(
    "4.3",
    "Olam — o'zgarish, hayot — tasavvur.",
    "Мир — изменение, жизнь — представление о ней.",
    "The universe is change; life is what we think of it.",
    "Evren değişimdir, yaşam ise kanı.",
    "الكون تغيّر، والحياة ظنّ.",
  ),
  meditations(
    "10.16",
    "Yaxshi odam qanday bo'lishi haqida bahslashishni bas qil, shunday bo'l.",
    "Хватит рассуждать о том, каким должен быть хороший человек, — будь им.",
    "No longer discuss what a good man should be; be one.",
    "İyi insanın nasıl olması gerektiğini tartışmayı bırak, iyi insan ol.",
    "كفى جدالًا في ما يجب أن يكون عليه الإنسان الصالح، كن صالحًا.",
  ),
  meditations(
    "7.8",
    "Kelajak seni tashvishga solmasin: kerak bo'lsa, unga bugun tayanayotgan aqling bilan yetib borasan.",
    "Пусть будущее тебя не тревожит: ты придёшь к нему, если нужно, с тем же разумом, что служит тебе сейчас.",
    "Let the future not trouble you: you will come to it, if you must, with the same reason that you use now.",
    "Gelecek seni kaygılandırmasın: gerekirse ona, şimdi kullandığın akılla varacaksın.",
    "لا يقلقك المستقبل: ستبلغه، إن لزم، بالعقل نفسه الذي تستعين به الآن.",
  ),
  meditations(
    "7.59",
    "Ichingga qara: yaxshilik bulog'i ichkarida, qazisang, u doim otilib turadi.",
    "Смотри внутрь себя: внутри источник добра, и он не иссякнет, если будешь копать.",
    "Look within: within is the fountain of good, and it will always flow if you always dig.",
    "İçine bak: iyiliğin kaynağı içeridedir, kazdıkça hep fışkırır.",
    "انظر في داخلك: ففيه نبع الخير، ولا ينضب ما دمت تحفر.",
  ),
  meditations(
    "6.54",
    "Asalarilar to'dasiga foydasiz narsa ariga ham foydasiz.",
    "Что не полезно улью, не полезно и пчеле.",
    "What is not good for the hive is not good for the bee.",
    "Kovana yararı olmayanın arıya da yararı yoktur.",
    "ما لا ينفع الخلية لا ينفع النحلة.",
  ),
  meditations(
    "5.1",
    "Tongda turging kelmasa, o'ylab ko'r: insonning ishini qilish uchun turyapman.",
    "Когда утром не хочется вставать, помни: встаю для человеческого дела.",
    "When you rise unwillingly at dawn, have this thought: I am rising to the work of a human being.",
    "Sabah isteksizce kalkarken şunu düşün: Bir insanın işini yapmak için kalkıyorum.",
    "إذا ثقل عليك القيام في الصباح فقل: أقوم لأعمل عمل إنسان.",
  ),
];
