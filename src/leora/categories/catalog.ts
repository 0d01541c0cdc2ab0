import { type InLanguages, named } from "../languages.ts";

export interface Category {
  readonly id: string;
  readonly icon: string;
  readonly names: InLanguages;
  readonly subcategories?: readonly { readonly id: string; readonly names: InLanguages }[];
}

/** The categories of expenses (spec 8.1). Ids, icons and Uzbek names are from the spec. */
export const EXPENSE_CATEGORIES: readonly Category[] = [
  {
    id: "food",
    icon: "utensils",
    names: named("Oziq-ovqat", "Питание", "Food", "Yeme içme", "الطعام"),
    subcategories: [
      { id: "groceries", names: named("Oziq-ovqat do'koni", "Продукты", "Groceries", "Market alışverişi", "البقالة") },
      { id: "restaurants", names: named("Restoranlar", "Рестораны", "Restaurants", "Restoranlar", "المطاعم") },
      { id: "fast_food", names: named("Fast food", "Фастфуд", "Fast food", "Fast food", "الوجبات السريعة") },
      { id: "coffee", names: named("Qahva/choy", "Кофе и чай", "Coffee and tea", "Kahve ve çay", "القهوة والشاي") },
    ],
  },
  {
    id: "transport",
    icon: "car",
    names: named("Transport", "Транспорт", "Transport", "Ulaşım", "المواصلات"),
    subcategories: [
      { id: "fuel", names: named("Yoqilg'i", "Топливо", "Fuel", "Yakıt", "الوقود") },
      {
        id: "public_transport",
        names: named(
          "Jamoat transporti",
          "Общественный транспорт",
          "Public transport",
          "Toplu taşıma",
          "المواصلات العامة",
        ),
      },
      { id: "taxi", names: named("Taksi", "Такси", "Taxi", "Taksi", "سيارات الأجرة") },
      { id: "parking", names: named("Parkovka", "Парковка", "Parking", "Otopark", "مواقف السيارات") },
    ],
  },
  {
    id: "housing",
    icon: "home",
    names: named("Uy-joy", "Жильё", "Housing", "Konut", "السكن"),
    subcategories: [
      { id: "rent", names: named("Ijara", "Аренда", "Rent", "Kira", "الإيجار") },
      {
        id: "utilities",
        names: named("Kommunal xizmatlar", "Коммунальные услуги", "Utilities", "Faturalar", "المرافق"),
      },
      { id: "repairs", names: named("Ta'mirlash", "Ремонт", "Repairs", "Tadilat", "الصيانة") },
      { id: "furniture", names: named("Mebel", "Мебель", "Furniture", "Mobilya", "الأثاث") },
    ],
  },
  {
    id: "health",
    icon: "heart-pulse",
    names: named("Sog'liq", "Здоровье", "Health", "Sağlık", "الصحة"),
    subcategories: [
      { id: "pharmacy", names: named("Dorixona", "Аптека", "Pharmacy", "Eczane", "الصيدلية") },
      { id: "doctors", names: named("Shifokor", "Врачи", "Doctors", "Doktor", "الأطباء") },
      { id: "gym", names: named("Sport zal", "Спортзал", "Gym", "Spor salonu", "النادي الرياضي") },
      { id: "insurance", names: named("Sug'urta", "Страхование", "Insurance", "Sigorta", "التأمين") },
    ],
  },
  {
    id: "education",
    icon: "graduation-cap",
    names: named("Ta'lim", "Образование", "Education", "Eğitim", "التعليم"),
    subcategories: [
      { id: "courses", names: named("Kurslar", "Курсы", "Courses", "Kurslar", "الدورات") },
      { id: "books", names: named("Kitoblar", "Книги", "Books", "Kitaplar", "الكتب") },
      {
        id: "school",
        names: named(
          "Maktab/universitet",
          "Школа и университет",
          "School and university",
          "Okul ve üniversite",
          "المدرسة والجامعة",
        ),
      },
    ],
  },
  {
    id: "entertainment",
    icon: "gamepad-2",
    names: named("Ko'ngil ochar", "Развлечения", "Entertainment", "Eğlence", "الترفيه"),
    subcategories: [
      { id: "movies", names: named("Kino", "Кино", "Movies", "Sinema", "السينما") },
      { id: "games", names: named("O'yinlar", "Игры", "Games", "Oyunlar", "الألعاب") },
      { id: "events", names: named("Tadbirlar", "Мероприятия", "Events", "Etkinlikler", "الفعاليات") },
      { id: "hobbies", names: named("Sevimli mashg'ulot", "Хобби", "Hobbies", "Hobiler", "الهوايات") },
    ],
  },
  {
    id: "shopping",
    icon: "shopping-bag",
    names: named("Xaridlar", "Покупки", "Shopping", "Alışveriş", "التسوق"),
    subcategories: [
      { id: "clothing", names: named("Kiyim", "Одежда", "Clothing", "Giyim", "الملابس") },
      { id: "electronics", names: named("Elektronika", "Электроника", "Electronics", "Elektronik", "الإلكترونيات") },
      { id: "gifts", names: named("Sovg'alar", "Подарки", "Gifts", "Hediyeler", "الهدايا") },
    ],
  },
  {
    id: "communication",
    icon: "phone",
    names: named("Aloqa", "Связь", "Communication", "İletişim", "الاتصالات"),
    subcategories: [
      {
        id: "mobile",
        names: named("Mobil aloqa", "Мобильная связь", "Mobile phone", "Cep telefonu", "الهاتف المحمول"),
      },
      { id: "internet", names: named("Internet", "Интернет", "Internet", "İnternet", "الإنترنت") },
    ],
  },
  {
    id: "personal_care",
    icon: "sparkles",
    names: named("Shaxsiy parvarish", "Личный уход", "Personal care", "Kişisel bakım", "العناية الشخصية"),
    subcategories: [
      { id: "beauty", names: named("Go'zallik", "Красота", "Beauty", "Güzellik", "التجميل") },
      { id: "barber", names: named("Sartaroshxona", "Парикмахерская", "Barber", "Kuaför", "الحلاقة") },
    ],
  },
  {
    id: "other_expense",
    icon: "more-horizontal",
    names: named("Boshqa xarajatlar", "Прочие расходы", "Other expenses", "Diğer giderler", "مصروفات أخرى"),
  },
];

/** The categories of income (spec 8.2). */
export const INCOME_CATEGORIES: readonly Category[] = [
  { id: "salary", icon: "briefcase", names: named("Ish haqi", "Зарплата", "Salary", "Maaş", "الراتب") },
  { id: "freelance", icon: "laptop", names: named("Frilanc", "Фриланс", "Freelance", "Serbest iş", "العمل الحر") },
  { id: "business", icon: "building", names: named("Biznes", "Бизнес", "Business", "İş geliri", "الأعمال") },
  {
    id: "investments",
    icon: "trending-up",
    names: named("Investitsiya", "Инвестиции", "Investments", "Yatırımlar", "الاستثمارات"),
  },
  { id: "gifts_received", icon: "gift", names: named("Sovg'alar", "Подарки", "Gifts", "Hediyeler", "الهدايا") },
  {
    id: "rental_income",
    icon: "home",
    names: named("Ijara daromadi", "Доход от аренды", "Rental income", "Kira geliri", "دخل الإيجار"),
  },
  {
    id: "refunds",
    icon: "rotate-ccw",
    names: named("Qaytarilgan pul", "Возвраты", "Refunds", "İadeler", "المبالغ المستردة"),
  },
  {
    id: "other_income",
    icon: "more-horizontal",
    names: named("Boshqa daromad", "Прочие доходы", "Other income", "Diğer gelirler", "دخل آخر"),
  },
];
