import type { Browser, Page } from "playwright-core";

/** The width of a phone, and of a desktop, in CSS pixels. */
export const WIDTHS = [390, 1400] as const;
export const SCHEMES = ["light", "dark"] as const;
/** Longer than a page takes on a busy machine. */
const TIMEOUT_MS = 120_000;

interface Look {
  origin: string;
  width: (typeof WIDTHS)[number];
  scheme: (typeof SCHEMES)[number];
}

/** A page in a browser that has seen nothing before, and what went wrong in it. */
export interface Tab {
  page: Page;
  isPhone: boolean;
  open(path: string): Promise<void>;
  /** Throws if the page has to be scrolled sideways, or does not look as the reader's system asks. */
  checkLook(): Promise<void>;
  /** Throws if the page wrote an error to the console, or asked another origin for anything. */
  close(): Promise<void>;
}

export async function openPage(browser: Browser, { origin, width, scheme }: Look): Promise<Tab> {
  const isPhone = width < 800;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    isMobile: isPhone,
    hasTouch: isPhone,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  const problems = new Set<string>();
  page.on("console", (message) => message.type() === "error" && problems.add(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.add(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (asked !== origin && !["about:", "blob:", "data:"].includes(protocol)) problems.add(`asks for ${request.url()}`);
  });
  const where = () => `${page.url()} (${width} px, ${scheme})`;

  return {
    page,
    isPhone,
    async open(path) {
      // An address that differs in what follows `#` alone would not load the page again.
      await page.goto("about:blank");
      await page.goto(origin + path);
      await page.waitForLoadState("networkidle");
    },
    async checkLook() {
      const scrolled = await page.evaluate("document.documentElement.scrollWidth");
      if (scrolled !== width) throw new Error(`${where()} is ${scrolled} px wide`);
      const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");
      const [red = 0] = /\d+/.exec(`${background}`)?.map(Number) ?? [];
      if (red < 128 !== (scheme === "dark")) throw new Error(`${where()} has the background ${background}`);
    },
    async close() {
      if (problems.size > 0) throw new Error(`${where()}\n  ${[...problems].join("\n  ")}`);
      await context.close();
    },
  };
}
