import type { ServiceClient } from '../client-assertion.ts';
import type { Kubectl } from './kubectl.ts';
import { serviceAccounts } from './places.ts';

export interface TokenRequest {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly audiences: readonly string[];
  /** `10m` if not given: as a pod's own, and the shortest that the API server grants. */
  readonly duration?: string;
  /** Whether it is bound to a pod of the ServiceAccount, as what is projected into one is; so it is if not given. */
  readonly isOfPod?: boolean;
}

/** ServiceAccount tokens as client assertions (RFC 7523 section 2.2), one per client: identity takes it as often as it is good for. */
export class ServiceTokens {
  readonly #kubectl: Kubectl;
  readonly #issuer: string;
  readonly #assertions = new Map<ServiceClient, Promise<Record<string, string>>>();

  constructor(kubectl: Kubectl, issuer: string) {
    this.#kubectl = kubectl;
    this.#issuer = issuer;
  }

  assertionOf(client: ServiceClient): Promise<Record<string, string>> {
    const request = { namespace: serviceAccounts[client], serviceAccount: client, audiences: [this.#issuer] };
    const assertion = this.#assertions.get(client) ?? serviceToken(this.#kubectl, request).then(asAssertion);
    this.#assertions.set(client, assertion);
    return assertion;
  }
}

/** A token as a pod of this ServiceAccount finds it in its projected volume. */
export async function serviceToken(kubectl: Kubectl, request: TokenRequest): Promise<string> {
  const { namespace, serviceAccount, audiences, duration = '10m', isOfPod = true } = request;
  const wanted = [...audiences.map((audience) => `--audience=${audience}`), `--duration=${duration}`];
  const bound = isOfPod
    ? ['--bound-object-kind=Pod', `--bound-object-name=${await podOf(kubectl, namespace, serviceAccount)}`]
    : [];
  return kubectl.run('create', 'token', serviceAccount, ...wanted, ...bound, `--namespace=${namespace}`);
}

/** One that runs as it: each service has a ServiceAccount of its own name. */
function podOf(kubectl: Kubectl, namespace: string, serviceAccount: string): Promise<string> {
  const running = [`--selector=app.kubernetes.io/name=${serviceAccount}`, '--field-selector=status.phase=Running'];
  const name = '--output=jsonpath={.items[0].metadata.name}';
  return kubectl.run('get', 'pods', ...running, name, `--namespace=${namespace}`);
}

export function asAssertion(token: string): Record<string, string> {
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: token,
  };
}
