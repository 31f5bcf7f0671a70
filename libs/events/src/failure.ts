import { ZodError } from 'zod';

// SQLSTATE classes 08 (connection), 53 (resources), 57P (shutdown) and 40 (serialization, deadlock) pass by themselves.
const passingSqlState = /^(08|53|57P|40)/;
const passingSystemCalls = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN']);

/**
 * Whether handling may succeed later as it is: something this service needs is out. Everything else is the event's or the
 * code's fault, and trying again would only hold up the events behind it.
 */
export function isTransient(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('retryable' in error) return error.retryable === true;
  if ('code' in error && typeof error.code === 'string') {
    return passingSqlState.test(error.code) || passingSystemCalls.has(error.code);
  }
  return 'cause' in error && isTransient(error.cause);
}

/** A stable code and a text for the dead letter's headers. */
export function reasonOf(error: unknown): { code: string; text: string } {
  if (error instanceof ZodError) return { code: 'event_invalid', text: pathsOf(error) };
  if (error instanceof SyntaxError) return { code: 'event_unreadable', text: 'the value is not JSON' };
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'handler_failed';
  return { code, text: error instanceof Error ? error.message : String(error) };
}

function pathsOf(error: ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
