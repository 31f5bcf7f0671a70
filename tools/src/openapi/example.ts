import type { Schema } from './schema.ts';

/** Values that stand in every example, by the names that members have. */
const byName: Readonly<Record<string, unknown>> = {
  customerNumber: '1001',
  customer_number: '1001',
  number: '1001',
  name: 'Alice Lindqvist',
  customerName: 'Alice Lindqvist',
  region: 'eu',
  sku: 'moka-pot',
  quantity: 2,
  minorUnits: 2400,
  street: '9 Pine Road',
  postcode: '04105',
  city: 'Stockholm',
  country: 'SE',
  dueDays: 30,
  sub: '3c4f1f6e-5d0b-4a55-9b0e-6f2a8c1d7e91',
  resource_name: 'Downscope API',
  scopes_supported: ['openid', 'orders_read'],
  nextCursor: null,
};
const byFormat: Readonly<Record<string, unknown>> = {
  uuid: '0199f3a2-7c41-7d3e-9b52-2f6f6e0f9a11',
  'date-time': '2026-11-26T09:30:00.000Z',
  uri: 'https://id.downscope.example',
};

/** One value that the schema allows, the same at each call. */
export function exampleOf(schema: Schema, name = ''): unknown {
  if (Array.isArray(schema['examples'])) return schema['examples'][0];
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  if (schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties).map(([member, each]) => [member, exampleOf(each, member)]),
    );
  if (name in byName) return byName[name];
  if (schema.items) return [exampleOf(schema.items)];
  if (typeof schema['format'] === 'string' && schema['format'] in byFormat) return byFormat[schema['format']];
  const [first] = (schema['anyOf'] ?? schema['oneOf'] ?? []) as readonly Schema[];
  if (first) return exampleOf(first, name);
  return { string: 'text', boolean: true, integer: 1, number: 1 }[String(schema.type)];
}
