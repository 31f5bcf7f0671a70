import { readControllerConfig } from '@downscope/local/edge/controller-config.ts';
import { defaultEdge } from '@downscope/local/edge/default-edge.ts';
import { parseManifests, readManifests } from '@downscope/local/edge/manifests.ts';
import { nginxConf } from '@downscope/local/edge/nginx-conf.ts';
import { readRoutes } from '@downscope/local/edge/routes.ts';
import { driftOf } from '@downscope/local/edge/template-drift.ts';
import { join } from 'node:path';
import type { Problem } from './problem.ts';

const root = join(import.meta.dirname, '../..');
const controller = readControllerConfig(readManifests(join(root, 'k8s/base/ingress-nginx'), root));

/**
 * Where the routes among `manifests` make ingress-nginx do anything but what its table of facts says (local/src/edge/template-facts.yaml).
 *
 * @throws EdgeManifestError naming an annotation or a field that nobody has looked at yet
 */
export function edgeProblems(manifests: string, overlay: string): Problem[] {
  const routes = readRoutes(parseManifests(manifests, overlay));
  if (routes.length === 0) return [];
  const conf = nginxConf(routes, controller, defaultEdge);
  return driftOf(conf, {
    routes,
    edge: defaultEdge,
    overlay: overlay === 'production' ? 'production' : 'kind',
  }).map(({ where: resource, message }) => ({ rule: 'edge', resource, message }));
}
