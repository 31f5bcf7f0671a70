import { type AttackFamily, forged, shown } from './attack.ts';

const invented = [
  ...['../../../../dev/null', '..\\..\\windows\\win.ini', '/proc/self/environ', 'file:///dev/null', '%2e%2e%2fkey'],
  ...["' OR '1'='1", "x' UNION SELECT 'secret' --", '"; DROP TABLE keys; --', '{"$ne":null}', '*', '%', '*)(kid=*'],
  ...['$(id)', '`id`', '; id', '| id', '\n id', '{{7*7}}', '${7*7}', '<script>alert(1)</script>'],
  ...['https://evil.test/key', '//evil.test/key', 'http://169.254.169.254/latest', 'kid\r\nX-Header: x'],
  ...['__proto__', 'constructor', 'toString', 'null', 'undefined', '0', ' ', '\u0000', '\ud800', '\u202ekid'],
];
const mistyped: unknown[] = [undefined, null, '', 0, 1, true, [], ['kid'], {}, { kid: 'x' }];

/** kid chooses a key among those that the issuer publishes; it is no path, no query, no address and no object's property. */
export const keyIds: AttackFamily = (baseline) => {
  const { kid } = baseline.key;
  const near = [kid.toUpperCase(), `${kid} `, ` ${kid}`, `${kid}\u0000`, `${kid}/`, kid.slice(0, -1), `${kid}${kid}`];
  return [
    ...invented.map((id) => forged('key_unknown', `kid ${shown(id)}`, baseline.withHeader({ kid: id }))),
    ...near.map((id) => forged('key_unknown', `nearly the kid: ${shown(id)}`, baseline.withHeader({ kid: id }))),
    ...mistyped.map((id) => forged('key_id_missing', `kid ${shown(id)}`, baseline.withHeader({ kid: id }))),
    forged('key_id_missing', 'the kid in a list', baseline.withHeader({ kid: [kid] })),
    forged('key_unknown', 'a kid of 4 KiB', baseline.withHeader({ kid: 'k'.repeat(4096) })),
    forged('too_long', 'a kid of 9 KiB', baseline.withHeader({ kid: 'k'.repeat(9216) })),
  ];
};
