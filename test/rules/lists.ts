import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import type { Reply } from "../support/actor.ts";
import { nameOf } from "./catalog.ts";
import type { Subject } from "./subjects.ts";
import type { World } from "./world.ts";

/** One page of a list, whatever the product's format. */
export interface Page {
  /** The rows as text: equal rows are the same row, because each has an id. */
  rows: string[];
  total: number;
  totalPages: number;
  hasMore: boolean;
}

/** How the generated tests fill and read a product's lists: the export `lists` of `test/<product>/lists.ts`. */
export interface Lists {
  pageOf(reply: Reply, limit: number): Page;
  /** True when a page after the last one is not found, instead of empty. */
  isBeyondMissing?: boolean;
  /** By list, what adds one row to it: `GET /tasks`. The index makes rows differ, where they have to or may. */
  add: Readonly<Record<string, (world: World, index: number) => Promise<unknown>>>;
  /** By list, the field that orders rows with equal values where it is not `id`. */
  ids?: Readonly<Record<string, string>>;
  /** By list, a filter that leaves out what others have put there. */
  filters?: Readonly<Record<string, string>>;
}

const modules = import.meta.glob<{ lists: Lists }>("../*/lists.ts", { eager: true });

export const isList = ({ method, query }: AnyEndpoint) => method === "get" && query?.shape.page !== undefined;

export function listsOf({ name }: Subject): Lists {
  const lists = modules[`../${name}/lists.ts`]?.lists;
  if (!lists) throw new Error(`Product ${name} has lists, but no test/${name}/lists.ts`);
  return lists;
}

/** Reads the pages of one list of a world. */
export class ListReader {
  private readonly lists: Lists;
  private readonly name: string;

  private constructor(
    private readonly subject: Subject,
    private readonly endpoint: AnyEndpoint,
    readonly world: World,
    private readonly params: Record<string, string>,
  ) {
    this.lists = listsOf(subject);
    this.name = nameOf(endpoint);
  }

  static async of(subject: Subject, endpoint: AnyEndpoint): Promise<ListReader> {
    const world = await subject.newWorld();
    return new ListReader(subject, endpoint, world, (await subject.goodCall(endpoint, world)).params);
  }

  async add(index: number): Promise<void> {
    const add = this.lists.add[this.name];
    if (!add) throw new Error(`Say in test/${this.subject.name}/lists.ts how ${this.name} gets a row`);
    await add(this.world, index);
  }

  get(query: Record<string, string | number>): Promise<Reply> {
    const filter = this.lists.filters?.[this.name] ?? "";
    const text = [
      filter,
      String(new URLSearchParams(Object.entries(query).map(([name, value]) => [name, `${value}`]))),
    ];
    const call = { params: this.params, query: text.filter((part) => part !== "").join("&"), body: undefined };
    return this.subject.catalog.send(this.world.owner, this.endpoint, call);
  }

  /** @throws Error unless the reply is as documented */
  async page(page: number, limit: number, query: Record<string, string> = {}): Promise<Page> {
    const reply = await this.get({ page, limit, ...query });
    this.subject.catalog.requireDocumented(this.endpoint, reply);
    if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
    return this.lists.pageOf(reply, limit);
  }

  /** All pages from the first to the last one, by what each says of further ones. */
  async walk(limit: number, query: Record<string, string> = {}): Promise<Page[]> {
    const pages = [await this.page(1, limit, query)];
    while (pages.at(-1)?.hasMore && pages.length < 100) pages.push(await this.page(pages.length + 1, limit, query));
    return pages;
  }

  get idName(): string {
    return this.lists.ids?.[this.name] ?? "id";
  }

  get isBeyondMissing(): boolean {
    return this.lists.isBeyondMissing === true;
  }
}
