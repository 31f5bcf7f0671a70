import { z } from 'zod';
import type { Definition } from './event-types.ts';

/** As much of JSON Schema (draft 7) as zod makes of the events. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** Members that are not named may come: later releases add some. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }) as JsonSchema;
}

export const schemaFileOf = (type: string): string => `${type}.schema.json`;

/** With what a file says about itself. */
export function publishedSchemaOf({ event: { type, data } }: Definition): JsonSchema {
  const { $schema, ...schema } = jsonSchemaOf(data);
  return { $schema, title: `Data of ${type}`, ...schema };
}
