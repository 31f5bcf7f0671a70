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
 * What skaffold renders from now on: k8s/overlays itself for port 80, and else overlays made here, which skaffold.env names. Both are
 * files that git ignores.
 */
export function useOrigins(root: string, port: number): void {
  const file = join(root, 'skaffold.env');
  const others = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith(`${variable}=`))
    : [];
  if (port === 80) rmSync(join(root, overlays), { recursive: true, force: true });
  else {
    const origins = originsWith(port, readFileSync(join(root, 'k8s/overlays/kind/settings.env'), 'utf8'));
    for (const overlay of ['kind', 'dev']) {
      mkdirSync(join(root, overlays, overlay), { recursive: true });
      writeFileSync(join(root, overlays, overlay, 'kustomization.yaml'), overlayWith(origins, overlay));
    }
    others.push(`${variable}=${overlays}`);
  }
  if (others.length > 0) writeFileSync(file, `${others.join('\n')}\n`);
  else rmSync(file, { force: true });
}
