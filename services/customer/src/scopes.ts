// Written by `npm run privileges -- write`, of privileges.yaml: the scopes that routes may ask for.
import type {} from '@downscope/guards';

declare module '@downscope/guards' {
  interface Scopes {
    customers_read: true;
    customers_write: true;
    customers_name_read: true;
    customers_credit_check: true;
    customers_address_read: true;
    customers_read_region: true;
    customers_terms_read_any: true;
    customers_claims_read_any: true;
  }
}
