import type { Schema } from './schema.ts';

/** As much of an operation of OpenAPI as is read and rewritten here. */
export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content: Record<string, { schema: Schema; example?: unknown }> };
  readonly responses: Readonly<Record<string, object>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly 'x-required-claims'?: readonly string[];
  readonly 'x-strong-login-max-age-seconds'?: number;
}

export interface Document {
  readonly [member: string]: unknown;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
