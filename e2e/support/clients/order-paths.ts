export interface paths {
  '/orders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists orders, newest first
     * @description Needs the scope `orders_read`.
     */
    get: operations['list'];
    put?: never;
    /**
     * Places an order, priced from the catalogue
     * @description Needs the scope `orders_write`. The token must hold the claim `customer_number` (Your customer number): without it the answer is 403.
     */
    post: operations['place'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/orders/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Shows an order, with the name of its customer
     * @description Needs the scope `orders_read`.
     */
    get: operations['show'];
    put?: never;
    post?: never;
    /**
     * Cancels an order, once
     * @description Needs the scope `orders_cancel`.
     */
    delete: operations['cancel'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/orders/{id}/invoice': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Shows the invoice of an order
     * @description Needs the scope `orders_read`.
     */
    get: operations['invoice'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** Order */
    Order: {
      /** Format: uuid */
      id: string;
      customerNumber: string;
      region: string;
      lines: {
        sku: string;
        quantity: number;
        unitPrice: {
          minorUnits: number;
          /** @constant */
          currency: 'EUR';
        };
      }[];
      total: {
        minorUnits: number;
        /** @constant */
        currency: 'EUR';
      };
      /** Format: date-time */
      placedAt: string;
      /** @description Null until billing has issued the invoice */
      invoiceId: string | null;
      /** @enum {string} */
      state: 'placed' | 'invoiced' | 'paid' | 'cancelled';
    };
    /** OrderDetails */
    OrderDetails: {
      /** Format: uuid */
      id: string;
      customerNumber: string;
      region: string;
      lines: {
        sku: string;
        quantity: number;
        unitPrice: {
          minorUnits: number;
          /** @constant */
          currency: 'EUR';
        };
      }[];
      total: {
        minorUnits: number;
        /** @constant */
        currency: 'EUR';
      };
      /** Format: date-time */
      placedAt: string;
      /** @description Null until billing has issued the invoice */
      invoiceId: string | null;
      /** @enum {string} */
      state: 'placed' | 'invoiced' | 'paid' | 'cancelled';
      customerName: string;
    };
    /** Invoice */
    Invoice: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      orderId: string;
      customerNumber: string;
      total: {
        minorUnits: number;
        /** @constant */
        currency: 'EUR';
      };
      /** Format: date-time */
      issuedAt: string;
      /** Format: date-time */
      dueAt: string;
      billingAddress: {
        street: string;
        postcode: string;
        city: string;
        country: string;
      };
    };
    /**
     * Problem
     * @description A problem document (RFC 9457)
     */
    Problem: {
      /** @constant */
      type: 'about:blank';
      /** @description The status in words */
      title: string;
      status: number;
      /** @description Stable: what programs tell refusals apart by */
      code: string;
      /** @description For people; it may change */
      detail?: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  list: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "0199f3a2-7c41-7d3e-9b52-2f6f6e0f9a11",
           *           "customerNumber": "1001",
           *           "region": "eu",
           *           "lines": [
           *             {
           *               "sku": "moka-pot",
           *               "quantity": 2,
           *               "unitPrice": {
           *                 "minorUnits": 2400,
           *                 "currency": "EUR"
           *               }
           *             }
           *           ],
           *           "total": {
           *             "minorUnits": 2400,
           *             "currency": "EUR"
           *           },
           *           "placedAt": "2026-11-26T09:30:00.000Z",
           *           "invoiceId": "0199f3a2-7c41-7d3e-9b52-2f6f6e0f9a11",
           *           "state": "placed"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': {
            items: components['schemas']['Order'][];
            /** @description Asks for the next page; null on the last */
            nextCursor: string | null;
          };
        };
      };
      /** @description Bad Request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'bad_request';
          };
        };
      };
      /** @description Unauthorized */
      401: {
        headers: {
          /** @description What would help (RFC 6750 section 3) */
          'www-authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'invalid_token' | 'missing_token';
          };
        };
      };
      /** @description Forbidden */
      403: {
        headers: {
          /** @description What would help (RFC 6750 section 3) */
          'www-authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'insufficient_scope' | 'missing_claim';
          };
        };
      };
      /** @description Internal Server Error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable */
      503: {
        headers: {
          /** @description After how many seconds to try again */
          'retry-after'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'database_unavailable' | 'keys_unavailable';
          };
        };
      };
    };
  };
  place: {
    parameters: {
      query?: never;
      header?: {
        /** @description Names this request, so that sending it again does not do it again: a String (RFC 9651), or a token, of 1 to 255 visible characters. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "lines": [
         *         {
         *           "sku": "moka-pot",
         *           "quantity": 2
         *         }
         *       ]
         *     }
         */
        'application/json': {
          lines: {
            sku: string;
            quantity: number;
          }[];
        };
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0199f3a2-7c41-7d3e-9b52-2f6f6e0f9a11",
           *       "customerNumber": "1001",
           *       "region": "eu",
           *       "lines": [
           *         {
           *           "sku": "moka-pot",
           *           "quantity": 2,
           *           "unitPrice": {
           *             "minorUnits": 2400,
           *             "currency": "EUR"
           *           }
           *         }
           *       ],
           *       "total": {
           *         "minorUnits": 2400,
           *         "currency": "EUR"
           *       },
           *       "placedAt": "2026-11-26T09:30:00.000Z",
           *       "invoiceId": "0199f3a2-7c41-7d3e-9b52-2f6f6e0f9a11",
           *       "state": "placed"
           *     }
           */
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description Bad Request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'bad_request' | 'idempotency_key_malformed';
          };
        };
      };
      /** @description Unauthorized */
      401: {
        headers: {
          /** @description What would help (RFC 6750 section 3) */
          'www-authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'invalid_token' | 'missing_token';
          };
        };
      };
      /** @description Forbidden */
      403: {
        headers: {
          /** @description What would help (RFC 6750 section 3) */
          'www-authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'insufficient_scope' | 'missing_claim';
          };
        };
      };
      /** @description Conflict */
      409: {
        headers: {
          /** @description After how many seconds to try again */
          'retry-after'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: 'idempotency_key_in_use';
          };
        };
      };
      /** @description Payload Too Large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: 'payload_too_large';
          };
        };
      };
      /** @description Unsupported Media Type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description Unprocessable Entity */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 422;
            /** @enum {unknown} */
            code?: 'credit_limit_exceeded' | 'idempotency_key_reused' | 'product_unknown';
          };
        };
      };
      /** @description Internal Server Error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Bad Gateway */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 502;
            /** @enum {unknown} */
            code?: 'downstream_misunderstood' | 'downstream_refused';
          };
        };
      };
      /** @description Service Unavailable */
      503: {
        headers: {
          /** @description After how many seconds to try again */
          'retry-after'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'database_unavailable' | 'downstream_unavailable' | 'keys_unavailable';
          };
        };
      };
    };
  };
  show: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0199f3a2-7c41-7d3e-9b52-2f6f6e0f9a11",
           *       "customerNumber": "1001",
           *       "region": "eu",
           *       "lines": [
           *         {
           *           "sku": "moka-pot",
           *           "quantity": 2,
           *           "unitPrice": {
           *             "minorUnits": 2400,
           *             "currency": "EUR"
           *           }
           *         }
           *       ],
           *       "total": {
           *         "minorUnits": 2400,
           *         "currency": "EUR"
           *       },
           *       "placedAt": "2026-11-26T09:30:00.000Z",
           *       "invoiceId": "0199f3a2-7c41-7d3e-9b52-2f6f6e0f9a11",
           *       "state": "placed",
           *       "customerName": "Alice Lindqvist"
           *     }
           */
          'application/json': components['schemas']['OrderDetails'];
        };
      };
      /** @description Bad Request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'bad_request';
          };
        };
      };
      /** @description Unauthorized */
      401: {
        headers: {
          /** @description What would help (RFC 6750 section 3) */
          'www-authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'invalid_token' | 'missing_token';
          };
        };
      };
      /** @description Forbidden */
      403: {
        headers: {
          /** @description What would help (RFC 6750 section 3) */
          'www-authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'insufficient_scope' | 'missing_claim';
          };
        };
      };
      /** @description Not Found */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'order_not_found';
          };
        };
      };
      /** @description Internal Server Error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Bad Gateway */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 502;
            /** @enum {unknown} */
            code?: 'downstream_misunderstood' | 'downstream_refused';
          };
        };
      };
      /** @description Service Unavailable */
      503: {
        headers: {
          /** @description After how many seconds to try again */
          'retry-after'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'database_unavailable' | 'downstream_unavailable' | 'keys_unavailable';
          };
        };
      };
    };
  };
  cancel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0199f3a2-7c41-7d3e-9b52-2f6f6e0f9a11",
           *       "customerNumber": "1001",
           *       "region": "eu",
           *       "lines": [
           *         {
           *           "sku": "moka-pot",
           *           "quantity": 2,
           *           "unitPrice": {
           *             "minorUnits": 2400,
           *             "currency": "EUR"
           *           }
           *         }
           *       ],
           *       "total": {
           *         "minorUnits": 2400,
           *         "currency": "EUR"
           *       },
           *       "placedAt": "2026-11-26T09:30:00.000Z",
           *       "invoiceId": "0199f3a2-7c41-7d3e-9b52-2f6f6e0f9a11",
           *       "state": "placed"
           *     }
           */
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description Bad Request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'bad_request';
          };
        };
      };
      /** @description Unauthorized */
      401: {
        headers: {
          /** @description What would help (RFC 6750 section 3) */
          'www-authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'invalid_token' | 'missing_token';
          };
        };
      };
      /** @description Forbidden */
      403: {
        headers: {
          /** @description What would help (RFC 6750 section 3) */
          'www-authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'insufficient_scope' | 'missing_claim';
          };
        };
      };
      /** @description Not Found */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'order_not_found';
          };
        };
      };
      /** @description Conflict */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: 'order_is_paid';
          };
        };
      };
      /** @description Internal Server Error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable */
      503: {
        headers: {
          /** @description After how many seconds to try again */
          'retry-after'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'database_unavailable' | 'keys_unavailable';
          };
        };
      };
    };
  };
  invoice: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0199f3a2-7c41-7d3e-9b52-2f6f6e0f9a11",
           *       "orderId": "0199f3a2-7c41-7d3e-9b52-2f6f6e0f9a11",
           *       "customerNumber": "1001",
           *       "total": {
           *         "minorUnits": 2400,
           *         "currency": "EUR"
           *       },
           *       "issuedAt": "2026-11-26T09:30:00.000Z",
           *       "dueAt": "2026-11-26T09:30:00.000Z",
           *       "billingAddress": {
           *         "street": "9 Pine Road",
           *         "postcode": "04105",
           *         "city": "Stockholm",
           *         "country": "SE"
           *       }
           *     }
           */
          'application/json': components['schemas']['Invoice'];
        };
      };
      /** @description Bad Request */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'bad_request';
          };
        };
      };
      /** @description Unauthorized */
      401: {
        headers: {
          /** @description What would help (RFC 6750 section 3) */
          'www-authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'invalid_token' | 'missing_token';
          };
        };
      };
      /** @description Forbidden */
      403: {
        headers: {
          /** @description What would help (RFC 6750 section 3) */
          'www-authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'insufficient_scope' | 'missing_claim';
          };
        };
      };
      /** @description Not Found */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'not_invoiced_yet' | 'order_not_found';
          };
        };
      };
      /** @description Internal Server Error */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Bad Gateway */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 502;
            /** @enum {unknown} */
            code?: 'downstream_misunderstood' | 'downstream_refused';
          };
        };
      };
      /** @description Service Unavailable */
      503: {
        headers: {
          /** @description After how many seconds to try again */
          'retry-after'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'database_unavailable' | 'downstream_unavailable' | 'keys_unavailable';
          };
        };
      };
    };
  };
}
