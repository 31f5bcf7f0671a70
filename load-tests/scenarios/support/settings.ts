/** What the runner (src/) told with k6's `--env`. */
export const apiOrigin = given('API_ORIGIN');
export const issuer = given('ISSUER');

/** Where the scenario's own pace is not to be used. */
export const askedRate = __ENV['RATE'];
export const askedDuration = __ENV['DURATION'];

function given(name: string): string {
  const value = __ENV[name];
  if (!value) throw new Error(`${name} is not set: run scenarios with npm run load`);
  return value;
}
