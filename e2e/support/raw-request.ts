import { loopbackAgent } from './loopback.ts';

interface RawRequest {
  readonly origin: string;
  /** Sent as it stands: no dot segment is resolved, nothing is encoded or decoded. */
  readonly path: string;
  readonly host?: string;
  readonly form: Readonly<Record<string, string>>;
  readonly accept?: string;
}

/** A form posted to a path that `fetch` would have tidied up first. */
export async function postRaw({
  origin,
  path,
  host,
  form,
  accept = '*/*',
}: RawRequest): Promise<{ status: number; text: string }> {
  const { statusCode, body } = await loopbackAgent.request({
    origin,
    path,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept, ...(host !== undefined && { host }) },
    body: new URLSearchParams(form).toString(),
  });
  return { status: statusCode, text: await body.text() };
}
