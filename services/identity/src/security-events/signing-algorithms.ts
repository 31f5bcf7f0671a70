import type { ClientBindings } from '../clients/client-bindings.ts';

/** What the events of each client's streams are signed by: what its binding asks for. */
export class SigningAlgorithms {
  constructor(private readonly bindings: ClientBindings) {}

  of(clientId: string): 'PS256' | 'RS256' {
    return this.bindings.internal.get(clientId)?.security_event_signed_response_alg ?? 'PS256';
  }
}
