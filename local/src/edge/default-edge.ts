import { portsFrom } from '../stack.ts';
import { type LocalEdge, upstreamPorts } from './local-edge.ts';

const ports = portsFrom(18_080);

/** What `npm start` has without any settings: to see what would be rendered, and to hold it against what it should be. */
export const defaultEdge: LocalEdge = {
  port: ports.nginx,
  stack: 'downscope',
  user: undefined,
  upstreams: upstreamPorts(ports),
  defaultBackendPort: ports.defaultBackend,
  modules: ['ndk_http_module.so', 'ngx_http_set_misc_module.so'],
  cacheFolder: '/dev/shm/downscope-downscope-18080',
  folder: '.data/downscope/nginx',
};
