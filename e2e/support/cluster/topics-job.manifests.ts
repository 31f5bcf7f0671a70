import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

// Sources: kubernetes.io/docs/reference, batch/v1 Job, networking.k8s.io/v1 NetworkPolicy, v1 ConfigMap.

/** Where Kafka is, and its operator's door. */
export const namespace = 'data';
const brokers = 'kafka.data.svc.cluster.local:9094';

/** The program's files, as they lie below e2e/, here and in the pod. */
export const program = {
  main: 'support/cluster/topics-job.main.ts',
  broker: 'support/broker.ts',
  forgetGroup: 'support/forget-group.ts',
};

interface Work {
  readonly name: string;
  /** Of a service that speaks to Kafka: it has Node.js and the client, and lies on the node already. */
  readonly image: string;
  readonly call: string;
}

/** Suspended until what it needs is there. */
export function job({ name, image, call }: Work): object {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      suspend: true,
      backoffLimit: 0,
      activeDeadlineSeconds: 60,
      // Whoever waits for it may be gone.
      ttlSecondsAfterFinished: 60,
      template: { spec: podSpec({ name, image, call }) },
    },
  };
}

function podSpec({ name, image, call }: Work): object {
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'topics',
        image,
        imagePullPolicy: 'IfNotPresent',
        // Below /app, where Node.js finds the image's packages.
        command: ['node', '--no-warnings', `/app/e2e/${program.main}`, brokers, call],
        resources: { requests: { cpu: '10m', memory: '128Mi' }, limits: { memory: '512Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'program', mountPath: '/app/e2e', readOnly: true },
          { name: 'kafka-ca', mountPath: '/var/run/downscope/kafka-ca', readOnly: true },
          { name: 'kafka-operator', mountPath: '/var/run/downscope/kafka-operator', readOnly: true },
        ],
      },
    ],
    volumes: [
      { name: 'program', configMap: { name, items: Object.entries(program).map(([key, path]) => ({ key, path })) } },
      { name: 'kafka-ca', configMap: { name: 'kafka-ca' } },
      { name: 'kafka-operator', secret: { secretName: 'kafka-operator', defaultMode: 0o440 } },
    ],
  };
}

/** What the Job needs, and what goes when it goes: its program, the way to the broker, and the broker's door. */
export async function belongings(name: string, uid: string): Promise<object> {
  const metadata = (suffix = '') => ({
    name: name + suffix,
    ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name, uid }],
  });
  const texts = Object.entries(program).map(async ([key, path]): Promise<[string, string]> => {
    return [key, await readFile(resolve(import.meta.dirname, '../..', path), 'utf8')];
  });
  const itsPod = { matchLabels: { 'batch.kubernetes.io/job-name': name } };
  const broker = { matchLabels: { 'app.kubernetes.io/name': 'kafka' } };
  const dns = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
  };
  const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(), data: Object.fromEntries(await Promise.all(texts)) },
      {
        ...policy,
        metadata: metadata('-out'),
        spec: {
          podSelector: itsPod,
          policyTypes: ['Ingress', 'Egress'],
          egress: [
            { to: [{ podSelector: broker }], ports: [{ port: 9094 }] },
            {
              to: [dns],
              ports: [
                { port: 'dns', protocol: 'UDP' },
                { port: 'dns-tcp', protocol: 'TCP' },
              ],
            },
          ],
        },
      },
      {
        ...policy,
        metadata: metadata('-in'),
        spec: {
          podSelector: broker,
          policyTypes: ['Ingress'],
          ingress: [{ from: [{ podSelector: itsPod }], ports: [{ port: 9094 }] }],
        },
      },
    ],
  };
}
