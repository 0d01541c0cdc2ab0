import { named } from "../../../languages.ts";
import { from, type Saying } from "./saying.ts";

// Alisher Navoi (1441–1501). Uzbek is his own Chagatai in today's letters; the other languages are our translations.

const mahbub = from(
  named("Mahbub ul-qulub", "Возлюбленный сердец", "Beloved of Hearts", "Mahbûbü'l-Kulûb", "محبوب القلوب"),
);
const hayrat = from(
  named("Hayrat ul-abror", "Смятение праведных", "Wonder of the Righteous", "Hayretü'l-Ebrâr", "حيرة الأبرار"),
);
const farhod = from(named("Farhod va Shirin", "Фархад и Ширин", "Farhad and Shirin", "Ferhâd ü Şîrîn", "فرهاد وشيرين"));
const xazoyin = from(
  named("Xazoyin ul-maoniy", "Сокровищница мыслей", "Treasury of Meanings", "Hazâinü'l-Meânî", "خزائن المعاني"),
);

export const navoi: readonly Saying[] = [
  mahbub(
    null,
    "Oz-oz o'rganib dono bo'lur, qatra-qatra yig'ilib daryo bo'lur.",
    "Понемногу учась, становятся мудрыми; по капле собираясь, становятся рекой.",
    "Learning little by little one grows wise; gathering drop by drop it becomes a river.",
    "Az az öğrenen bilge olur, damla damla biriken ırmak olur.",
    "بالتعلم شيئًا فشيئًا يصير المرء حكيمًا، وقطرة فقطرة يصير نهرًا.",
  ),
  mahbub(
    null,
    "Bilmaganin so'rab o'rgangan olim, orlanib so'ramagan o'ziga zolim.",
    "Кто спросил, чего не знал, — учёный; кто постыдился спросить — сам себе тиран.",
    "He who asks what he does not know is learned; he who is ashamed to ask is a tyrant to himself.",
    "Bilmediğini sorup öğrenen âlimdir, utanıp sormayan kendine zalimdir.",
    "من سأل عما لا يعلم فتعلم فهو عالم، ومن استحيا من السؤال فهو لنفسه ظالم.",
  ),
  mahbub(
    null,
    "Tilga ixtiyorsiz — elga e'tiborsiz.",
    "Кто не владеет языком, тот не в почёте у людей.",
    "He who does not rule his tongue has no esteem among people.",
    "Diline sahip olmayanın halk yanında itibarı olmaz.",
    "من لا يملك لسانه لا قدر له عند الناس.",
  ),
  mahbub(
    null,
    "Aytur so'zni ayt, aytmas so'zdin qayt.",
    "Что следует сказать — скажи, от чего следует воздержаться — воздержись.",
    "Say the word that should be said; turn back from the one that should not.",
    "Söylenecek sözü söyle, söylenmeyecek sözden dön.",
    "قل ما ينبغي قوله، وارجع عما لا ينبغي.",
  ),
  mahbub(
    null,
    "Chin so'z — mo'tabar, yaxshi so'z — muxtasar.",
    "Правдивое слово — в почёте, хорошее слово — кратко.",
    "A true word is esteemed; a good word is short.",
    "Doğru söz muteber, iyi söz kısadır.",
    "الكلام الصادق معتبر، والكلام الجيد مختصر.",
  ),
  mahbub(
    "124",
    "Moziyu mustaqbal ahvolin takallum ayla kam, ne uchunkim, dam bu damdur, dam bu damdur, dam bu dam.",
    "Поменьше толкуй о прошлом и будущем: миг — это этот миг, этот миг, этот миг.",
    "Speak little of past and future, for the moment is this moment, this moment, this very moment.",
    "Geçmişten ve gelecekten az söz et; an bu andır, an bu andır, an bu an.",
    "أقلّ الكلام عن الماضي والآتي، فاللحظة هي هذه اللحظة.",
  ),
  hayrat(
    null,
    "Odami ersang, demagil odami onikim, yo'q xalq g'amidin g'ami.",
    "Если ты человек, не зови человеком того, кто не печалится печалью народа.",
    "If you are human, do not call human the one who has no care for people's cares.",
    "İnsan isen, halkın derdini dert etmeyene insan deme.",
    "إن كنت إنسانًا فلا تسمِّ إنسانًا من لا يهمّه همّ الناس.",
  ),
  hayrat(
    null,
    "Naf'ing agar xalqqa beshakdurur, bilki, bu naf' o'zungga ko'prakdurur.",
    "Если ты и вправду полезен людям, знай: тебе самому эта польза ещё больше.",
    "If you are truly of use to people, know that you profit from it even more yourself.",
    "Halka gerçekten faydan varsa, bil ki bu fayda sana daha çoktur.",
    "إن كان نفعك للناس لا شك فيه، فاعلم أن نفعه لك أكبر.",
  ),
  farhod(
    null,
    "Hunarni asrabon netkumdur oxir, olib tuproqqamu ketkumdur oxir?",
    "Зачем мне прятать мастерство — неужели унести его с собой в землю?",
    "Why should I keep my craft to myself: to take it with me into the ground?",
    "Hünerimi saklayıp ne yapayım, alıp toprağa mı gideyim?",
    "ما لي أخفي حرفتي؟ أأحملها معي إلى التراب؟",
  ),
  xazoyin(
    null,
    "Olam ahli, bilingizkim, ish emas dushmanlig', yor o'lung bir-biringizgaki, erur yorlig' ish.",
    "Люди мира, знайте: вражда — не дело; будьте друзьями друг другу, дружба — вот дело.",
    "People of the world, know that enmity is no work; be friends to one another, for friendship is the work.",
    "Ey dünya halkı, bilin ki düşmanlık iş değildir; birbirinize dost olun, iş dostluktur.",
    "يا أهل الدنيا، اعلموا أن العداوة ليست عملًا؛ كونوا أصدقاء، فالصداقة هي العمل.",
  ),
];
