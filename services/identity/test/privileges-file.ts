import { readFileSync } from 'node:fs';
import { Privileges } from '../src/privileges/privileges.ts';

/** The text of the real privileges.yaml. */
export const privilegesYaml = readFileSync(new URL('../../../privileges.yaml', import.meta.url), 'utf8');

export const privileges = Privileges.parse(privilegesYaml);
