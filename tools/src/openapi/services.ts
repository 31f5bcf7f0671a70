import { apiOrigin } from './settings.ts';
import type { DocumentedService } from './service-document.ts';

const api = (name: string, noun: string, words: string): DocumentedService => ({
  name,
  title: `Downscope: ${noun}`,
  description: `${words} It describes the service itself; behind the edge a client sends an opaque token, and whatever the edge refuses it refuses as said in docs/edges.md.`,
  url: apiOrigin,
  hasDatabase: true,
});

/** The services that controllers describe. */
export const documentedServices: readonly DocumentedService[] = [
  api('order', 'orders', 'Takes orders, shows them and cancels them.'),
  api('customer', 'customers', 'Keeps customers, and tells of each as much as a scope is for.'),
  api('billing', 'invoices', 'Issues invoices, shows them, and takes payments.'),
  {
    name: 'phantom-token',
    title: 'Downscope: phantom tokens',
    description:
      "Swaps a client's opaque token for the JWT of one API, for the edge alone, and publishes what clients must know.",
    url: 'https://phantom-token.example',
    hasDatabase: false,
    securitySchemes: {
      opaqueToken: {
        type: 'http',
        scheme: 'bearer',
        description: 'What a client got from identity, and sent to the edge',
      },
    },
  },
];
