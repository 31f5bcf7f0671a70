import type { Header } from '../raw-exchange.ts';
import type { Change, CorpusRequest } from './corpus-file.ts';

/** A request before it is written out. */
export interface Drafted {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly Header[];
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly place: 'query' | 'form';
  readonly appended: string;
  readonly body?: { readonly type: string; readonly text: string };
}

export function drafted({ method, path, query, form, body, headers = {} }: CorpusRequest): Drafted {
  return {
    method,
    path,
    headers: Object.entries(headers),
    parameters: Object.entries(query ?? form ?? {}),
    place: form ? 'form' : 'query',
    appended: '',
    ...(body && { body }),
  };
}

/** What is changed, but for a JWT that is forged and a request that is sent twice. */
export function withChange(draft: Drafted, change: Change): Drafted {
  const { parameters, headers } = draft;
  const without = (name: string): Drafted['parameters'] => parameters.filter(([known]) => known !== name);
  if (change.set) {
    const { set } = change;
    const kept = parameters.filter(([name]) => !Object.hasOwn(set, name));
    return { ...draft, parameters: [...kept, ...Object.entries(set)] };
  }
  if (change.headers) {
    const names = Object.keys(change.headers).map((name) => name.toLowerCase());
    const kept = headers.filter(([name]) => !names.includes(name.toLowerCase()));
    return { ...draft, headers: [...kept, ...Object.entries(change.headers)] };
  }
  return {
    ...draft,
    ...(change.without !== undefined && { parameters: without(change.without) }),
    ...(change.without_header !== undefined && { headers: headers.filter(([name]) => name !== change.without_header) }),
    ...(change.again && { parameters: [...parameters, ...Object.entries(change.again)] }),
    ...(change.append !== undefined && { appended: change.append }),
    ...(change.place && { place: change.place }),
    ...(change.method !== undefined && { method: change.method }),
    ...(change.path !== undefined && { path: change.path }),
    ...(change.body && { body: change.body }),
  };
}

interface WrittenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly Header[];
  readonly body?: string;
}

/** As it goes over the wire, where `Host` is not the first of them. */
export function written({ method, path, headers, parameters, place, appended, body: own }: Drafted): WrittenRequest {
  const encoded =
    new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString() + appended;
  const form = place === 'form' ? { type: 'application/x-www-form-urlencoded', text: encoded } : undefined;
  const body = own ?? form;
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    method,
    path: place === 'query' && encoded !== '' ? `${path}?${encoded}` : path,
    headers: [
      ...headers,
      ...(body && !hasType ? [['content-type', body.type] as const] : []),
      ...(body ? [['content-length', String(Buffer.byteLength(body.text, 'latin1'))] as const] : []),
    ],
    ...(body && { body: body.text }),
  };
}
