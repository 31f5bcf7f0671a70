// Written by `npm run privileges -- write`, of privileges.yaml: the scopes that routes may ask for.
import type {} from '@downscope/guards';

declare module '@downscope/guards' {
  interface Scopes {
    invoices_read: true;
    invoices_pay: true;
    invoices_read_region: true;
  }
}
