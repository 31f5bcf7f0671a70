import { ConstantBackoff, handleWhen, retry } from 'cockatiel';
import { DownstreamUnavailable, isTransient } from './errors.ts';
import { retryAfterSeconds } from './retry-after.ts';

const broken = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EHOSTUNREACH', 'UND_ERR_SOCKET']);
/** Where a connection breaks, the next one may lead to another process; within the time that the first had. */
const onceMore = retry(handleWhen(isBroken), { maxAttempts: 1, backoff: new ConstantBackoff(0) });

/** A request of a kind that does no harm when it is heard twice, or one that is made once. */
export type Repetition = 'once' | 'again where the connection breaks';

/**
 * Fetches to the last byte, so that whatever goes wrong on the way is told apart from what is wrong with the answer.
 *
 * @throws DownstreamUnavailable where no answer came, or one that says "not now"
 */
export async function wholeAnswer(
  service: string,
  [url, request]: [string | URL, RequestInit],
  repetition: Repetition,
): Promise<Response> {
  const ask = async (): Promise<Response> => {
    const response = await fetch(url, request);
    const { status, headers } = response;
    return new Response((await response.text()) || null, { status, headers });
  };
  const answer = await (repetition === 'once' ? ask() : onceMore.execute(ask)).catch((error: unknown) => {
    throw new DownstreamUnavailable(service, { cause: error });
  });
  if (!isTransient(answer.status)) return answer;
  const options = { cause: answer.status, retryAfterSeconds: retryAfterSeconds(answer.headers) };
  throw new DownstreamUnavailable(service, options);
}

/** Of fetch's error, whose cause has the code of what went wrong on the way. */
function isBroken(error: unknown): boolean {
  const { cause } = error as { readonly cause?: { readonly code?: unknown } };
  return typeof cause?.code === 'string' && broken.has(cause.code);
}
