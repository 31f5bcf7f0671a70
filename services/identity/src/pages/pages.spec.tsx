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

  it('says beside the field what was wrong, and repeats what was typed as text', () => {
    const page = html(
      <LoginPage uid="u" clientName="Walkthrough" passkey={passkey} failed={{ username: '"><script>' }} />,
    );
    expect(page).toContain('aria-describedby="wrong"');
    expect(page).not.toContain('<script>');
  });
});

describe('ConsentPage', () => {
  it('says in words what is asked, what follows from it, and what is told for it', () => {
    const page = html(
      <ConsentPage
        uid="u"
        clientName="Planner"
        asked={['See your orders']}
        implied={['See your name']}
        told={['Your customer number']}
      />,
    );
    const places = ['See your orders', 'See your name', 'Your customer number'].map((words) => page.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(page).toContain('action="/interaction/u/consent"');
  });
});
