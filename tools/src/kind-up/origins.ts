import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const variable = 'DOWNSCOPE_OVERLAYS';
const overlays = '.data/overlays';
const namespaces = ['edge', 'identity', 'apps'];

/** The origins of overlays/kind, by another port than 80. */
export function originsWith(port: number, settings: string): string[] {
  return ['ISSUER', 'API_ORIGIN'].map((name) => {
    const origin = new URL(new RegExp(`^${name}=(.+)$`, 'm').exec(settings)?.[1] ?? '');
    origin.port = String(port);
    return `${name}=${origin.origin}`;
  });
}

/** An overlay over one of k8s/overlays that differs in its origins alone. */
export function overlayWith(origins: readonly string[], overlay: string): string {
  return JSON.stringify(
    {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: [`../../../k8s/overlays/${overlay}`],
      components: ['../../../k8s/components/issuer'],
      configMapGenerator: namespaces.map((namespace) => ({
        name: 'settings',
        namespace,
        behavior: 'merge',
        literals: origins,
      })),
    },
    undefined,
    2,
  );
}

/**
 * How skaffold works from now on, as skaffold.env says: as quickly as k8s/dev/skaffold.env has it, and with k8s/overlays itself for port 80,
 * else with overlays made here. Both are files that git ignores. What else stands in skaffold.env is left alone.
 */
export function settingsOfSkaffold(root: string, port: number): void {
  const file = join(root, 'skaffold.env');
  const own = (existsSync(file) ? linesOf(file) : []).filter((line) => nameOf(line) !== variable);
  const given = linesOf(join(root, 'k8s/dev/skaffold.env')).filter(
    (line) => !line.startsWith('#') && !own.map(nameOf).includes(nameOf(line)),
  );
  const lines = [...own, ...given];
  if (port === 80) rmSync(join(root, overlays), { recursive: true, force: true });
  else {
    const origins = originsWith(port, readFileSync(join(root, 'k8s/overlays/kind/settings.env'), 'utf8'));
    for (const overlay of ['kind', 'dev']) {
      mkdirSync(join(root, overlays, overlay), { recursive: true });
      writeFileSync(join(root, overlays, overlay, 'kustomization.yaml'), overlayWith(origins, overlay));
    }
    lines.push(`${variable}=${overlays}`);
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function nameOf(setting: string): string {
  return setting.split('=', 1)[0] ?? '';
}
