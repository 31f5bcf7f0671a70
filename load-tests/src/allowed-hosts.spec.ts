import { describe, expect, it } from '@jest/globals';
import { requireAllowed } from './allowed-hosts.ts';

const refused = expect.objectContaining({ code: 'host_refused' });

describe('load goes', () => {
  it.each([
    'http://localhost:18080',
    'http://api.downscope.localhost',
    'http://127.0.0.1:18080',
    'http://127.8.9.10',
    'http://127.1', // as URLs write it: 127.0.0.1
    'http://[::1]:18080',
    'http://API.LOCALHOST',
  ])('to this machine: %s', (url) => {
    expect(() => {
      requireAllowed(new URL(url), []);
    }).not.toThrow();
  });

  it.each([
    'https://api.example.org',
    'https://localhost.example.org',
    'https://notlocalhost',
    'https://127.0.0.1.example.org',
    'https://128.0.0.1',
    'https://0.0.0.0',
    'https://[::2]',
    'https://[::ffff:8.8.8.8]',
    'https://api.localhost.',
  ])('nowhere else unasked: %s', (url) => {
    expect(() => {
      requireAllowed(new URL(url), ['other.example.org']);
    }).toThrow(refused);
  });

  it('to a host that was named, by https', () => {
    expect(() => {
      requireAllowed(new URL('https://api.example.org'), ['api.example.org']);
    }).not.toThrow();
    expect(() => {
      requireAllowed(new URL('http://api.example.org'), ['api.example.org']);
    }).toThrow(refused);
  });
});
