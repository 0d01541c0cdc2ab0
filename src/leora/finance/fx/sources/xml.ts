import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";

/** Attributes and elements by their bare names, everything as text; no entities, which could grow without bound. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
  processEntities: false,
});

/** A well-formed document as an object. @throws Error when it is not whole, such as half a download */
export function parseXml(text: string): unknown {
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new Error(`not XML: ${verdict.err.msg}`);
  return parser.parse(text);
}

/** An element's or attribute's text; empty when it is missing. */
export const textField = z.string().catch("");

/** Elements of one name: one alone is parsed as no list. */
export const elements = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(schema).min(1));
