import type { Library } from './library.ts';

/** The layers that know no framework, and the policy of a route. */
export const guards: Library = {
  folder: 'libs/guards',
  mutated: ['src/verification/*.ts', 'src/principal/*.ts', 'src/nest/policy*.ts', '!src/**/*.spec.ts'],
  specs: ['src/{verification,principal,nest}/*.spec.ts', 'test/{openapi,refusals,signing-keys*}.spec.ts'],
  equivalent: [
    {
      file: 'src/nest/policy.ts',
      mutant: 'schema -> true',
      because: 'A claim that is asked for without a schema is a text either way.',
    },
    {
      file: 'src/verification/ambiguous-keys.ts',
      mutant: '[] -> ["Stryker was here"]',
      because: 'What lies below the outermost object is never taken: JSON.parse saw as many braces close as open.',
    },
    {
      file: 'src/verification/ambiguous-keys.ts',
      mutant: 'i < json.length -> i <= json.length',
      because: 'There is no character behind the last one.',
    },
    {
      file: 'src/verification/bearer-token.ts',
      mutant: 'i < rawHeaders.length -> i <= rawHeaders.length',
      because: 'There is no header behind the last one.',
    },
    {
      file: 'src/verification/bearer-token.ts',
      mutant: 'rawHeaders[i]?.toLowerCase -> rawHeaders[i].toLowerCase',
      because: 'Every position that the loop reaches has a name: the question mark is for the compiler.',
    },
    {
      file: 'src/verification/bearer-token.ts',
      mutant: 'authorization === undefined -> false',
      because:
        'Matched against, no header is the word "undefined", which is no bearer token: the line is for the compiler.',
    },
  ],
};
