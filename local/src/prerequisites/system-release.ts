import { readFileSync } from 'node:fs';

/** Packages are those of one release of one system. */
export function systemRelease(): string {
  const release = readFileSync('/etc/os-release', 'utf8');
  const field = (name: string): string => new RegExp(`^${name}="?([^"\n]+)`, 'm').exec(release)?.[1] ?? 'unknown';
  return `${field('ID')}-${field('VERSION_ID')}-${process.arch}`;
}
