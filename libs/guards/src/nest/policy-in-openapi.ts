import 'reflect-metadata';
import type { Policy } from './policy.ts';

/** Where @nestjs/swagger keeps what its decorators say of a route; this library needs nothing else of it. */
const securityMetadata = 'swagger/apiSecurity';
const extensionMetadata = 'swagger/apiExtension';

/** What the scheme is called in an OpenAPI document. */
const scheme = 'accessToken';

type Requirement = Readonly<Record<string, readonly string[]>>;

/** Where a client gets a token, for the document's `securitySchemes`: the issuer's metadata says so. */
export function openApiSecuritySchemes(
  issuer: string,
): Record<string, { readonly type: 'openIdConnect'; readonly openIdConnectUrl: string }> {
  const openIdConnectUrl = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  return { [scheme]: { type: 'openIdConnect', openIdConnectUrl } };
}

/** Has the OpenAPI document say what the guard asks: scopes as `security`, the rest, for which OpenAPI has no words, as extensions. */
export function writeForOpenApi(handler: object, { isPublic, scopes, claims, strongLogin }: Policy): void {
  if (isPublic) return;
  const others = (metadata(securityMetadata, handler) as Requirement[] | undefined) ?? [];
  const security = [...others.filter((each) => !(scheme in each)), { [scheme]: scopes }];
  Reflect.defineMetadata(securityMetadata, security, handler);
  const extensions = {
    ...(metadata(extensionMetadata, handler) as object | undefined),
    ...(claims.length > 0 && { 'x-required-claims': claims.map(({ name }) => name) }),
    ...(strongLogin && { 'x-strong-login-max-age-seconds': strongLogin.maxAgeSeconds }),
  };
  if (Object.keys(extensions).length > 0) Reflect.defineMetadata(extensionMetadata, extensions, handler);
}

function metadata(key: string, handler: object): unknown {
  return Reflect.getOwnMetadata(key, handler);
}
