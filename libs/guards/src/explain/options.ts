import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { GuardsOptions } from '../nest/guards-options.ts';
import { type TokenProfileName, tokenProfiles } from '../verification/profiles/token-profiles.ts';
import { signingAlgorithms } from '../verification/signing-algorithm.ts';

export const usage = `Usage: npx @downscope/guards explain --issuer ISSUER --audience AUDIENCE --jwks-uri URL [options] < token

Takes an access token, or lines with its Authorization header, on standard input, and says what the guard makes of it and why.
Nothing is sent anywhere; the keys are fetched from the key set. Ends with 0 when the token is accepted, with 1 when it is not.

  --profile NAME               ${Object.keys(tokenProfiles).join(', ')}
  --algorithm NAME             ${signingAlgorithms.join(', ')}; may be repeated
  --max-lifetime-seconds N     --other-audience NAME ...     --header-parameter NAME ...
  --fractional-times           --allow-insecure-http
  --config FILE                all of it as JSON, as GuardsModule.forRoot is given it`;

const text = z.string().min(1);
const trusted = {
  issuer: text,
  jwksUri: z.url(),
  profile: z.enum(Object.keys(tokenProfiles) as [TokenProfileName, ...TokenProfileName[]]).exactOptional(),
  algorithms: z.tuple([z.enum(signingAlgorithms)], z.enum(signingAlgorithms)).exactOptional(),
  maxLifetimeSeconds: z.number().positive().exactOptional(),
  otherAudiences: z.array(text).exactOptional(),
  headerParameters: z.array(text).exactOptional(),
  fractionalTimes: z.boolean().exactOptional(),
  allowInsecureHttp: z.boolean().exactOptional(),
};
const guardsOptions: z.ZodType<GuardsOptions> = z.strictObject({
  ...trusted,
  audience: text,
  otherIssuers: z.array(z.strictObject(trusted)).exactOptional(),
  realm: text.exactOptional(),
  resourceMetadata: text.exactOptional(),
});

const flags = {
  config: { type: 'string' },
  issuer: { type: 'string' },
  audience: { type: 'string' },
  'jwks-uri': { type: 'string' },
  profile: { type: 'string' },
  algorithm: { type: 'string', multiple: true },
  'max-lifetime-seconds': { type: 'string' },
  'other-audience': { type: 'string', multiple: true },
  'header-parameter': { type: 'string', multiple: true },
  'fractional-times': { type: 'boolean' },
  'allow-insecure-http': { type: 'boolean' },
} as const;

/** @throws Error that says what is wrong, field by field */
export function optionsFrom(args: readonly string[]): GuardsOptions {
  const { values } = parseArgs({ args: [...args], options: flags });
  const lifetime = values['max-lifetime-seconds'];
  const said = {
    issuer: values.issuer,
    audience: values.audience,
    jwksUri: values['jwks-uri'],
    profile: values.profile,
    algorithms: values.algorithm,
    maxLifetimeSeconds: lifetime === undefined ? undefined : Number(lifetime),
    otherAudiences: values['other-audience'],
    headerParameters: values['header-parameter'],
    fractionalTimes: values['fractional-times'],
    allowInsecureHttp: values['allow-insecure-http'],
  };
  const overridden = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  const parsed = guardsOptions.safeParse({ ...configured(values.config), ...overridden });
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error), { cause: parsed.error });
  return parsed.data;
}

function configured(file: string | undefined): object {
  if (file === undefined) return {};
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof content !== 'object' || content === null) throw new Error(`${file} holds no JSON object`);
  return content;
}
