import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiSecurity, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import {
  GuardsModule,
  openApiSecuritySchemes,
  Public,
  RequireClaim,
  RequireScope,
  RequireStrongLogin,
} from '../src/index.ts';
import { testAudience, testIssuer } from '../src/testing/index.ts';

@Controller()
class OrdersController {
  @Get('orders')
  @RequireScope('orders_read')
  list(): void {
    // only its decorators matter
  }

  @Post('orders')
  @RequireScope('orders_write')
  @RequireScope('orders_read')
  @RequireClaim('customer_number')
  @RequireClaim('region')
  place(): void {
    // only its decorators matter
  }

  @Post('payments')
  @RequireClaim('customer_number')
  @RequireStrongLogin({ maxAgeSeconds: 300 })
  @ApiSecurity('signature')
  pay(): void {
    // only its decorators matter
  }

  @Get('open')
  @Public()
  open(): void {
    // only its decorators matter
  }
}

const jwksUri = 'http://127.0.0.1:1/jwks'; // nobody is asked

@Module({
  imports: [GuardsModule.forRoot({ issuer: testIssuer, audience: testAudience, jwksUri })],
  controllers: [OrdersController],
})
class AppModule {}

describe('the OpenAPI document of a guarded application', () => {
  it('says what each route asks of its caller', async () => {
    const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
    const { paths } = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    await app.close();

    expect(paths['/orders']?.get?.security).toEqual([{ accessToken: ['orders_read'] }]);
    expect(paths['/orders']?.post).toMatchObject({
      security: [{ accessToken: ['orders_read', 'orders_write'] }],
      'x-required-claims': ['region', 'customer_number'],
    });
    expect(paths['/payments']?.post).toMatchObject({
      security: [{ signature: [] }, { accessToken: [] }],
      'x-strong-login-max-age-seconds': 300,
    });
    expect(paths['/open']?.get?.security).toBeUndefined();
  });

  it.each(['https://id.test', 'https://id.test/'])('says where a token is to be had, of the issuer %s', (issuer) => {
    expect(openApiSecuritySchemes(issuer)).toEqual({
      accessToken: {
        type: 'openIdConnect',
        openIdConnectUrl: 'https://id.test/.well-known/openid-configuration',
      },
    });
  });
});
