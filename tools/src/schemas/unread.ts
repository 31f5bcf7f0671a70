import type { JsonSchema } from './json-schema.ts';

/** What says something about a value without narrowing it. */
const annotations: ReadonlySet<string> = new Set(['$schema', '$id', 'title', 'description']);
const ofObjects: ReadonlySet<string> = new Set(['properties', 'required']);

/**
 * What of `reader` is not true of everything that `writer` allows. Nothing, where whoever counts on the one can read the other:
 * each member that the reader names is there, always where the reader requires it, and as narrow as the reader takes it to be. The
 * writer may have more members, and narrower ones.
 *
 * One rule for three questions: does a release take anything back that the one before promised; does a consumer understand what is
 * announced; and does it understand what was announced before it, and is still kept or replayed.
 */
export function unread(reader: JsonSchema, writer: JsonSchema, at = 'data'): string[] {
  const constraints = Object.keys(reader).filter((keyword) => !annotations.has(keyword) && !ofObjects.has(keyword));
  const other = constraints.filter((keyword) => JSON.stringify(reader[keyword]) !== JSON.stringify(writer[keyword]));
  return [
    ...other.map((keyword) => `${at}: another ${keyword}`),
    ...Object.entries(reader.properties ?? {}).flatMap(([name, member]) => {
      const written = writer.properties?.[name];
      if (!written) return [`${at}.${name}: is not there`];
      const maybe = reader.required?.includes(name) && !writer.required?.includes(name);
      return [...(maybe ? [`${at}.${name}: is not always there`] : []), ...unread(member, written, `${at}.${name}`)];
    }),
  ];
}
