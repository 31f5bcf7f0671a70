import type { Variables } from './server-under-test.ts';

export class UnknownVariableError extends Error {
  override readonly name = 'UnknownVariableError';
  readonly code = 'unknown_variable';
}

const variable = /\$\{(\w+)\}/g;

/** The names of all variables in it. */
export function variablesIn(value: unknown): string[] {
  return [...JSON.stringify(value ?? null).matchAll(variable)].map(([, name = '']) => name);
}

/** Parts of one attack, with each variable asked for once: what a change repeats is what the request says. */
export async function filledIn<Parts extends object>(parts: Parts, variables: Variables): Promise<Parts> {
  const values = new Map<string, string>();
  for (const name of new Set(variablesIn(parts))) {
    const value = variables[name];
    if (!value) throw new UnknownVariableError(`The corpus asks for a variable that there is not: ${name}`);
    values.set(name, await value());
  }
  return replaced(parts, values) as Parts;
}

/** The same variables, each of which is asked for once and kept. */
export function remembered(variables: Variables): Variables {
  const known = new Map<string, string | Promise<string>>();
  return Object.fromEntries(
    Object.entries(variables).map(([name, ask]) => [
      name,
      () => {
        const value = known.get(name) ?? ask();
        known.set(name, value);
        return value;
      },
    ]),
  );
}

function replaced(value: unknown, values: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return value.replace(variable, (_, name: string) => values.get(name) ?? '');
  if (Array.isArray(value)) return value.map((one) => replaced(one, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaced(one, values)]));
}
