import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { policyOf } from './policy.ts';
import { PrincipalOutsideRoute, RouteWithoutPolicy } from './policy.errors.ts';
import { asksWhoCalls } from './principal.decorators.ts';

interface Method {
  readonly name: string;
  readonly handler: object;
  readonly isRoute: boolean;
  readonly asksWhoCalls: boolean;
}

/**
 * Stops the boot when a route has no policy. Handlers of messages are no routes: an event authorizes nothing, so the boot stops as
 * well when one of them asks who calls.
 */
@Injectable()
export class RoutesHavePolicies implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const methods = this.discovery.getControllers().flatMap(({ metatype }) => this.methodsOf(metatype));
    const open = methods.filter(({ isRoute, handler }) => isRoute && !policyOf(handler));
    if (open.length > 0) throw new RouteWithoutPolicy(open.map((route) => `${route.name} (${address(route.handler)})`));
    const asking = methods.filter((method) => method.asksWhoCalls && !method.isRoute);
    if (asking.length > 0) throw new PrincipalOutsideRoute(asking.map(({ name }) => name));
  }

  private methodsOf(controller: unknown): Method[] {
    if (typeof controller !== 'function') return [];
    const methods = controller.prototype as Record<string, object>;
    return this.scanner.getAllMethodNames(methods).flatMap((name) => {
      const handler = methods[name];
      if (!handler) return [];
      return {
        name: `${controller.name}.${name}`,
        handler,
        isRoute: Reflect.hasMetadata(METHOD_METADATA, handler),
        asksWhoCalls: asksWhoCalls(methods, name),
      };
    });
  }
}

function address(handler: object): string {
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod;
  const path = Reflect.getMetadata(PATH_METADATA, handler) as string | string[];
  return `${RequestMethod[method]} ${[path].flat().join(' ')}`;
}
