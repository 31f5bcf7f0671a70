import { describe, expect, it } from '@jest/globals';
import { corpusFile } from './corpus-file.ts';
import { variablesIn } from './filled-in.ts';
import { readCorpus } from './read-corpus.ts';

const chapters = readCorpus();

describe('the corpus', () => {
  it('has more than 200 attacks, and sends more than 400 requests', () => {
    const attacks = chapters.flatMap((chapter) => chapter.attacks.map(({ name }) => `${chapter.name}: ${name}`));
    expect(new Set(attacks).size).toBeGreaterThan(200);
    expect(attacks.length).toBeGreaterThan(400);
  });

  it.each(chapters)('names each attack of $name once at each listener', ({ attacks }) => {
    const names = attacks.map(({ name, listener }) => `${listener} ${name}`);
    expect(names).toEqual([...new Set(names)]);
  });

  it('asks for these variables, which a server under test gives', () => {
    const asked = chapters.flatMap(({ good, attacks }) => variablesIn([good, attacks]));
    expect([...new Set(asked)].sort()).toMatchInlineSnapshot(`
      [
        "account_cookies",
        "account_password",
        "another_browsers_cookies",
        "another_client_id",
        "another_clients_code",
        "another_clients_refresh_token",
        "another_clients_token",
        "another_login",
        "anothers_stream",
        "answer_of_an_unknown_authenticator",
        "app_of_another",
        "assertion_of_exchanger",
        "assertion_of_introspector",
        "assertion_of_service",
        "assertion_of_web_client",
        "changing_cookies",
        "client_id",
        "code",
        "code_challenge",
        "code_verifier",
        "connected_app",
        "consent",
        "consent_cookies",
        "ending_cookies",
        "ending_xsrf",
        "exchanger",
        "expired_code",
        "expired_refresh_token",
        "expired_request_uri",
        "expired_subject_token",
        "host",
        "huge_text",
        "id_token",
        "introspector",
        "issuer",
        "login",
        "login_cookies",
        "long_text",
        "longer_assertion_of_service",
        "longer_assertion_of_web_client",
        "new_password",
        "opaque_token",
        "own_passkey",
        "own_session",
        "passkey_of_another",
        "password",
        "post_logout_redirect_uri",
        "redirect_uri",
        "refresh_token",
        "refresh_token_of_ended_session",
        "request_uri",
        "resource",
        "revoked_refresh_token",
        "revoked_subject_token",
        "revoked_token",
        "scope",
        "security_event",
        "server_kid",
        "service",
        "service_token",
        "session_cookies",
        "session_of_another",
        "seventy_kilobytes",
        "signals_manager",
        "signals_reader",
        "signals_token",
        "spent_refresh_token",
        "stream",
        "strong_login",
        "strong_login_cookies",
        "subject_token",
        "subject_token_of_another",
        "taken_back_refresh_token",
        "unknown_token",
        "used_request_uri",
        "username",
        "web_client",
        "web_redirect_uri",
      ]
    `);
  });

  it('says which chapter there is none of', () => {
    expect(() => readCorpus(['tokens'])).toThrow('There is no chapter tokens, but account, authorization');
  });
});

describe('a file of it', () => {
  const request = { method: 'GET', path: '/' };
  const good = { a: { listener: 'public', request, served: { status: 200 } } };
  const attack = { what: 'x', breaks: 'y', of: 'a', refused: { status: 400 }, changes: { z: { method: 'PUT' } } };

  it('is good requests, and what is changed in them', () => {
    expect(corpusFile.safeParse({ good, attacks: [attack] }).success).toBe(true);
  });

  it.each([
    ['a change of two things', { ...attack, changes: { z: { method: 'PUT', path: '/x' } } }],
    ['a change of nothing', { ...attack, changes: { z: {} } }],
    ['a good request that there is not', { ...attack, of: 'b' }],
    ['a field that there is not', { ...attack, expect: 400 }],
    ['a key that is misspelled', { ...attack, refused: { status: 400, errors: 'x' } }],
  ])('is not taken with %s', (_, wrong) => {
    expect(corpusFile.safeParse({ good, attacks: [wrong] }).success).toBe(false);
  });
});
