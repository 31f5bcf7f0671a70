import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectral from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';

/** What linters say of a document, one line a finding: `rule at place: message`. */
export type Linter = (text: string) => Promise<string[]>;

/** As `npx @redocly/cli lint` does, by its recommended rules. */
export async function redocly(text: string): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'], telemetry: 'off' });
  const problems = await lintFromString({ source: text, absoluteRef: 'document.yaml', config });
  return problems.map(
    ({ ruleId, message, location: [place] }) =>
      `${ruleId} at ${String(place?.pointer)}: ${message.split('\n')[0] ?? ''}`,
  );
}

/** Spectral, by its rules for OpenAPI. */
export async function stoplight(text: string): Promise<string[]> {
  const linter = new spectral.Spectral();
  linter.setRuleset(new spectral.Ruleset({ extends: [[rulesets.oas, 'recommended']] }));
  const problems = await linter.run(text);
  return problems.map(({ code, path, message }) => `${code} at ${path.join('/')}: ${message}`);
}
