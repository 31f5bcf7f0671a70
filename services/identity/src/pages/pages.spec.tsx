import { describe, expect, it } from '@jest/globals';
import { ConsentPage } from './consent.page.tsx';
import { LoginPage } from './login.page.tsx';
import { html, pageHeaders } from './page.tsx';

describe('pageHeaders', () => {
  it.each([
    ['https://app.example/callback', "form-action 'self' https:;"],
    ['http://127.0.0.1:4000/callback', "form-action 'self' https: http:;"],
    ['http://[::1]:4000/callback', "form-action 'self' https: http:;"],
    ['com.example.app:/callback', "form-action 'self' https: com.example.app:;"],
    [undefined, "form-action 'self';"],
  ])('lets a form lead to %p in the end', (redirectUri, directive) => {
    expect(pageHeaders(redirectUri)['content-security-policy']).toContain(directive);
  });

  it('allows one script by its digest, and no frame', () => {
    const policy = pageHeaders()['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/script-src 'sha256-[\w+/=]+';/);
  });
});

const passkey = { challenge: 'Y2hhbGxlbmdl' };

describe('LoginPage', () => {
  it('gives each field its label', () => {
    const page = html(<LoginPage uid="u" clientName="Walkthrough" passkey={passkey} />);
    expect(page).toContain('<label for="username">');
    expect(page).toContain('<label for="password">');
    expect(page).not.toContain('id="wrong"');
  });

  it('has no device change how a username is written', () => {
    const page = html(<LoginPage uid="u" clientName="Walkthrough" passkey={passkey} />);
    const [field = ''] = /<input id="username"[^>]*>/.exec(page) ?? [];
    expect(field).toContain('autocapitalize="none"');
    expect(field).toContain('spellcheck="false"');
    expect(field).toContain('autocomplete="username"');
  });

  it('says beside the field what was wrong, and repeats what was typed as text', () => {
    const page = html(
      <LoginPage uid="u" clientName="Walkthrough" passkey={passkey} failed={{ username: '"><script>' }} />,
    );
    expect(page).toContain('aria-describedby="wrong"');
    expect(page).not.toContain('<script>');
  });
});

it('a passkey that was refused is not taken for a wrong password', () => {
  const page = html(<LoginPage uid="u" clientName="Walkthrough" passkey={passkey} failed="passkey" />);
  expect(page).toContain('That passkey could not be used here.');
  expect(page).not.toContain('id="wrong"');
});

describe('ConsentPage', () => {
  const item = (words: string, isNew = false) => ({ words, isNew });
  const props = {
    uid: 'u',
    clientName: 'Planner',
    asked: [item('See your orders')],
    implied: [item('See your name', true)],
    told: [item('Your customer number')],
    mayStayConnected: false,
    lastAskedAt: undefined,
    longest: { session: '8 hours', stayingConnected: '30 days' },
  };

  it('says in words what is asked, what follows from it, what is told for it, and for how long', () => {
    const page = html(<ConsentPage {...props} />);
    const said = ['See your orders', 'See your name', 'Your customer number', '8 hours at most'];
    const places = said.map((words) => page.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(page).toContain('action="/interaction/u/consent"');
    expect(page).not.toContain('type="checkbox"');
  });

  it('marks what is new since the last time', () => {
    const page = html(<ConsentPage {...props} lastAskedAt={new Date(0)} />);
    expect(page).toContain('1 January 1970');
    expect(page.match(/>New</g)).toHaveLength(1);
    expect(page).toContain('See your name <strong');
  });

  it('leaves it to the person whether the app stays connected, and does not choose for them', () => {
    const page = html(<ConsentPage {...props} mayStayConnected />);
    expect(page).toMatch(/<input type="checkbox" name="stay_connected" value="yes"\/?>/);
    expect(page).toContain('30 days at most');
  });
});
