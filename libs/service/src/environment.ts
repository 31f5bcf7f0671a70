import { readFileSync } from 'node:fs';
import { z } from 'zod';

type Variables = Readonly<Record<string, string | undefined>>;

/** The environment lacks a setting, or holds one that cannot be used. `variables` names each. */
export class ConfigurationError extends Error {
  readonly code = 'configuration_invalid';
  readonly variables: readonly string[];

  constructor(issues: readonly Pick<z.core.$ZodIssue, 'path' | 'message'>[]) {
    const lines = issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    super(`Configuration is invalid:\n${lines.join('\n')}`);
    this.name = 'ConfigurationError';
    this.variables = issues.map((issue) => String(issue.path[0]));
  }
}

/**
 * Reads a service's settings from its environment, once, at boot. A file may hold any of them: `DATABASE_URL_FILE` names the one
 * with the value of `DATABASE_URL`, so that a secret shows in no listing of a process and is inherited by none.
 *
 * @param shape one zod schema per variable; an empty variable counts as absent
 * @throws ConfigurationError naming every variable that is missing or malformed, never its value
 */
export function environment<Shape extends z.ZodRawShape>(
  shape: Shape,
  variables: Variables = process.env,
): z.infer<z.ZodObject<Shape>> {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const fromFiles = Object.fromEntries(Object.keys(shape).flatMap((name) => contentOfFileFor(name, present)));
  const result = z.object(shape).safeParse({ ...present, ...fromFiles }, { error: explain });
  if (!result.success) throw new ConfigurationError(result.error.issues);
  return result.data;
}

/** @throws ConfigurationError for a file that cannot be read, and for two values of one setting */
function contentOfFileFor(name: string, variables: Variables): [name: string, value: string][] {
  const fileVariable = `${name}_FILE`;
  const file = variables[fileVariable];
  if (file === undefined) return [];
  if (variables[name] !== undefined) {
    throw new ConfigurationError([{ path: [name], message: `is set, and ${fileVariable} is too` }]);
  }
  try {
    return [[name, readFileSync(file, 'utf8').trim()]];
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new ConfigurationError([{ path: [fileVariable], message: `cannot be read: ${code}` }]);
  }
}

const explain: z.core.$ZodErrorMap = (issue) => (issue.input === undefined ? 'is required and not set' : undefined);
