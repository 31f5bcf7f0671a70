import * as oauth from 'openid-client';
import { loopbackFetch } from './loopback.ts';
import type { Transcript } from './transcript.ts';

/** A public client (RFC 6749 section 2.1) of an issuer on this machine, configured by what the issuer publishes about itself. */
export function publicClient(issuer: string, clientId: string, transcript: Transcript): Promise<oauth.Configuration> {
  const noted = async (url: string, options: oauth.CustomFetchOptions): Promise<Response> => {
    const response = await loopbackFetch(url, options as Parameters<typeof loopbackFetch>[1]);
    const { status, headers } = response;
    transcript.note({ status, headers, text: await response.clone().text() });
    return response;
  };
  return oauth.discovery(new URL(issuer), clientId, undefined, oauth.None(), {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out; the issuer is on loopback
    execute: [oauth.allowInsecureRequests],
    [oauth.customFetch]: noted,
  });
}
