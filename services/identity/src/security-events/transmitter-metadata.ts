import { config } from '../identity.config.ts';
import { pollMethod, pushMethod } from './stream-requests.ts';

/** SSF 1.0 section 7.1, with all that the CAEP Interoperability Profile 1.0 section 2.3 wants there. */
export function transmitterMetadata(origin: string): Readonly<Record<string, unknown>> {
  return {
    spec_version: '1_0',
    issuer: config.ISSUER,
    jwks_uri: `${origin}/ssf/jwks`,
    delivery_methods_supported: [pollMethod, pushMethod],
    configuration_endpoint: `${origin}/ssf/streams`,
    status_endpoint: `${origin}/ssf/status`,
    add_subject_endpoint: `${origin}/ssf/subjects/add`,
    remove_subject_endpoint: `${origin}/ssf/subjects/remove`,
    verification_endpoint: `${origin}/ssf/verification`,
    critical_subject_members: ['user'],
    authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
    default_subjects: 'ALL',
  };
}
