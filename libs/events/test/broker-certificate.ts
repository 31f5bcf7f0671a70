import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 24 * 60 * 60 * 1000;

/** What a broker shows who it is by, and what it is known by: a certificate that signed itself. */
export interface BrokerCertificate {
  /** In PEM: the key, and the certificate. */
  readonly keystoreFile: string;
  readonly caFile: string;
}

export async function brokerCertificate(folder: string): Promise<BrokerCertificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=broker.test',
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + dayMs),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }]),
    ],
  });
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  const files = { keystoreFile: join(folder, 'keystore.pem'), caFile: join(folder, 'ca.crt') };
  writeFileSync(files.keystoreFile, `${key}\n${certificate.toString('pem')}\n`);
  writeFileSync(files.caFile, certificate.toString('pem'));
  return files;
}
