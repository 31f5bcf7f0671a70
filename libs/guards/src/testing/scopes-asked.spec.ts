import { expect, it } from '@jest/globals';
import { Public, RequireClaim, RequireScope } from '../nest/policy.decorators.ts';
import { scopesAsked } from './scopes-asked.ts';

class OrdersController {
  readonly notAMethod = 1;

  @RequireScope('orders_read')
  list(): void {
    // only its decorators matter
  }

  @RequireScope('orders_write', 'orders_read')
  @RequireClaim('customer_number')
  place(): void {
    this.list();
  }
}

class StatusController {
  @Public()
  show(): void {
    this.helper();
  }

  private helper(): void {
    // no route
  }
}

it('are those of all routes, once each', () => {
  expect(scopesAsked(OrdersController, StatusController)).toEqual(['orders_read', 'orders_write']);
  expect(scopesAsked(StatusController)).toEqual([]);
});
