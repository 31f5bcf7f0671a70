/** Customers of local/seed/ who may place orders, and the number by which the API knows each. */
export const customerNumbers = { alice: '1001', bob: '1002' } as const;

export type Person = keyof typeof customerNumbers;

export const people = Object.keys(customerNumbers) as Person[];

export function passwordOf(person: Person): string {
  return `${person}-demo-password`;
}
