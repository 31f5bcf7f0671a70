import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What every part of the stack has logged: part -> text. */
export async function readLogs(folder: string): Promise<Map<string, string>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.log'));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return new Map(files.map((file, index) => [file.replace(/\.log$/, ''), texts[index] ?? '']));
}
