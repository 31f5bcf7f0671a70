import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { VNode } from 'preact';

export interface PasskeyFormProps {
  readonly action: string;
  readonly label: string;
  readonly quiet?: boolean;
  readonly request?: PublicKeyCredentialRequestOptionsJSON;
  readonly creation?: PublicKeyCredentialCreationOptionsJSON;
}

/** Asks the browser for a passkey, or for a new one; hidden where there is no script to do so. */
export function PasskeyForm({ action, label, quiet, request, creation }: PasskeyFormProps): VNode {
  const ceremony = creation ? 'create' : 'get';
  return (
    <form
      method="post"
      action={action}
      hidden
      data-passkey={ceremony}
      data-options={JSON.stringify(creation ?? request)}
    >
      <input type="hidden" name="response" />
      <p class="error" role="alert" hidden>
        The browser did not get an answer from a passkey.
      </p>
      <div class="actions">
        <button type="submit" class={quiet ? 'quiet' : undefined}>
          {label}
        </button>
      </div>
    </form>
  );
}

export function PasskeyRefusal(): VNode {
  return (
    <p class="error" role="alert">
      That passkey could not be used here.
    </p>
  );
}
