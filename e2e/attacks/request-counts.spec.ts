import { expect, it } from '@jest/globals';
import { countsIn, difference } from './request-counts.ts';

const metrics = `# TYPE http_server_request_duration_seconds histogram
http_server_request_duration_seconds_bucket{le="0.5",method="GET",route="/orders",status="401"} 4
http_server_request_duration_seconds_count{method="GET",route="/orders",status="401"} 5
http_server_request_duration_seconds_count{method="POST",route="/customers/:number/credit-check",status="200"} 1
http_server_request_duration_seconds_count{method="GET",route="/metrics",status="200"} 9
http_server_request_duration_seconds_count{method="GET",route="/health/ready",status="200"} 7
`;

it('reads how often each route answered what, operations left out', () => {
  expect(countsIn(metrics)).toEqual([
    ['GET /orders 401', 5],
    ['POST /customers/:number/credit-check 200', 1],
  ]);
});

it('tells what was answered meanwhile', () => {
  const before = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  const after = new Map([
    ['a', 1],
    ['b', 5],
    ['c', 1],
  ]);
  expect(difference(before, after)).toEqual(
    new Map([
      ['b', 3],
      ['c', 1],
    ]),
  );
});
