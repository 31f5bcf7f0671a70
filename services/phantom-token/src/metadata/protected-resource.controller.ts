import { Controller, Get, Header } from '@nestjs/common';
import { config } from '../phantom-token.config.ts';
import { PublishedScopes } from './published-scopes.ts';

/** What a client has to know before its first request (RFC 9728 section 2). */
interface ProtectedResource {
  readonly resource: string;
  readonly resource_name: string;
  readonly authorization_servers: readonly string[];
  readonly scopes_supported: readonly string[];
  readonly bearer_methods_supported: readonly string[];
}

@Controller('.well-known/oauth-protected-resource')
export class ProtectedResourceController {
  constructor(private readonly scopes: PublishedScopes) {}

  @Get()
  @Header('cache-control', 'public, max-age=60')
  async metadata(): Promise<ProtectedResource> {
    return {
      resource: config.API_ORIGIN,
      resource_name: 'Downscope API',
      authorization_servers: [config.ISSUER],
      scopes_supported: await this.scopes.all(),
      bearer_methods_supported: ['header'],
    };
  }
}
