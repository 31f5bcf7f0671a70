import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Reads what an earlier start kept in `file`, or makes it and keeps it where its owner alone can read it. */
export async function keptPrivately<T>(file: string, make: () => T | Promise<T>): Promise<T> {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T;
  const made = await make();
  writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 });
  return made;
}
