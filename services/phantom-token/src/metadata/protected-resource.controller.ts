import { Answers } from '@downscope/service';
import { Controller, Get, Header } from '@nestjs/common';
import { z } from 'zod';
import { IdentityUnavailable } from '../identity/identity-unavailable.ts';
import { config } from '../phantom-token.config.ts';
import { PublishedScopes } from './published-scopes.ts';

/** What a client has to know before its first request (RFC 9728 section 2). */
const protectedResource = z
  .object({
    resource: z.url(),
    resource_name: z.string(),
    authorization_servers: z.array(z.url()),
    scopes_supported: z.array(z.string()).readonly(),
    bearer_methods_supported: z.array(z.literal('header')),
  })
  .meta({ title: 'ProtectedResource' });

@Controller('.well-known/oauth-protected-resource')
export class ProtectedResourceController {
  constructor(private readonly scopes: PublishedScopes) {}

  @Get()
  @Header('cache-control', 'public, max-age=60')
  @Answers(
    'Tells what the API is, and who issues tokens for it (RFC 9728)',
    protectedResource,
    new IdentityUnavailable(''),
  )
  async metadata(): Promise<z.infer<typeof protectedResource>> {
    return {
      resource: config.API_ORIGIN,
      resource_name: 'Downscope API',
      authorization_servers: [config.ISSUER],
      scopes_supported: await this.scopes.all(),
      bearer_methods_supported: ['header'],
    };
  }
}
