import { describe, expect, it } from '@jest/globals';
import { completed, keyEncryptionSecret, secretsOf } from './secrets.ts';

describe('passwords of the cluster', () => {
  it('are made for every role, each its own, and safe in a URL', () => {
    const passwords = completed({});
    expect(Object.keys(passwords)).toEqual(['superuser', 'identity', 'order', 'customer', 'billing', 'identity_owner']);
    expect(new Set(Object.values(passwords)).size).toBe(6);
    for (const password of Object.values(passwords)) expect(password).toMatch(/^[\w-]{32}$/);
  });

  it('stay when they are there, and only what is missing is made', () => {
    const before = completed({});
    const kept = Object.fromEntries(Object.entries(before).filter(([role]) => role !== 'billing'));
    const after = completed(kept);
    expect(after).toMatchObject(kept);
    expect(after['billing']).not.toBe(before['billing']);
  });

  it('reach the service that owns the database alone', () => {
    const passwords = completed({});
    expect(secretsOf(passwords).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
      'data/postgres',
      'identity/identity-database',
      'apps/order-database',
      'apps/customer-database',
      'apps/billing-database',
      'identity/identity-database-owner',
    ]);
    const order = secretsOf(passwords).find(({ metadata }) => metadata.name === 'order-database');
    expect(order?.stringData).toEqual({
      url: `postgresql://order:${passwords['order'] ?? ''}@postgres.data.svc.cluster.local:5432/order`,
    });
  });
});

describe("the key of identity's keys", () => {
  it('is of 256 bits, made once, and identity alone reads it', () => {
    const { metadata, stringData } = keyEncryptionSecret(undefined);
    expect(metadata).toEqual({ namespace: 'identity', name: 'identity-key-encryption' });
    expect(stringData['key']).toMatch(/^[\w-]{43}$/);
    expect(keyEncryptionSecret(stringData['key']).stringData).toEqual(stringData);
  });
});
