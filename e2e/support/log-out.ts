import type { Authorization } from './authorization.ts';
import { UnexpectedPageError } from './sign-in.ts';

/** The person ends the session in which they logged in (OpenID Connect RP-Initiated Logout section 2), and says that they mean it. */
export async function logOut({ config, browser }: Pick<Authorization, 'config' | 'browser'>): Promise<void> {
  const page = await browser.visit(new URL(config.serverMetadata().end_session_endpoint ?? ''));
  const [form] = page.forms;
  if (!form) throw new UnexpectedPageError(page);
  const last = await browser.submit(page, form, { filled: { logout: 'yes' } });
  if (last.status !== 200) throw new UnexpectedPageError(last);
}
