import { z } from 'zod';

/** As much of JSON Schema (2020-12) as the documents have. */
export interface Schema {
  readonly [keyword: string]: unknown;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** What callers get: a time as JSON has it, and no member that the schema does not name. */
export function schemaOfAnswer(body: z.ZodType): Schema {
  const schema = z.toJSONSchema(body, {
    io: 'output',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      delete jsonSchema.readOnly;
      // The format says it already; and how large JavaScript's integers are is nobody's rule.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (zodSchema instanceof z.ZodDate) Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    },
  });
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== '$schema'));
}

/** Two schemas of one document have the same title, and are not the same. */
export class AmbiguousTitle extends Error {
  readonly code = 'ambiguous_title';

  constructor(title: string) {
    super(`More than one schema has the title ${title}`);
  }
}

/**
 * Gives each schema with a title a place among the components, so that generated clients have a type of that name.
 *
 * @throws AmbiguousTitle
 */
export function withComponents(value: unknown, components: Record<string, Schema>): unknown {
  if (Array.isArray(value)) return value.map((each) => withComponents(each, components));
  if (typeof value !== 'object' || value === null) return value;
  const whole = Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      // An example is no schema, whatever its members are called.
      /^examples?$/.test(name) ? member : withComponents(member, components),
    ]),
  ) as Schema;
  const { title } = whole;
  if (typeof title !== 'string' || !('type' in whole)) return whole;
  const known = components[title];
  if (known && JSON.stringify(known) !== JSON.stringify(whole)) throw new AmbiguousTitle(title);
  components[title] = whole;
  return { $ref: `#/components/schemas/${title}` };
}
