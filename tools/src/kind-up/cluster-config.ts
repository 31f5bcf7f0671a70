/** The digest is that of the list of both images, for amd64 and arm64, as kind 0.30 published it. */
export const nodeImage = 'kindest/node:v1.34.0@sha256:7416a61b42b1662ca6ca89f02028ac133a309a2a30ba309614e8ec94d976dc5a';

/** Where the node remembers by which port it is reached. */
export const portLabel = 'downscope.example/port';

export interface ClusterOptions {
  /** Of this machine, on loopback. */
  readonly port: number;
  readonly ipv6: boolean;
}

/**
 * A cluster of one node, whose port 80 is a port of this machine: by both of its loopback addresses, for browsers ask for *.localhost at
 * either. Port 443 is not mapped: nothing here has TLS.
 */
export function clusterConfig({ port, ipv6 }: ClusterOptions): string {
  const mapping = (listenAddress: string): object => ({ containerPort: 80, hostPort: port, listenAddress });
  return JSON.stringify({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    nodes: [
      {
        role: 'control-plane',
        image: nodeImage,
        labels: { 'ingress-ready': 'true', [portLabel]: String(port) },
        extraPortMappings: [mapping('127.0.0.1'), ...(ipv6 ? [mapping('::1')] : [])],
      },
    ],
  });
}
