import type { Response } from 'k6/http';

/** How a request ended, in few different words: they name checks. Codes: https://grafana.com/docs/k6/latest/javascript-api/error-codes/ */
export function outcomeOf({ status, error_code: code }: Response): string {
  return status === 0 ? `no answer (k6's error code ${code})` : String(status);
}
