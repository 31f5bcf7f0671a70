import type { ComponentChildren, VNode } from 'preact';
import { momentInWords } from '../pages/in-words.ts';

interface RowProps {
  readonly title: string;
  readonly action: string;
  /** Of what it is about, where that is too long for an address. */
  readonly id?: string;
  /** Says what the button does to whoever cannot see where it stands. */
  readonly label: string;
  readonly button: string;
  readonly children: ComponentChildren;
}

/** What may be ended, and the button that does it. */
export function Row({ title, action, id, label, button, children }: RowProps): VNode {
  return (
    <div class="row">
      <div>
        <strong>{title}</strong>
        {children}
      </div>
      <form method="post" action={action}>
        {id !== undefined && <input type="hidden" name="id" value={id} />}
        <button type="submit" class="quiet" aria-label={label}>
          {button}
        </button>
      </form>
    </div>
  );
}

interface PasswordProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly autocomplete: string;
  readonly problem?: string | undefined;
}

export function Password({ id, name, label, autocomplete, problem }: PasswordProps): VNode {
  const invalid = problem === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-problem` };
  return (
    <>
      <label for={id}>{label}</label>
      <input id={id} name={name} type="password" autocomplete={autocomplete} maxlength={200} required {...invalid} />
      {problem !== undefined && (
        <p class="error" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

export function Time({ at }: { readonly at: Date }): VNode {
  return <time dateTime={at.toISOString()}>{momentInWords(at)}</time>;
}
