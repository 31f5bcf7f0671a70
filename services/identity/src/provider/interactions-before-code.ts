import { interactionPolicy } from 'oidc-provider';
import { claimsAsked } from '../pages/interactions.ts';
import type { Privileges } from '../privileges/privileges.ts';

const { Check, base } = interactionPolicy;

/**
 * The prompts before a code is given. Claims are asked of their sources for every code, also where the grant is an older one: what was
 * taken from a person since is in no token. Any app on a person's machine can pretend to be a native first-party one, and no consent
 * page would show it, so the person logs in each time (RFC 8252 section 8.6).
 */
export function interactionsBeforeCode(privileges: Privileges): ReturnType<typeof base> {
  const policy = base();
  policy.get('login')?.checks.add(
    new Check('native_first_party', 'a native first-party client asks for a login', 'login_required', ({ oidc }) => {
      const { client, result } = oidc;
      if (client?.applicationType !== 'native' || !privileges.isFirstParty(client.clientId)) {
        return Check.NO_NEED_TO_PROMPT;
      }
      return result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
    }),
  );
  policy
    .get('consent')
    ?.checks.add(
      new Check(claimsAsked, 'claims are asked for each code', 'consent_required', ({ oidc }) =>
        oidc.result?.consent ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
      ),
    );
  return policy;
}
