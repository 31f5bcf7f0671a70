import { check } from 'k6';
import http, { type RefinedResponse } from 'k6/http';
import type { Login } from './login.ts';
import { outcomeOf } from './outcome.ts';
import { apiOrigin } from './settings.ts';
import { holdsJwt } from './shapes.ts';

export interface Question {
  /** The summary counts requests of one name together. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
}

/** What the answer must be. */
export interface Promised<Body> {
  readonly status: number;
  readonly body: (body: unknown) => body is Body;
}

/** One request in somebody's name, its whole answer checked. Answers the body; nothing, where it is not as promised. */
export function ask<Body>(
  { opaqueToken }: Login,
  { name, method, path, body }: Question,
  promised: Promised<Body>,
): Body | undefined {
  const response = http.request(method, apiOrigin + path, body ? JSON.stringify(body) : null, {
    headers: { authorization: `Bearer ${opaqueToken}`, ...(body && { 'content-type': 'application/json' }) },
    redirects: 0,
    responseType: 'text',
    tags: { name },
  });
  const answered = bodyOf(response);
  const ended = response.status === promised.status ? '' : `, not ${outcomeOf(response)}`;
  const asPromised = check(response, {
    [`${name}: ${promised.status}${ended}`]: ({ status }) => status === promised.status,
    [`${name}: the body is as promised`]: () => promised.body(answered),
    [`${name}: no JWT comes out`]: () => !holdsJwt(response.body) && !holdsJwt(JSON.stringify(response.headers)),
  });
  return asPromised && promised.body(answered) ? answered : undefined;
}

function bodyOf(response: RefinedResponse<'text'>): unknown {
  try {
    return response.json();
  } catch {
    return undefined;
  }
}
