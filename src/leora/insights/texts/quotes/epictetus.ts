import { named } from "../../../languages.ts";
import { from, type Saying } from "./saying.ts";

// Epictetus (about 50–135), by chapter. The translations are ours.

const enchiridion = from(named("Enxiridion", "Энхиридион", "Enchiridion", "Enkheiridion", "المختصر"));
const discourses = from(named("Suhbatlar", "Беседы", "Discourses", "Söylevler", "المحاورات"));

export const epictetus: readonly Saying[] = [
  enchiridion(
    "1",
    "Ba'zi narsalar bizga bog'liq, ba'zilari bog'liq emas.",
    "Одно находится в нашей власти, другое нет.",
    "Some things are up to us, and some are not.",
    "Bazı şeyler elimizdedir, bazıları değildir.",
    "من الأشياء ما هو بأيدينا، ومنها ما ليس بأيدينا.",
  ),
  enchiridion(
    "5",
    "Odamlarni narsalar emas, narsalar haqidagi fikrlari bezovta qiladi.",
    "Людей тревожат не вещи, а мнения о вещах.",
    "People are troubled not by things, but by their opinions of them.",
    "İnsanları olaylar değil, olaylar hakkındaki kanıları rahatsız eder.",
    "لا تُقلق الناسَ الأشياءُ، بل آراؤهم فيها.",
  ),
  enchiridion(
    "8",
    "Hammasi sen xohlagandek bo'lishini talab qilma, bo'layotganidek bo'lishini xohla, shunda tinch yashaysan.",
    "Не требуй, чтобы всё шло, как ты хочешь; желай, чтобы шло, как идёт, и будешь жить спокойно.",
    "Do not ask that things happen as you wish; wish them to happen as they do, and your life will be calm.",
    "Olayların istediğin gibi olmasını bekleme; olduğu gibi olmasını iste, huzurla yaşarsın.",
    "لا تطلب أن تجري الأمور كما تشاء، بل اطلب أن تجري كما تجري، يهدأ عيشك.",
  ),
  enchiridion(
    "10",
    "Har bir hodisada o'zingga qarab so'ra: buni yengish uchun menda qanday kuch bor?",
    "Что бы ни случилось, обратись к себе и спроси: какая сила есть у меня на этот случай?",
    "Whatever befalls you, turn to yourself and ask what power you have for dealing with it.",
    "Başına ne gelirse gelsin kendine dön ve sor: Bunun için bende hangi güç var?",
    "عند كل ما يصيبك ارجع إلى نفسك وسلها: أي قوة عندي لهذا؟",
  ),
  enchiridion(
    "13",
    "O'sishni istasang, tashqi narsalarda nodon ko'rinishga rozi bo'l.",
    "Если хочешь продвинуться, согласись во внешнем казаться несведущим.",
    "If you want to improve, be content to be thought foolish in outward things.",
    "İlerlemek istiyorsan, dış işlerde akılsız görünmeye razı ol.",
    "إن أردت التقدم فارضَ أن تُظن جاهلًا في ظواهر الأمور.",
  ),
  enchiridion(
    "20",
    "Seni so'kkan yoki urgan emas, buni haqorat deb bilgan fikring haqorat qiladi.",
    "Оскорбляет не тот, кто бранит или бьёт, а твоё мнение, что это оскорбление.",
    "It is not he who reviles or strikes you that insults you, but your opinion that it is an insult.",
    "Seni aşağılayan, söven ya da vuran değil, bunun aşağılama olduğu yolundaki kanındır.",
    "لا يهينك من يشتمك أو يضربك، بل رأيك أن ذلك إهانة.",
  ),
  enchiridion(
    "51",
    "O'zingni eng yaxshisiga loyiq deb bilishni qachongacha kechiktirasan?",
    "До каких пор ты будешь откладывать, чтобы счесть себя достойным лучшего?",
    "How long will you put off thinking yourself worthy of the best?",
    "Kendini en iyisine layık görmeyi daha ne kadar erteleyeceksin?",
    "إلى متى تؤجل أن تعدّ نفسك أهلًا للأفضل؟",
  ),
  discourses(
    "1.15",
    "Hech bir buyuk narsa birdan paydo bo'lmaydi: uzum ham, anjir ham.",
    "Ничто великое не возникает вдруг: даже виноград и смоква.",
    "Nothing great comes into being all at once; not even a grape or a fig does.",
    "Büyük hiçbir şey birdenbire olmaz; üzüm de incir de olmaz.",
    "لا شيء عظيم ينشأ دفعة واحدة، حتى العنب والتين.",
  ),
  discourses(
    "2.18",
    "Har bir odat va mahorat o'z ishi bilan mustahkamlanadi: yurish yurish bilan, yugurish yugurish bilan.",
    "Всякий навык крепнет от своего дела: умение ходить — от ходьбы, бегать — от бега.",
    "Every habit and faculty grows by its own acts: walking by walking, running by running.",
    "Her alışkanlık ve yeti kendi işiyle güçlenir: yürüme yürüyerek, koşma koşarak.",
    "كل عادة وملكة تقوى بعملها: المشي بالمشي والجري بالجري.",
  ),
  discourses(
    "3.23",
    "Avval kim bo'lishni istashingni ayt, keyin shunga kerakli ishni qil.",
    "Сначала скажи себе, каким хочешь быть, а потом делай, что для этого нужно.",
    "First say to yourself what you would be; then do what you have to do.",
    "Önce ne olmak istediğini kendine söyle, sonra gerekeni yap.",
    "قل لنفسك أولًا ماذا تريد أن تكون، ثم افعل ما يلزم.",
  ),
];
