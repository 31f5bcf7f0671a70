import { type ClaimsPrincipal, GuardsModule, Principal, Public, RequireClaim, RequireScope } from '@downscope/guards';
import { Controller, Delete, Get, Module, Param, Post, type Type } from '@nestjs/common';
import { clientRole, realmRole } from './roles.ts';

@Controller('products')
export class ProductsController {
  @Get()
  @Public()
  list(): string[] {
    return ['moka-pot', 'grinder'];
  }

  @Get('barcodes')
  @RequireClaim('resource_access', clientRole('shop', 'admin', 'stocktaker')) // one of them
  barcodes(): string[] {
    return ['7310865004703'];
  }

  @Get(':code')
  @RequireScope('products_view')
  show(@Param('code') code: string, @Principal() principal: ClaimsPrincipal): { code: string; seenBy: string } {
    return { code, seenBy: principal.requireClaim('preferred_username') };
  }

  @Post()
  @RequireScope('products_create')
  create(): void {
    // kept somewhere
  }

  @Delete(':code')
  @RequireScope('products_delete')
  @RequireClaim('resource_access', clientRole('shop', 'admin'))
  @RequireClaim('realm_access', realmRole('sysadmin')) // and
  remove(): void {
    // gone
  }
}

export function shop(issuer: string, jwksUri: string): Type {
  @Module({
    imports: [
      GuardsModule.forRoot({
        issuer, // https://keycloak.example/realms/shop
        jwksUri, // https://keycloak.example/realms/shop/protocol/openid-connect/certs
        audience: 'products', // of an audience mapper
        otherAudiences: ['account'],
        profile: 'keycloak',
      }),
    ],
    controllers: [ProductsController],
  })
  class ShopModule {}
  return ShopModule;
}
