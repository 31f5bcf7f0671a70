import { type ClaimsPrincipal, GuardsModule, Principal, RequireScope } from '@downscope/guards';
import { testAudience as audience, testIssuer as issuer } from '@downscope/guards/testing';
import { Controller, type DynamicModule, Get, Req, type Type, UseGuards } from '@nestjs/common';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { constants, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { Strategy } from 'passport-jwt';
import { asItsReadmeShows } from './passport-jwt.ts';

export type Contestant = 'open' | 'rawVerify' | 'guards' | 'passportJwt';

/** The same route four times, `GET /orders`, which answers who asks. They differ in what stands before it. */
export async function moduleOf(contestant: Contestant, jwksUri: string): Promise<DynamicModule> {
  switch (contestant) {
    case 'open':
      return api(route(({ headers }: Request) => ({ subject: headers.host }), Req()));
    case 'rawVerify': {
      const key = await publishedKey(jwksUri);
      return api(route(({ headers }: Request) => ({ subject: verifiedSubject(headers.authorization, key) }), Req()));
    }
    case 'guards': {
      const list = route(({ subject }: ClaimsPrincipal) => ({ subject }), Principal(), RequireScope('orders_read'));
      return api(list, { imports: [GuardsModule.forRoot({ issuer, audience, jwksUri })] });
    }
    case 'passportJwt': {
      const list = route(({ user }: Request) => user, Req(), UseGuards(AuthGuard('jwt')));
      return api(list, { providers: [passportStrategy(jwksUri)] });
    }
  }
}

interface Request {
  readonly headers: { readonly host: string; readonly authorization: string };
  readonly user?: object;
}

function api(controller: Type, parts: Pick<DynamicModule, 'imports' | 'providers'> = {}): DynamicModule {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- a module is what it is made of
  return { module: class AppModule {}, controllers: [controller], ...parts };
}

/** Decorators are called as the functions they are: node, which runs this file as it is, knows no syntax for them. */
function route(answer: (asked: never) => unknown, asks: ParameterDecorator, ...decorators: MethodDecorator[]): Type {
  class OrdersController {
    list(asked: never): unknown {
      return answer(asked);
    }
  }
  Controller('orders')(OrdersController);
  asks(OrdersController.prototype, 'list', 0);
  const list = Object.getOwnPropertyDescriptor(OrdersController.prototype, 'list') as TypedPropertyDescriptor<unknown>;
  for (const decorate of [Get(), ...decorators]) decorate(OrdersController.prototype, 'list', list);
  return OrdersController;
}

function passportStrategy(jwksUri: string): Type {
  return class JwtStrategy extends PassportStrategy(Strategy) {
    constructor() {
      super(asItsReadmeShows(jwksUri));
    }

    validate({ sub }: { readonly sub: string }): object {
      return { subject: sub };
    }
  };
}

async function publishedKey(jwksUri: string): Promise<KeyObject> {
  const { keys } = (await (await fetch(jwksUri)).json()) as { keys: [JsonWebKey] };
  return createPublicKey({ key: keys[0], format: 'jwk' });
}

/** The signature alone, by what node offers: nobody can verify for less. */
function verifiedSubject(authorization: string, key: KeyObject): string {
  const [header = '', payload = '', signature = ''] = authorization.slice('Bearer '.length).split('.');
  const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  if (!verify('sha256', Buffer.from(`${header}.${payload}`), pss, Buffer.from(signature, 'base64url'))) return 'nobody';
  return 'somebody';
}
