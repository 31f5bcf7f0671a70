import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { policyOf } from './policy.ts';
import { NotAnHttpRoute, PrincipalOutsideRoute, RouteWithoutPolicy } from './policy.errors.ts';
import { asksWhoCalls } from './principal.decorators.ts';

/** What Nest keeps of a controller or a provider: its class or its factory, and, once made, itself. */
interface Made {
  readonly metatype: unknown;
  readonly instance: unknown;
}

interface Method {
  readonly name: string;
  readonly handler: object;
  readonly asksWhoCalls: boolean;
}

/** What Nest writes on handlers of routes, under names that no version of it exports to both module systems. */
const methodMetadata = 'method';
const pathMetadata = 'path';

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
    const methods = this.methodsOf(this.discovery.getControllers());
    const open = methods.filter(({ handler }) => isRoute(handler) && !policyOf(handler));
    if (open.length > 0) throw new RouteWithoutPolicy(open.map((route) => `${route.name} (${address(route.handler)})`));
    const asking = methods.filter((method) => method.asksWhoCalls && !isRoute(method.handler));
    if (asking.length > 0) throw new PrincipalOutsideRoute(asking.map(({ name }) => name));

    const providers = this.methodsOf(this.discovery.getProviders());
    const closed = providers.filter(({ handler }) => isOtherDoor(handler) && !policyOf(handler)?.isPublic);
    if (closed.length > 0) throw new NotAnHttpRoute(closed.map(({ name }) => name));
  }

  /** Of each class once, under however many names it is provided. */
  private methodsOf(all: readonly Made[]): Method[] {
    return [...new Set(all.map(prototypeOf))].flatMap((methods) =>
      this.scanner.getAllMethodNames(methods).flatMap((name) => {
        const handler = methods?.[name];
        const className = methods?.constructor.name ?? '';
        return handler ? [{ name: `${className}.${name}`, handler, asksWhoCalls: asksWhoCalls(methods, name) }] : [];
      }),
    );
  }
}

/** Where Nest looks for handlers: at what is there, which a factory may have made, and else at the class. */
function prototypeOf({ metatype, instance }: Made): Record<string, object> | null {
  if (typeof instance === 'object' && instance !== null)
    return Object.getPrototypeOf(instance) as Record<string, object> | null;
  return typeof metatype === 'function' ? ((metatype.prototype ?? null) as Record<string, object> | null) : null;
}

function isRoute(handler: object): boolean {
  return Reflect.hasMetadata(methodMetadata, handler);
}

function isOtherDoor(handler: object): boolean {
  return otherDoors.some((door) => Reflect.hasMetadata(door, handler));
}

function address(handler: object): string {
  const method = Reflect.getMetadata(methodMetadata, handler) as RequestMethod;
  const path = Reflect.getMetadata(pathMetadata, handler) as string | string[];
  return `${RequestMethod[method]} ${[path].flat().join(' ')}`;
}
