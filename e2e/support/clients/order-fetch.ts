/** Where the generated client finds order, and what it says of its caller. */
export const caller = { origin: 'http://order.test', authorization: '' };

/** What the generated client sends its requests by. */
export async function orderFetch<Answer>(path: string, { headers, ...options }: RequestInit): Promise<Answer> {
  const sent = new Headers(headers);
  sent.set('authorization', caller.authorization);
  const response = await fetch(`${caller.origin}${path}`, { ...options, headers: sent });
  return { data: await response.json(), status: response.status, headers: response.headers } as Answer;
}
