/** A record's headers by name. One without a value, which KIP-82 allows, is not there; of several of one name, the last counts. */
export type Headers = Readonly<Record<string, Buffer>>;

type Given = Buffer | string | null | undefined;

export function headersOf(given: Readonly<Record<string, Given | readonly Given[]>>): Headers {
  const headers: Record<string, Buffer> = {};
  for (const [name, values] of Object.entries(given)) {
    const value = [values].flat().at(-1);
    if (value !== null && value !== undefined) headers[name] = Buffer.from(value);
  }
  return headers;
}
