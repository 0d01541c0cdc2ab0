import { named } from "../../../languages.ts";
import { from, type Saying } from "./saying.ts";

// Rumi (1207–1273), by book of the Masnavi; editions count its verses differently. The translations are ours.

const masnavi = from(named("Masnaviyi ma'naviy", "Маснави", "Masnavi", "Mesnevî", "المثنوي"));

export const rumi: readonly Saying[] = [
  masnavi(
    "I",
    "Dengizni ko'zaga quysang, qancha sig'adi? Bir kunlik nasiba.",
    "Если вылить море в кувшин, сколько войдёт? Доля одного дня.",
    "If you pour the sea into a jug, how much will it hold? One day's portion.",
    "Denizi bir testiye döksen ne kadar sığar? Bir günlük kısmet.",
    "إن صببت البحر في جرّة فكم تسع؟ نصيب يوم واحد.",
  ),
  masnavi(
    "I",
    "Ochko'zlarning ko'z ko'zasi to'lmaydi; sadaf qanoat qilmaguncha durga to'lmaydi.",
    "Кувшин глаз у жадных не наполнится; раковина, не став довольной, не наполнится жемчугом.",
    "The jug of the greedy eye is never full; until the shell is content, it is not filled with pearls.",
    "Hırslıların göz testisi dolmaz; sedef kanaat etmedikçe inciyle dolmaz.",
    "جرّة عين الحريص لا تمتلئ، والصدفة ما لم تقنع لا تمتلئ باللؤلؤ.",
  ),
  masnavi(
    "I",
    "Bu olam tog', qilgan ishimiz — nido; nidolarning aks-sadosi o'zimizga qaytadi.",
    "Этот мир — гора, а дела наши — клич: эхо возвращается к нам.",
    "This world is a mountain and our deeds are a shout: the echo comes back to us.",
    "Bu dünya dağdır, yaptıklarımız ses; seslerin yankısı bize döner.",
    "هذا العالم جبل وأفعالنا نداء، وصدى النداء يعود إلينا.",
  ),
  masnavi(
    "I",
    "Tavakkul qil, lekin tuyangning tizzasini bog'lab qo'y.",
    "Уповай, но привяжи колено верблюда.",
    "Have trust, and tie the knee of your camel.",
    "Tevekkül et, ama devenin dizini de bağla.",
    "توكّل، واعقل ركبة البعير.",
  ),
  masnavi(
    "I",
    "Hamdillik hamzabonlikdan yaxshiroq.",
    "Единство сердец лучше единства языка.",
    "To be of one heart is better than to be of one tongue.",
    "Gönül birliği dil birliğinden iyidir.",
    "وحدة القلوب خير من وحدة اللسان.",
  ),
  masnavi(
    "II",
    "Ey birodar, sen o'sha fikrdansan; qolganing suyak va tomir.",
    "Брат, ты — это твоя мысль; остальное — кости да жилы.",
    "Brother, you are that thought; the rest of you is bone and fibre.",
    "Ey kardeş, sen o düşüncesin; geri kalanın kemik ve sinirdir.",
    "يا أخي، أنت ذلك الفكر، وما بقي منك عظم وعصب.",
  ),
  masnavi(
    "II",
    "Mehrdan achchiqlar shirin bo'ladi.",
    "От любви горькое становится сладким.",
    "By love the bitter becomes sweet.",
    "Sevgiden acılar tatlı olur.",
    "بالمحبة يصير المرّ حلوًا.",
  ),
  masnavi(
    "III",
    "Har birining qo'lida sham bo'lsa edi, so'zlaridan ixtilof ketar edi.",
    "Будь у каждого в руке свеча, исчезло бы разногласие их слов.",
    "Had each had a candle in his hand, the difference would have gone out of their words.",
    "Her birinin elinde bir mum olsaydı, sözlerinden ayrılık kalkardı.",
    "لو كانت في يد كل منهم شمعة لزال الخلاف من أقوالهم.",
  ),
  masnavi(
    "III",
    "Suvni kam izla, chanqoqlikni qo'lga kirit, shunda suv yuqoridan ham, pastdan ham otilib chiqadi.",
    "Меньше ищи воду, обрети жажду, и вода забьёт сверху и снизу.",
    "Seek water less, and acquire thirst, that water may well up from above and below.",
    "Suyu az ara, susuzluk edin ki su yukarıdan da aşağıdan da fışkırsın.",
    "أقلّ من طلب الماء واكتسب العطش، يتفجر الماء من فوق ومن تحت.",
  ),
  masnavi(
    "V",
    "Bu tan mehmonxonadir, ey yigit: har tong yangi mehmon yugurib keladi.",
    "Это тело — гостиница, о юноша: каждое утро в неё вбегает новый гость.",
    "This body is a guest house, young man: every morning a new guest comes running in.",
    "Bu beden konuk evidir, ey genç: her sabah koşarak yeni bir konuk gelir.",
    "هذا الجسد دار ضيافة يا فتى، كل صباح يأتيها ضيف جديد مسرعًا.",
  ),
];
