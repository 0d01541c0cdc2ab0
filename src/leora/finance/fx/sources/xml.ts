import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";

// Reads the XML documents of banks.

/**
 * Attributes and elements are read by their names without prefixes, and every value as text. Entities are not expanded:
 * a document could make them grow without bound.
 */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
  processEntities: false,
});

/** Parses a document. @throws Error when it is not well-formed, such as half a download */
export function parseXml(text: string): unknown {
  const validation = XMLValidator.validate(text);
  if (validation !== true) throw new Error(`not XML: ${validation.err.msg}`);
  return parser.parse(text);
}

/** An element's or attribute's text; empty when it is missing. */
export const textField = z.string().catch("");

/** A list of elements of one name. The parser returns a single element as itself, not as a list. */
export const elements = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(schema).min(1));
