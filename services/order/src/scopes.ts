// Written by `npm run privileges -- write`, of privileges.yaml: the scopes that routes may ask for.
import type {} from '@downscope/guards';

declare module '@downscope/guards' {
  interface Scopes {
    orders_read: true;
    orders_write: true;
    orders_cancel: true;
    orders_read_region: true;
  }
}
