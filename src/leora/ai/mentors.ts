/** Draft: the catalogue of mentors comes with the texts. */
export const MENTORS = [
  { id: "buffett", name: "Warren Buffett", category: "financial" },
  { id: "musk", name: "Elon Musk", category: "productivity" },
  { id: "aurelius", name: "Marcus Aurelius", category: "balance" },
] as const;
