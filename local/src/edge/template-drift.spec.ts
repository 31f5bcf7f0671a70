import { describe, expect, it } from '@jest/globals';
import { root } from '../layout.ts';
import { readControllerConfig } from './controller-config.ts';
import { defaultEdge as edge } from './default-edge.ts';
import { type Manifest, parseManifests, readManifests } from './manifests.ts';
import { nginxConf } from './nginx-conf.ts';
import type { Block, Directive } from './nginx-tree.ts';
import { readRoutes } from './routes.ts';
import { driftOf } from './template-drift.ts';

const manifests = readManifests(`${root}/k8s/base`, root);
const routes = readRoutes(manifests);
const conf = nginxConf(routes, readControllerConfig(manifests), edge);
const drift = (of: readonly Directive[]) => driftOf(of, { routes, edge, overlay: 'kind' });

/** The drift when text of one object in k8s/base is another. */
function driftWith(name: string, from: string | RegExp, to: string): string[] {
  const changed = manifests.map((manifest): Manifest => {
    const { kind, metadata } = manifest.content as { kind: string; metadata?: { name: string } };
    if (`${kind}/${String(metadata?.name)}` !== name) return manifest;
    const yaml = JSON.stringify(manifest.content);
    expect(yaml.replace(from, to)).not.toBe(yaml);
    return parseManifests(yaml.replace(from, to), manifest.file)[0] ?? manifest;
  });
  const all = readRoutes(changed);
  const rendered = nginxConf(all, readControllerConfig(changed), edge);
  return driftOf(rendered, { routes: all, edge, overlay: 'kind' }).map(({ where, message }) => `${where}: ${message}`);
}

const annotation = (name: string): string => `"nginx.ingress.kubernetes.io/${name}":`;
const orders = 'api.downscope.localhost location = /orders';
const swap = 'api.downscope.localhost location = /_external-auth-L29yZGVycw-Prefix';

describe('what nginx.conf has against what ingress-nginx writes', () => {
  it('differs in nothing that the table does not name', () => {
    expect(drift(conf)).toEqual([]);
  });

  it.each<[string, string | RegExp, string, string]>([
    ['Ingress/order', '200 202 5s', '200 202 60s', `${swap}: has proxy_cache_valid 200 202 60s`],
    ['Ingress/order', '"Authorization"', '"Authorization,X-User"', `${orders}: has proxy_set_header X-User`],
    ['Ingress/order', /swap\?/, 'other?', `${swap}: has set $target http://edge-phantom-token-http/other?`],
    ['Ingress/order', annotation('auth-url'), `${annotation('limit-rps')}"9",$&`, `${orders}: has limit_req zone`],
    ['Ingress/order', annotation('auth-url'), `${annotation('proxy-body-size')}"9m",$&`, 'has client_max_body_size 9m'],
    [
      'Ingress/order',
      annotation('auth-url'),
      `${annotation('force-ssl-redirect')}"true",$&`,
      'has if ($scheme = http)',
    ],
    ['ConfigMap/ingress-nginx-controller', '429,500', '500', 'http: lacks error_page 429'],
    ['ConfigMap/ingress-nginx-controller', '"16k"', '"8k"', `${swap}: has proxy_buffer_size 8k`],
    ['ConfigMap/ingress-nginx-controller', '$status', '$http_cookie', 'http: has log_format'],
    ['ConfigMap/ingress-nginx-controller', '"crit"', '"emerg"', 'main: has error_log stderr emerg'],
    ['ConfigMap/proxy-set-headers', '"baggage":"",', '', `${orders}: lacks proxy_set_header baggage`],
    ['ConfigMap/swap-headers', '"cookie":"",', '', `${swap}: lacks proxy_set_header cookie`],
    ['ConfigMap/proxy-set-headers', '"baggage"', '"x-new":"","baggage"', `${orders}: has proxy_set_header x-new`],
  ])('is seen when %s changes %s to %s', (object, from, to, message) => {
    expect(driftWith(object, from, to)).toContainEqual(expect.stringContaining(message));
  });

  it('is seen when any one directive is left out, or stands there twice', () => {
    const few = routes.filter(({ ingress }) => ['order', 'identity'].includes(ingress));
    const rendered = nginxConf(few, readControllerConfig(manifests), edge);
    const changes = [...everyChange(rendered, '')];
    const missed = changes.filter(
      ([, changed]) => driftOf(changed, { routes: few, edge, overlay: 'kind' }).length === 0,
    );
    expect(missed.map(([change]) => change)).toEqual([]);
    expect(changes.length).toBeGreaterThan(500);
  }, 120_000);
});

/** The configuration without each of its directives, and with each of them twice, as far as nginx would start with it. */
function* everyChange(all: readonly Directive[], path: string): Generator<[change: string, Directive[]]> {
  for (const [index, directive] of all.entries()) {
    const here = `${path} ${isBlock(directive) ? directive.head : directive}`;
    if (!isRequired(directive)) yield [`without${here}`, all.toSpliced(index, 1)];
    if (!isBlock(directive)) yield [`twice${here}`, all.toSpliced(index, 0, directive)];
    if (!isBlock(directive)) continue;
    for (const [change, inside] of everyChange(directive.directives, here)) {
      yield [change, all.with(index, { ...directive, directives: inside })];
    }
  }
}

const isBlock = (directive: Directive): directive is Block => typeof directive !== 'string';

const isRequired = (directive: Directive): boolean =>
  isBlock(directive) && /^(events|http|upstream)/.test(directive.head);
