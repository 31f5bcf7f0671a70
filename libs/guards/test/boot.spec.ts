import { describe, expect, it } from '@jest/globals';
import {
  All,
  Controller,
  Get,
  type INestApplication,
  Module,
  Post,
  type Provider,
  Scope,
  SetMetadata,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { GuardsModule, Principal, Public, RequireScope, Token } from '../src/index.ts';
import { NotAnHttpRoute, PrincipalOutsideRoute, RouteWithoutPolicy } from '../src/nest/policy.errors.ts';
import { testAudience, testIssuer } from '../src/testing/index.ts';

const boot = (...controllers: Type[]): Promise<void> => bootWith({ controllers });

async function bootWith(parts: { readonly controllers?: Type[]; readonly providers?: Provider[] }): Promise<void> {
  const jwksUri = 'http://127.0.0.1:1/jwks'; // nobody is asked at boot
  @Module({ imports: [GuardsModule.forRoot({ issuer: testIssuer, audience: testAudience, jwksUri })], ...parts })
  class AppModule {}
  const app: INestApplication = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
  app.useWebSocketAdapter(new WsAdapter(app));
  try {
    await app.init();
  } finally {
    await app.close();
  }
}

function nothing(): void {
  // only its decorators matter
}

describe('an application with GuardsModule', () => {
  it('starts without its issuer when every route has a policy', async () => {
    @Controller()
    class OrdersController {
      @Get('orders')
      @RequireScope('orders_read')
      list(): void {
        nothing();
      }

      @Public()
      @Get('open')
      open(): void {
        nothing();
      }

      @EventPattern('orders')
      onOrder(order: unknown): unknown {
        return order;
      }

      helper(): void {
        nothing();
      }
    }
    await expect(boot(OrdersController)).resolves.toBeUndefined();
  });

  it('does not start when routes have no policy, and names all of them', async () => {
    @Controller('orders')
    class OrdersController {
      @Get(':id')
      find(): void {
        nothing();
      }

      @Post()
      @RequireScope('orders_write')
      place(): void {
        nothing();
      }
    }
    @Controller()
    class RestController {
      @All(['a', 'b'])
      @SetMetadata('policy', 'public')
      rest(): void {
        nothing();
      }
    }
    await expect(boot(OrdersController, RestController)).rejects.toThrow(RouteWithoutPolicy);
    await expect(boot(OrdersController, RestController)).rejects.toMatchObject({
      routes: ['OrdersController.find (GET :id)', 'RestController.rest (ALL a b)'],
    });
  });

  it('sees a route that a controller inherits, and one that it overrides without a policy', async () => {
    class Base {
      @Get('inherited')
      inherited(): void {
        nothing();
      }

      @Get('overridden')
      @RequireScope('orders_read')
      overridden(): void {
        nothing();
      }
    }
    @Controller()
    class DerivedController extends Base {
      @Get('overridden')
      override overridden(): void {
        nothing();
      }
    }
    await expect(boot(DerivedController)).rejects.toMatchObject({
      routes: ['DerivedController.overridden (GET overridden)', 'DerivedController.inherited (GET inherited)'],
    });
  });

  it('does not start when a handler of messages asks who calls, and names all that do', async () => {
    @Controller()
    class OrdersController {
      @Get('orders')
      @RequireScope('orders_read')
      list(@Principal() principal: unknown): unknown {
        return principal;
      }

      @EventPattern('order.placed')
      onOrder(_order: unknown, @Principal() principal: unknown): unknown {
        return principal;
      }

      @MessagePattern('order.price')
      price(@Token() token: unknown): unknown {
        return token;
      }
    }
    await expect(boot(OrdersController)).rejects.toThrow(PrincipalOutsideRoute);
    await expect(boot(OrdersController)).rejects.toMatchObject({
      code: 'principal_outside_route',
      handlers: ['OrdersController.onOrder', 'OrdersController.price'],
    });
  });

  it('does not start when it has gateways or resolvers, whose callers nobody here verifies, and names them', async () => {
    @WebSocketGateway()
    class OrdersGateway {
      @SubscribeMessage('orders')
      @RequireScope('orders_read')
      list(): void {
        nothing();
      }

      @SubscribeMessage('ping')
      @Public()
      ping(): void {
        nothing();
      }
    }
    @Resolver('Order')
    class OrdersResolver {
      @Query(() => String)
      order(): string {
        return '';
      }

      @Mutation(() => String)
      @RequireScope('orders_write')
      place(): string {
        return '';
      }

      @ResolveField(() => String)
      status(): string {
        return '';
      }
    }
    const parts = { providers: [OrdersGateway, OrdersResolver] };
    await expect(bootWith(parts)).rejects.toThrow(NotAnHttpRoute);
    await expect(bootWith(parts)).rejects.toMatchObject({
      code: 'not_an_http_route',
      handlers: ['OrdersGateway.list', 'OrdersResolver.order', 'OrdersResolver.place'],
    });
  });

  it.each<[string, (resolver: Type) => Provider[]]>([
    ['a factory makes', (resolver) => [{ provide: 'orders', useFactory: () => new resolver() as unknown }]],
    ['stands there as a value', (resolver) => [{ provide: 'orders', useValue: new resolver() as unknown }]],
    ['stands under another name', (resolver) => [{ provide: 'orders', useClass: resolver }]],
    ['has two names', (resolver) => [resolver, { provide: 'orders', useExisting: resolver }]],
    ['is made for each request', (resolver) => [{ provide: resolver, useClass: resolver, scope: Scope.REQUEST }]],
  ])('names a resolver that %s, and names it once', async (_, providers) => {
    @Resolver('Order')
    class OrdersResolver {
      @Query(() => String)
      order(): string {
        return '';
      }
    }
    await expect(bootWith({ providers: providers(OrdersResolver) })).rejects.toMatchObject({
      code: 'not_an_http_route',
      handlers: ['OrdersResolver.order'],
    });
  });

  it('starts with a gateway that is public, because something else guards it', async () => {
    @WebSocketGateway()
    class StatusGateway {
      @SubscribeMessage('ping')
      @Public()
      ping(): void {
        nothing();
      }
    }
    const others: Provider[] = [
      { provide: 'a factory', useFactory: () => 1 },
      { provide: 'a value', useValue: null },
      { provide: 'bare', useValue: Object.create(null) as unknown },
      { provide: 'for each request', useFactory: () => 1, scope: Scope.REQUEST },
    ];
    await expect(bootWith({ providers: [StatusGateway, ...others] })).resolves.toBeUndefined();
  });
});
