import { JwksServer } from '@downscope/guards/testing';
import { claimLine, holds } from '../claims.ts';
import { verificationCosts } from './in-process.ts';
import { requestCosts } from './over-http.ts';
import { claimsOf, requestTable, verificationTable } from './report.ts';

/** Compares libs/guards with what else there is. False when a claim does not hold. */
export async function compare(print: (lines: readonly string[]) => void): Promise<boolean> {
  const jwks = await JwksServer.start();
  try {
    const verifications = await verificationCosts(jwks.uri);
    print(verificationTable(verifications));
    const requests = await requestCosts(jwks.uri);
    print(requestTable(requests));
    const claims = claimsOf(verifications, requests);
    print(claims.map(claimLine));
    return claims.every(holds);
  } finally {
    await jwks.close();
  }
}
