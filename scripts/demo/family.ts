import { Api } from "./api.ts";
import { entryOf, type Line, readHousehold } from "./household.ts";
import { Ledger } from "./ledger.ts";
import { Phone, type SyncReport } from "./phone.ts";
import type { Fields } from "./replica.ts";
import { check, checkSame, money, type Summary, say, summaryOf } from "./story.ts";

const PASSWORD = "Toshkent-2026";

/** Registers a user on the device, under an e-mail address that nobody has. Returns it. */
export async function register(api: Api, name: string): Promise<string> {
  const email = `${name}.${Date.now().toString(36)}@example.com`;
  const person = { email, fullName: name, region: "uzbekistan", currency: "UZS" };
  await api.signIn("/v1/auth/register", { ...person, password: PASSWORD, confirmPassword: PASSWORD });
  return email;
}

/** Two phones of one account, the family's month (household.csv), and a ledger that knows what has to come out. */
export class Family {
  email = "";
  readonly nigora: Phone;
  readonly dilshod: Phone;
  readonly ledger = new Ledger();
  /** What they spend and plan, without their accounts. */
  readonly lines: readonly Line[];
  private readonly accounts: readonly Line[];
  private readonly accountIds = new Map<string, string>();
  private readonly baseUrl: string;

  constructor(baseUrl: string) {
    this.baseUrl = baseUrl;
    this.nigora = new Phone("Nigora", new Api(baseUrl, "Nigora · Samsung A55"));
    this.dilshod = new Phone("Dilshod", new Api(baseUrl, "Dilshod · Pixel 9"));
    const lines = readHousehold();
    this.accounts = lines.filter(({ kind }) => kind === "account");
    this.lines = lines.filter(({ kind }) => kind !== "account");
  }

  get phones(): readonly Phone[] {
    return [this.nigora, this.dilshod];
  }

  /** Nigora registers, and Dilshod signs in on his phone. */
  async register(): Promise<void> {
    this.email = await register(this.nigora.api, "karimovlar");
    await this.signIn(this.dilshod);
  }

  async openAccounts(): Promise<void> {
    const { nigora, dilshod } = this;
    for (const line of this.accounts) {
      const id = nigora.create(...entryOf(line, this.accountIds));
      this.accountIds.set(line.name, id);
      this.ledger.openAccount(line.name, Number(line.amount));
      say(`Nigora opens "${line.name}" with ${money(Number(line.amount), line.currency)}.`);
    }
    report(nigora, await nigora.sync());
    report(dilshod, await dilshod.sync());
  }

  /** Creates the line's row on its phone, and in the ledger. */
  enter(line: Line): void {
    const phone = line.phone === "Nigora" ? this.nigora : this.dilshod;
    const id = phone.create(...entryOf(line, this.accountIds));
    if (line.kind === "transaction") this.ledger.add(id, line);
  }

  /** Creates an expense in so'm on a phone, and in the ledger. Returns its id. */
  spend(phone: Phone, account: string, amount: number, name: string): string {
    const id = phone.create("transactions", {
      type: "expense",
      accountId: this.accountIds.get(account),
      amount,
      currency: "UZS",
      categoryId: "food",
      name,
      date: "2026-10-31",
    });
    this.ledger.add(id, { type: "expense", account, toAccount: "", amount: String(amount), toAmount: "", fee: "" });
    return id;
  }

  /** The id of a row by its name or title. */
  find(entity: string, name: string): string {
    const row = this.nigora.replica.list(entity).find((row) => (row.name ?? row.title) === name);
    check(row !== undefined, `"${name}" is on the phone`, entity);
    return String(row.id);
  }

  accountId(name: string): string {
    return this.accountIds.get(name) ?? "";
  }

  /** An account as the phone has it. */
  account(phone: Phone, name: string): Fields {
    return phone.replica.get("accounts", this.accountId(name)) ?? {};
  }

  /** Fails unless the phone shows the balances of the ledger. */
  checkBalances(phone: Phone): void {
    const names = this.accounts.map(({ name }) => name);
    const shown = names.map((name) => ({ name, balance: this.account(phone, name).currentBalance }));
    const expected = [...this.ledger.balances()].map(([name, balance]) => ({ name, balance }));
    checkSame("balances and the ledger", shown, expected);
  }

  /** Fails unless both phones have what a third one gets that starts empty, and all of it agrees with the ledger. */
  async compare(): Promise<void> {
    const fresh = new Phone("The new phone", new Api(this.baseUrl, "A new phone"));
    await this.signIn(fresh);
    report(fresh, await fresh.sync());
    for (const phone of this.phones) {
      checkSame(`${phone.name}'s phone and the server`, phone.replica.snapshot(), fresh.replica.snapshot());
    }
    say("Both phones hold exactly what a new phone gets from the server.");
    this.checkBalances(fresh);
    for (const [name, balance] of this.ledger.balances()) {
      say(`${name}: ${money(balance, String(this.account(fresh, name).currency))}, as in the ledger.`);
    }
    const summary = await fresh.api.get<Summary>("/v1/transactions/summary?dateFrom=2026-10-01&dateTo=2026-10-31");
    check(summary.transactionsCount === this.ledger.size, "the summary counts every transaction of October", summary);
    say(summaryOf(summary));
  }

  private signIn({ api }: Phone): Promise<void> {
    return api.signIn("/v1/auth/login", { emailOrUsername: this.email, password: PASSWORD });
  }
}

/** Prints what a sync did. */
export function report({ name }: Phone, { sent, received, rejected }: SyncReport): void {
  const outcomes = Object.entries(sent).flatMap(([status, count]) => (count > 0 ? [`${count} ${status}`] : []));
  say(`${name} syncs: ${outcomes.join(", ") || "nothing to send"}; ${received} rows received.`);
  check(rejected.length === 0, "the server rejects no change", rejected);
}
