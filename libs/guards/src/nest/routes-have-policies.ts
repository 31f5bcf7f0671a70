import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { policyOf } from './policy.ts';
import { RouteWithoutPolicy } from './policy.errors.ts';

/** Stops the boot when a route has no policy. Handlers of messages are no routes: an event authorizes nothing. */
@Injectable()
export class RoutesHavePolicies implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => this.routesWithoutPolicy(metatype));
    if (open.length > 0) throw new RouteWithoutPolicy(open);
  }

  private routesWithoutPolicy(controller: unknown): string[] {
    if (typeof controller !== 'function') return [];
    const methods = controller.prototype as Record<string, object>;
    return this.scanner.getAllMethodNames(methods).flatMap((name) => {
      const handler = methods[name];
      if (!handler || !Reflect.hasMetadata(METHOD_METADATA, handler) || policyOf(handler)) return [];
      return [`${controller.name}.${name} (${address(handler)})`];
    });
  }
}

function address(handler: object): string {
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod;
  const path = Reflect.getMetadata(PATH_METADATA, handler) as string | string[];
  return `${RequestMethod[method]} ${[path].flat().join(' ')}`;
}
