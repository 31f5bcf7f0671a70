import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Privileges } from '../src/privileges/privileges.ts';
import type { PrivilegesFile } from '../src/privileges/privileges.schema.ts';

const path = new URL('../../../privileges.yaml', import.meta.url);

/** The content of the real privileges.yaml, the caller's own to change. */
export function privilegesFile(): PrivilegesFile {
  return parse(readFileSync(path, 'utf8')) as PrivilegesFile;
}

export const privileges = Privileges.parse(privilegesFile());
