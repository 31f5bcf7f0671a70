/** What came of a push (RFC 8935 sections 2.3 and 2.4). */
export type PushOutcome = 'accepted' | { readonly refused: string } | { readonly failed: string };

const timeoutMs = 5_000;
const longestAnswer = 4_096;

/** A receiver says so where something is wrong with what it was shown, not with the event: that may be mended. */
const aboutAuthorization: ReadonlySet<unknown> = new Set(['authentication_failed', 'access_denied']);

/** Posts one token to the receiver, which has to answer soon, shortly, and itself: a redirect is followed nowhere. */
export async function push(
  { url, authorization }: { readonly url: string; readonly authorization: string | undefined },
  token: string,
  signal: AbortSignal,
): Promise<PushOutcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/secevent+jwt',
        accept: 'application/json',
        ...(authorization !== undefined && { authorization }),
      },
      body: token,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const { status } = response;
    const err = status === 400 ? errorIn(await beginningOf(response)) : undefined;
    if (status !== 400) await response.body?.cancel();
    if (response.ok) return 'accepted';
    return err === undefined || aboutAuthorization.has(err)
      ? { failed: err ?? `answered ${status}` }
      : { refused: err };
  } catch (error) {
    return { failed: error instanceof Error ? error.name : 'unknown' };
  }
}

async function beginningOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > longestAnswer) break;
  }
  return text;
}

function errorIn(text: string): string | undefined {
  try {
    const { err } = Object(JSON.parse(text)) as { err?: unknown };
    return typeof err === 'string' && /^[\w:./-]{1,100}$/.test(err) ? err : undefined;
  } catch {
    return undefined;
  }
}
