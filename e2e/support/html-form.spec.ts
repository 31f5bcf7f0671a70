import { describe, expect, it } from '@jest/globals';
import { buttonLabelled, controlOfType, formsOf } from './html-form.ts';

const page = `<!doctype html><form method="post" action="/log-in?a=1&amp;b=2">
  <input type=hidden name='csrf' value="&quot;x&#39;&#x41;"/><input name="user" required autofocus>
  <INPUT TYPE="password" name="secret"><button type="submit">Log in</button>
  <button class="quiet" formaction="/deny">Say &lt;no&gt;</button></form><form><button>Other</button></form>`;

describe('formsOf', () => {
  const [form, other] = formsOf(page);

  it('finds each form, its action and its method', () => {
    expect(form).toMatchObject({ action: '/log-in?a=1&b=2', method: 'POST' });
    expect(other).toMatchObject({ action: '', method: 'GET' });
  });

  it('keeps what is hidden, and tells fields by their type', () => {
    expect(form?.controls.map(({ type, name, value }) => [type, name, value])).toEqual([
      ['hidden', 'csrf', '"x\'A'],
      ['text', 'user', ''],
      ['password', 'secret', ''],
      ['submit', '', ''],
      ['submit', '', ''],
    ]);
    expect(form && controlOfType(form, 'password')).toMatchObject({ name: 'secret' });
  });

  it('finds a button by its label, and where it leads', () => {
    expect(form && buttonLabelled(form, 'Say <no>')).toMatchObject({ formAction: '/deny' });
    expect(form && buttonLabelled(form, 'Other')).toBeUndefined();
  });
});
