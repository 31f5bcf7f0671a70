import { describe, expect, it } from '@jest/globals';
import { parameterLimits, parameterProblem } from './parameters.ts';

const names = [...parameterLimits.keys(), 'something_else'];

describe.each(names)('%s', (name) => {
  const longest = parameterLimits.get(name)?.longest ?? 2000;

  it('may be as long as the table says', () => {
    expect(parameterProblem([[name, '0'.repeat(longest)]])).toBeUndefined();
    expect(parameterProblem([[name, '']])).toBeUndefined();
  });

  it.each([
    ['too long', '0'.repeat(longest + 1)],
    ['U+0000', '0\0'],
    ['a line break', '0\r\n0'],
    ['half a surrogate pair', '0\ud800'],
    ['the other half', '\udfff0'],
  ])('is refused by its name: %s', (_, value) => {
    expect(
      parameterProblem([
        ['fine', 'fine'],
        [name, value],
      ]),
    ).toMatch(new RegExp(`^${name}: `));
  });
});

it.each(['-1', '0.5', '0x12c', '3e2', ' 300', 'soon'])('an age is a number of seconds: not %j', (value) => {
  expect(parameterProblem([['max_age', value]])).toMatch(/^max_age: /);
  expect(parameterProblem([['max_age', '300']])).toBeUndefined();
});

describe('a request', () => {
  it.each(['login_hint', 'something_else'])('may hold any script in %s', (name) => {
    expect(parameterProblem([[name, 'Jürgen 山田 🙂']])).toBeUndefined();
  });

  it.each(['{"id_token":{"\\u0000":null}}', '{"x":"\\uD800"}'])('holds nothing in JSON either: %s', (claims) => {
    expect(parameterProblem([['claims', claims]])).toMatch(/^claims: /);
  });

  it('has fifty parameters, with names of sixty characters', () => {
    const fifty = Array.from({ length: 50 }, (_, index): [string, string] => [`p${index}`, '']);
    expect(parameterProblem(fifty)).toBeUndefined();
    expect(parameterProblem([...fifty, ['more', '']])).toContain('more than 50');
    expect(parameterProblem([['x'.repeat(60), '']])).toBeUndefined();
    expect(parameterProblem([['x'.repeat(61), '']])).toContain('name');
    expect(parameterProblem([['x\0', '']])).toContain('name');
  });
});
