/** Routes without a policy: nobody said who may call them, so the application does not start. */
export class RouteWithoutPolicy extends Error {
  override readonly name = 'RouteWithoutPolicy';
  readonly code = 'route_without_policy';

  constructor(readonly routes: readonly string[]) {
    super(`No @RequireScope, @RequireClaim, @RequireStrongLogin or @Public on: ${routes.join(', ')}`);
  }
}

/** @Principal or @Token on a method that is no route: a message comes without a token, so nobody was verified. */
export class PrincipalOutsideRoute extends Error {
  override readonly name = 'PrincipalOutsideRoute';
  readonly code = 'principal_outside_route';

  constructor(readonly handlers: readonly string[]) {
    super(`No route, so @Principal and @Token have nobody to give: ${handlers.join(', ')}`);
  }
}

/** Handlers of WebSocket messages, and GraphQL resolvers: no request of HTTP is theirs, so nobody here could verify who calls. */
export class NotAnHttpRoute extends Error {
  override readonly name = 'NotAnHttpRoute';
  readonly code = 'not_an_http_route';

  constructor(readonly handlers: readonly string[]) {
    super(
      `GuardsModule guards routes of HTTP alone. Make @Public, and guard by something else: ${handlers.join(', ')}`,
    );
  }
}

/** A policy on a class, where a second one on a method would leave the reader to know which of two wins. */
export class PolicyOnClass extends Error {
  override readonly name = 'PolicyOnClass';
  readonly code = 'policy_on_class';

  constructor(className: string) {
    super(`Policy decorators stand on methods, not on the class ${className}`);
  }
}

/** @Public beside another policy, or twice, on one route. */
export class PolicyConflict extends Error {
  override readonly name = 'PolicyConflict';
  readonly code = 'policy_conflict';

  constructor(route: string) {
    super(`${route} cannot be @Public and have another policy`);
  }
}
