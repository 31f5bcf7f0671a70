/** CloudEvents `source` of a service: absolute, so that it names the same whoever reads it (CloudEvents 1.0 section 3.1.1). */
export function sourceOf(service: string): string {
  return `urn:downscope:${service}`;
}
