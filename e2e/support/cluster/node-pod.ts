// Sources: kubernetes.io/docs/reference, v1 Pod; the Pod Security Standard `restricted`.

interface NodePod {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: object };
  /** Of a service: it has Node.js, and lies on the node already. */
  readonly image: string;
  readonly command: readonly string[];
}

/** A pod without any right that listens at port 3000. */
export function nodePod({ metadata, image, command }: NodePod): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: metadata.name,
          image,
          imagePullPolicy: 'IfNotPresent',
          command,
          readinessProbe: { httpGet: { path: '/', port: 3000 }, periodSeconds: 1 },
          resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    },
  };
}
