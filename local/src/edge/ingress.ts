import { z } from 'zod';

const host = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
const path = z.string().regex(/^\/[A-Za-z0-9._/-]*$/);
const name = z.string().regex(/^[a-z0-9-]+$/);

/** What an Ingress of ours may say. Strict, because what the renderer does not know it cannot render. */
export const ingressSchema = z.strictObject({
  apiVersion: z.literal('networking.k8s.io/v1'),
  kind: z.literal('Ingress'),
  metadata: z.strictObject({
    name,
    namespace: name,
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.strictObject({
    ingressClassName: z.literal('nginx'),
    tls: z.array(z.strictObject({ hosts: z.array(host), secretName: name })).default([]),
    rules: z.array(
      z.strictObject({
        host,
        http: z.strictObject({
          paths: z.array(
            z.strictObject({
              path,
              pathType: z.enum(['Exact', 'Prefix']),
              backend: z.strictObject({ service: z.strictObject({ name, port: z.strictObject({ name }) }) }),
            }),
          ),
        }),
      }),
    ),
  }),
});

export type Ingress = z.infer<typeof ingressSchema>;
