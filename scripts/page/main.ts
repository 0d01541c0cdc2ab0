/**
 * The API reference in Chromium, for every product, on a phone and a desktop, light and dark:
 *   FULL=1 npm run page                                  starts a server of its own
 *   FULL=1 BASE_URL=http://localhost:8787 npm run page   on one that nobody has signed up at
 * Fails when the page writes an error to the console, asks a server other than its own for anything, is wider than the screen,
 * or cannot send a request. Pictures of what it saw are in `dist/page`.
 */
import { existsSync, mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { startOwnServer } from "../own-server.ts";
import { fail } from "../run.ts";
import { openPage, SCHEMES, type Tab, WIDTHS } from "./tab.ts";
import { askForList, askWithToken, register } from "./try-out.ts";

const CHROMIUM = "/usr/bin/chromium";
/** Chromium as root, without asking its makers for anything. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PICTURES = "dist/page";
/** The pages that Koshelok's specification names, and what they show when they are ready. */
const KOSHELOK_PAGES = [
  { path: "/koshelok/api/schema/swagger-ui/", ready: ".opblock" },
  { path: "/koshelok/api/schema/redoc/", ready: "h1" },
];
/** The parameters of a list that are sent with what the server would assume without them. */
const WITH_DEFAULT = ["page", "limit", "sortBy", "sortOrder", "showStatus"];

if (process.env.FULL !== "1") {
  console.log("- the API reference in Chromium: only with FULL=1");
  process.exit(0);
}
if (!existsSync(CHROMIUM)) {
  console.log(`- the API reference in Chromium: skipped, there is no ${CHROMIUM} (apt-get install chromium)`);
  process.exit(0);
}

mkdirSync(PICTURES, { recursive: true });
const given = process.env.BASE_URL;
const server = given === undefined ? await startOwnServer() : undefined;
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
let problem: Error | undefined;
try {
  await server?.ready;
  await checkAll(given ?? `http://${server?.host}`);
} catch (error) {
  problem = error as Error;
}
await browser.close();
await server?.stop();
if (problem) fail(problem.message);

async function checkAll(origin: string): Promise<void> {
  const products: { name: string; url: string }[] = await (await fetch(`${origin}/docs/products.json`)).json();
  for (const { name, url } of products) {
    const document: Document = await (await fetch(new URL(url, origin))).json();
    for (const width of WIDTHS) {
      for (const scheme of SCHEMES) {
        const tab = await openPage(browser, { origin, width, scheme });
        await checkProduct(tab, name, document);
        await tab.page.screenshot({ path: `${PICTURES}/${name.toLowerCase()}-${width}-${scheme}.png` });
        await tab.close();
        console.log(`✓ ${name}, ${width} px, ${scheme}`);
      }
    }
  }
  await checkTryOut(
    origin,
    products.map(({ name }) => name),
  );
  for (const { path, ready } of KOSHELOK_PAGES) {
    const tab = await openPage(browser, { origin, width: 1400, scheme: "light" });
    await tab.open(path);
    await tab.page.locator(ready).first().waitFor();
    await tab.close();
    console.log(`✓ ${path}`);
  }
}

/** What is read here of an OpenAPI document. */
interface Document {
  info: { title: string };
  paths: Record<string, Record<string, { summary: string; tags: string[] }>>;
}

/** Introduction, menu and an operation that is opened by its address. */
async function checkProduct({ page, open, checkLook, isPhone }: Tab, name: string, document: Document): Promise<void> {
  const slug = name.toLowerCase();
  await open(`/docs/#${slug}`);
  await page.getByRole("heading", { level: 1, name: document.info.title }).waitFor();
  await checkLook();

  const [[path, methods] = ["", {}]] = Object.entries(document.paths);
  const [[method, operation] = ["", { summary: "", tags: [""] }]] = Object.entries(methods);
  const entry = page.getByRole("link", { name: operation.summary }).first();
  if (isPhone)
    await page
      .getByRole("button", { name: /open menu/i })
      .first()
      .click();
  await entry.waitFor();

  const tag = operation.tags[0]?.toLowerCase().replaceAll(" ", "-");
  await open(`/docs/#${slug}/tag/${tag}/${method.toUpperCase()}${path}`);
  await page.getByRole("heading", { name: operation.summary }).first().waitFor();
  await checkLook();
}

/** An account is created and its token used, and another product is chosen, all by hand. */
async function checkTryOut(origin: string, products: readonly string[]): Promise<void> {
  const tab = await openPage(browser, { origin, width: 1400, scheme: "light" });
  const token = await register(tab);
  await askWithToken(tab, token);
  const sent = await askForList(tab, token);
  const filters = sent.filter((name) => !WITH_DEFAULT.includes(name));
  if (filters.length > 0) throw new Error(`A list is asked for with ${filters.join(", ")}, which nobody chose`);
  const kept = await tab.page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])");
  if (`${kept}`.includes(token)) throw new Error("The token stays in the browser's storage");
  const [first = "", second = ""] = products;
  await tab.open("/docs/");
  await tab.page.getByRole("button", { name: first, exact: true }).click();
  await tab.page.getByRole("option", { name: second, exact: true }).click();
  await tab.page.waitForURL(`**/docs/#${second.toLowerCase()}*`);
  await tab.close();
  console.log("✓ an account is created, its token used and forgotten, and another product chosen");
}
