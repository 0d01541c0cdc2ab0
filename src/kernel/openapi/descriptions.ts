import { type Components, forEachPart } from "./json-schema.ts";

type Texts = Readonly<Record<string, string>>;

/**
 * The words of the OpenAPI document about fields and parameters, which stand in `descriptions.ts` beside a feature's contract: a
 * field has the same meaning in what creates a row, what changes it and what shows it, and is described once.
 */
export interface Descriptions {
  /** What a component is, and for an enumeration what its values mean: by the component's name. */
  readonly components?: Texts;
  /**
   * What fields mean: by the component's name, then by the field's. What is said of `Task` holds for all components whose names
   * begin so (`TaskCreate`, `TaskPatch`), unless a longer name says something else; `*` holds for all.
   */
  readonly fields?: Readonly<Record<string, Texts>>;
  /** What parameters of paths and queries mean: by operation (`GET /tasks`), then by name; `*` holds for all operations. */
  readonly parameters?: Readonly<Record<string, Texts>>;
}

/** Everything that is said about a product's fields and parameters. */
export class Glossary {
  private readonly components: Texts;
  /** By the beginning of a component's name: the longest first, so that the closest one wins. */
  private readonly fields: readonly [prefix: string, texts: Texts][];
  private readonly parameters: ReadonlyMap<string, Texts>;

  /** @throws Error when something is described in two places */
  constructor(descriptions: readonly Descriptions[]) {
    this.components = joined(descriptions.map(({ components = {} }) => components));
    const byPrefix = grouped(descriptions.map(({ fields = {} }) => fields));
    this.fields = [...byPrefix].toSorted(([a], [b]) => b.length - a.length);
    this.parameters = grouped(descriptions.map(({ parameters = {} }) => parameters));
  }

  /** What a field of a component means; undefined when nothing says so. */
  field(component: string, name: string): string | undefined {
    const said = this.fields.find(
      ([prefix, texts]) => texts[name] !== undefined && (prefix === "*" || component.startsWith(prefix)),
    );
    return said?.[1][name];
  }

  /**
   * What a parameter of an operation means; undefined when nothing says so.
   * @param rows the component that the operation lists, if it does: a filter is named like the field that it compares
   */
  parameter(operation: string, name: string, rows: string | undefined): string | undefined {
    const stated = this.parameters.get(operation)?.[name] ?? this.parameters.get("*")?.[name];
    if (stated !== undefined || rows === undefined) return stated;
    const field = this.field(rows, name);
    return field && `Only rows with this \`${name}\`. ${field}`;
  }

  /** Writes into every component and every field with a name what is known about it. */
  describe(components: Components): void {
    for (const [name, component] of Object.entries(components)) {
      const text = this.components[name];
      if (text !== undefined) component.description ??= text;
      forEachPart(component, ({ properties = {} }) => {
        for (const [field, schema] of Object.entries(properties)) {
          const meaning = this.field(name, field);
          if (meaning !== undefined) schema.description ??= meaning;
        }
      });
    }
  }
}

function joined(parts: readonly Texts[]): Texts {
  const all: Record<string, string> = {};
  for (const [key, text] of parts.flatMap((part) => Object.entries(part))) {
    if (Object.hasOwn(all, key)) throw new Error(`${key} is described in two places: "${all[key]}" and "${text}"`);
    all[key] = text;
  }
  return all;
}

function grouped(parts: readonly Readonly<Record<string, Texts>>[]): ReadonlyMap<string, Texts> {
  const groups = Map.groupBy(
    parts.flatMap((part) => Object.entries(part)),
    ([key]) => key,
  );
  return new Map([...groups].map(([key, entries]) => [key, joined(entries.map(([, texts]) => texts))]));
}
