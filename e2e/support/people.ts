/** The people of local/seed/, as a test knows them: by name and password. */
export const people = ['alice', 'bob', 'carol', 'dan'] as const;

export type Person = (typeof people)[number];

export function passwordOf(person: Person): string {
  return `${person}-demo-password`;
}
