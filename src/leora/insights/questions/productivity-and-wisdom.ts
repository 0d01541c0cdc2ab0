import { named } from "../../languages.ts";
import type { FixedQuestion } from "./question.ts";

// Questions about work and habits, and about what moves people. Keys and the ids of options are stored with answers: they must never change.

export const PRODUCTIVITY: readonly FixedQuestion[] = [
  {
    key: "best_time",
    prompt: named(
      "Kunning qaysi qismida eng unumli ishlaysiz?",
      "В какое время дня вам лучше всего работается?",
      "At what time of day do you work best?",
      "Günün hangi saatlerinde en verimli çalışırsınız?",
      "في أي وقت من اليوم تعملون أفضل؟",
    ),
    description: named(
      "Fokus va muhim vazifalar shu vaqtga tavsiya qilinadi.",
      "На это время мы предложим фокус и важные задачи.",
      "Focus and important tasks will be suggested for it.",
      "Odak ve önemli görevler bu saatler için önerilir.",
      "سنقترح التركيز والمهام المهمة في هذا الوقت.",
    ),
    options: {
      morning: named("Ertalab", "Утром", "In the morning", "Sabah", "في الصباح"),
      afternoon: named("Kunduzi", "Днём", "In the afternoon", "Öğleden sonra", "بعد الظهر"),
      evening: named("Kechqurun", "Вечером", "In the evening", "Akşam", "في المساء"),
      night: named("Tunda", "Ночью", "At night", "Gece", "في الليل"),
    },
    allowFreeText: false,
  },
  {
    key: "main_obstacle",
    prompt: named(
      "Rejani bajarishga ko'proq nima xalaqit beradi?",
      "Что больше всего мешает выполнять планы?",
      "What most keeps you from your plans?",
      "Planlarınıza en çok ne engel olur?",
      "ما أكثر ما يمنعكم من تنفيذ خططكم؟",
    ),
    description: named(
      "Shunga qarab vazifa va odatlar bo'yicha maslahat beramiz.",
      "Исходя из этого мы советуем о задачах и привычках.",
      "Advice about tasks and habits will take it into account.",
      "Görev ve alışkanlık önerileri buna göre verilir.",
      "ستراعيه النصائح عن المهام والعادات.",
    ),
    options: {
      phone: named(
        "Telefon va ijtimoiy tarmoqlar",
        "Телефон и соцсети",
        "Phone and social media",
        "Telefon ve sosyal medya",
        "الهاتف ومواقع التواصل",
      ),
      too_many: named(
        "Ishlar juda ko'p",
        "Слишком много дел",
        "Too many things to do",
        "Çok fazla iş olması",
        "كثرة الأعمال",
      ),
      tiredness: named("Charchoq", "Усталость", "Tiredness", "Yorgunluk", "التعب"),
      unclear: named("Maqsad aniq emas", "Неясная цель", "An unclear goal", "Belirsiz hedef", "عدم وضوح الهدف"),
      interruptions: named(
        "Boshqalar chalg'itadi",
        "Отвлекают другие",
        "Interruptions by others",
        "Başkalarının bölmesi",
        "مقاطعة الآخرين",
      ),
    },
    allowFreeText: true,
  },
  {
    key: "wanted_habit",
    prompt: named(
      "Birinchi navbatda qaysi odatni shakllantirmoqchisiz?",
      "Какую привычку вы хотите выработать в первую очередь?",
      "Which habit do you want to build first?",
      "Önce hangi alışkanlığı kazanmak istersiniz?",
      "أي عادة تريدون اكتسابها أولًا؟",
    ),
    description: named(
      "Bitta odatdan boshlash osonroq.",
      "Начать с одной привычки легче.",
      "It is easier to start with one.",
      "Tek bir alışkanlıkla başlamak daha kolaydır.",
      "البدء بعادة واحدة أسهل.",
    ),
    options: {
      sport: named("Sport", "Спорт", "Exercise", "Spor", "الرياضة"),
      reading: named("Kitob o'qish", "Чтение", "Reading", "Okuma", "القراءة"),
      early_rising: named("Erta turish", "Ранний подъём", "Rising early", "Erken kalkma", "الاستيقاظ المبكر"),
      saving: named("Pul tejash", "Откладывать деньги", "Saving money", "Para biriktirme", "توفير المال"),
      planning: named("Kunni rejalash", "Планировать день", "Planning the day", "Günü planlama", "تخطيط اليوم"),
    },
    allowFreeText: true,
  },
];

export const WISDOM: readonly FixedQuestion[] = [
  {
    key: "motivation",
    prompt: named(
      "Sizni ko'proq nima ilhomlantiradi?",
      "Что вдохновляет вас больше всего?",
      "What inspires you most?",
      "Size en çok ne ilham verir?",
      "ما أكثر ما يلهمكم؟",
    ),
    description: named(
      "Hikmatlar shu ruhda tanlanadi.",
      "В этом духе мы подберём мысли дня.",
      "Thoughts of the day will be chosen in this spirit.",
      "Günün düşünceleri bu doğrultuda seçilir.",
      "ستُختار حكم اليوم بهذه الروح.",
    ),
    options: {
      family: named("Oila", "Семья", "Family", "Aile", "الأسرة"),
      growth: named("Rivojlanish", "Развитие", "Growth", "Gelişim", "التطور"),
      freedom: named("Erkinlik", "Свобода", "Freedom", "Özgürlük", "الحرية"),
      recognition: named("E'tirof", "Признание", "Recognition", "Takdir", "التقدير"),
      service: named(
        "Odamlarga foyda",
        "Польза людям",
        "Being of use to others",
        "İnsanlara faydalı olmak",
        "نفع الناس",
      ),
    },
    allowFreeText: true,
  },
  {
    key: "advice_style",
    prompt: named(
      "Maslahat qanday aytilishini xohlaysiz?",
      "В какой форме вы предпочитаете советы?",
      "How do you like to be advised?",
      "Size nasıl öğüt verilmesini istersiniz?",
      "كيف تفضلون أن تُقدَّم النصيحة؟",
    ),
    description: named(
      "Ohangni sozlamalarda ham o'zgartirish mumkin.",
      "Тон можно изменить и в настройках.",
      "The tone can be changed in the settings, too.",
      "Üslup ayarlardan da değiştirilebilir.",
      "يمكن تغيير الأسلوب في الإعدادات أيضًا.",
    ),
    options: {
      gentle: named("Muloyim", "Мягко", "Gently", "Nazikçe", "بلطف"),
      direct: named("Ochiq va qisqa", "Прямо и кратко", "Directly and briefly", "Açık ve kısa", "بصراحة واختصار"),
      numbers: named("Raqamlar bilan", "С цифрами", "With numbers", "Rakamlarla", "بالأرقام"),
      stories: named(
        "Hikoya va misollar bilan",
        "С историями и примерами",
        "With stories and examples",
        "Hikâye ve örneklerle",
        "بالقصص والأمثلة",
      ),
    },
    allowFreeText: false,
  },
  {
    key: "recent_lesson",
    prompt: named(
      "So'nggi paytda olgan eng muhim sabog'ingiz nima?",
      "Какой самый важный урок вы получили за последнее время?",
      "What is the most important thing you have learned lately?",
      "Son zamanlarda öğrendiğiniz en önemli ders nedir?",
      "ما أهم درس تعلمتموه مؤخرًا؟",
    ),
    description: named(
      "Yozib qo'yilgan saboq esda qoladi.",
      "Записанный урок запоминается.",
      "A lesson that is written down is remembered.",
      "Yazılan ders akılda kalır.",
      "الدرس المكتوب يبقى في الذاكرة.",
    ),
    options: null,
    allowFreeText: true,
  },
];
