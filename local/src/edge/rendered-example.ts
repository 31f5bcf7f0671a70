import { join } from 'node:path';
import { root } from '../layout.ts';
import { readControllerConfig } from './controller-config.ts';
import { defaultEdge } from './default-edge.ts';
import { readManifests } from './manifests.ts';
import { nginxConf } from './nginx-conf.ts';
import { print } from './nginx-tree.ts';
import { readRoutes } from './routes.ts';

export const exampleFile = 'docs/nginx.conf';

/** The nginx.conf of `npm start`, whose directives are those of ingress-nginx but for what template-facts.yaml names. */
export function renderedExample(): string {
  const manifests = readManifests(join(root, 'k8s/base'), root);
  const conf = nginxConf(readRoutes(manifests), readControllerConfig(manifests), defaultEdge);
  return `# Rendered from k8s/base by \`npm run edge:example\`, to be read: nothing uses this file.\n${print(conf)}`;
}
