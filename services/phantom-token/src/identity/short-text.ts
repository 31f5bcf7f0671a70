/** Far more than a JWT in a header may have, and than metadata has. In bytes. */
const longest = 64 * 1024;

/** The text of an answer that was promised to be short. @throws RangeError once it is not, and reads no further */
export async function shortText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > longest) throw new RangeError(`an answer of more than ${longest} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
