import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { policyOf } from './policy.ts';
import { NotAnHttpRoute, PrincipalOutsideRoute, RouteWithoutPolicy } from './policy.errors.ts';
import { asksWhoCalls } from './principal.decorators.ts';

interface Method {
  readonly name: string;
  readonly handler: object;
  readonly asksWhoCalls: boolean;
}

/** What @nestjs/websockets and @nestjs/graphql write on handlers; this library needs neither of them. */
const otherDoors = ['websockets:message_mapping', 'graphql:resolver_type'];

/**
 * Stops the boot when a route has no policy. Handlers of messages are no routes: an event authorizes nothing, so the boot stops as
 * well when one of them asks who calls. Nor are those of a gateway (WebSocket), or GraphQL resolvers: they would be refused call by
 * call, so the boot stops unless they are public.
 */
@Injectable()
export class RoutesHavePolicies implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const methods = this.discovery.getControllers().flatMap(({ metatype }) => this.methodsOf(metatype));
    const open = methods.filter(({ handler }) => isRoute(handler) && !policyOf(handler));
    if (open.length > 0) throw new RouteWithoutPolicy(open.map((route) => `${route.name} (${address(route.handler)})`));
    const asking = methods.filter((method) => method.asksWhoCalls && !isRoute(method.handler));
    if (asking.length > 0) throw new PrincipalOutsideRoute(asking.map(({ name }) => name));

    const providers = this.discovery.getProviders().flatMap(({ metatype }) => this.methodsOf(metatype));
    const closed = providers.filter(({ handler }) => isOtherDoor(handler) && !policyOf(handler)?.isPublic);
    if (closed.length > 0) throw new NotAnHttpRoute(closed.map(({ name }) => name));
  }

  private methodsOf(type: unknown): Method[] {
    if (typeof type !== 'function') return [];
    const methods = type.prototype as Record<string, object> | undefined;
    if (!methods) return []; // the factory of a provider may be an arrow
    return this.scanner.getAllMethodNames(methods).flatMap((name) => {
      const handler = methods[name];
      return handler ? [{ name: `${type.name}.${name}`, handler, asksWhoCalls: asksWhoCalls(methods, name) }] : [];
    });
  }
}

function isRoute(handler: object): boolean {
  return Reflect.hasMetadata(METHOD_METADATA, handler);
}

function isOtherDoor(handler: object): boolean {
  return otherDoors.some((door) => Reflect.hasMetadata(door, handler));
}

function address(handler: object): string {
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod;
  const path = Reflect.getMetadata(PATH_METADATA, handler) as string | string[];
  return `${RequestMethod[method]} ${[path].flat().join(' ')}`;
}
