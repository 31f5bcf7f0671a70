import { type AttackFamily, forged } from './attack.ts';
import { noObjects, notUtf8 } from './no-objects.ts';

const claims = ['"iss":"https://evil.test"', '"aud":"*"', '"sub":"admin"', '"exp":9999999999', '"scope":"admin"'];
const parameters = ['"alg":"none"', '"typ":"JWT"', '"kid":"x"'];
/** Twice within themselves, or spelled with an escape, which a reader may not see through. */
const others = [
  String.raw`"\u006e":1`,
  String.raw`"a\/b":1`,
  '"act":{"sub":"a","sub":"b"}',
  '"x":[{"y":{"z":1,"z":1}}]',
  '"x":{"":1,"":2}',
];

/** Payloads and headers that two readers of JSON would read differently, or that are no JSON object at all. */
export const json: AttackFamily = (baseline) => {
  const payload = JSON.stringify(baseline.claims);
  const header = JSON.stringify(baseline.header);
  const withHeader = (text: string | Buffer): string => baseline.key.sign(text, baseline.claims);

  return [
    ...Object.entries(withTwins(payload, membersOf(baseline.claims, claims))).map(([name, text]) =>
      forged('ambiguous_keys', `the payload ${name}`, baseline.withPayload(text)),
    ),
    ...Object.entries(withTwins(header, membersOf(baseline.header, parameters))).map(([name, text]) =>
      forged('ambiguous_keys', `the header ${name}`, withHeader(text)),
    ),
    ...others.map((member) =>
      forged(
        'ambiguous_keys',
        `the payload with ${member}`,
        baseline.withPayload(payload.replace('{', () => `{${member},`)),
      ),
    ),
    ...Object.entries(noObjects(payload)).map(([name, text]) =>
      forged('not_a_json_object', `the payload ${name}`, baseline.withPayload(text)),
    ),
    ...Object.entries(noObjects(header)).map(([name, text]) =>
      forged('not_a_json_object', `the header ${name}`, withHeader(text)),
    ),
    forged('not_a_json_object', 'a token as payload', baseline.withPayload(baseline.token)),
    forged('not_a_json_object', 'a token as a text as payload', baseline.withPayload(JSON.stringify(baseline.token))),
    ...Object.entries(notUtf8(payload)).map(([name, bytes]) =>
      forged('not_utf8', `the payload ${name}`, baseline.withPayload(bytes)),
    ),
    ...Object.entries(notUtf8(header)).map(([name, bytes]) =>
      forged('not_utf8', `the header ${name}`, withHeader(bytes)),
    ),
  ];
};

/** Those whose name is there: beside it they are a second one. */
function membersOf(object: object, members: readonly string[]): string[] {
  return members.filter((member) => Object.keys(object).some((name) => member.startsWith(`"${name}"`)));
}

/** A second member of the same name, before or after the good one, as it is or with its first letter escaped. */
function withTwins(text: string, members: readonly string[]): Record<string, string> {
  const spelled = members.flatMap((member) => [member, member.replace(/^"./, escaped)]);
  return Object.fromEntries(
    spelled.flatMap((member) => [
      [`after ${member}`, text.replace('{', () => `{${member},`)],
      [`before ${member}`, text.replace(/}$/, () => `,${member}}`)],
    ]),
  );
}

function escaped(start: string): string {
  return String.raw`"\u00${start.charCodeAt(1).toString(16)}`;
}
