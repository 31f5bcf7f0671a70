import { z } from 'zod';

/** The environment lacks a setting, or holds one that cannot be used. `variables` names each. */
export class ConfigurationError extends Error {
  readonly code = 'configuration_invalid';
  readonly variables: readonly string[];

  constructor(issues: readonly z.core.$ZodIssue[]) {
    const lines = issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    super(`Configuration is invalid:\n${lines.join('\n')}`);
    this.name = 'ConfigurationError';
    this.variables = issues.map((issue) => String(issue.path[0]));
  }
}

/**
 * Reads a service's settings from its environment, once, at boot.
 *
 * @param shape one zod schema per variable; an empty variable counts as absent
 * @throws ConfigurationError naming every variable that is missing or malformed, never its value
 */
export function environment<Shape extends z.ZodRawShape>(
  shape: Shape,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<z.ZodObject<Shape>> {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = z.object(shape).safeParse(present, { error: explain });
  if (!result.success) throw new ConfigurationError(result.error.issues);
  return result.data;
}

const explain: z.core.$ZodErrorMap = (issue) => (issue.input === undefined ? 'is required and not set' : undefined);
