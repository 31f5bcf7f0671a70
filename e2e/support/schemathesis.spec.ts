import { describe, expect, it } from '@jest/globals';
import { findingsIn } from './schemathesis.ts';

const summary = `=================================== SUMMARY ====================================
Test cases:
  148 generated, 1 found 1 unique failure
`;
const good = `${summary}========================== No issues found in 44.39s ===========================`;
const bad = `=================================== FAILURES ===================================
_________________________________ POST /orders _________________________________
1. Test Case ID: MaQicT

- Undocumented HTTP status code

_________________________________ GET /orders __________________________________
1. Test Case ID: XyZ

- API accepted schema-violating request
${summary}============================== 1 failure in 8.45s ==============================`;

describe('what schemathesis found', () => {
  it('is nothing where it says so', () => {
    expect(findingsIn(good)).toEqual({ requests: 148, failures: [] });
  });

  it('is each failure by its operation', () => {
    expect(findingsIn(bad).failures).toEqual([
      expect.stringMatching(/^POST \/orders .*Undocumented HTTP status code$/s),
      expect.stringMatching(/^GET \/orders .*schema-violating request/s),
    ]);
  });

  it('is all that it said, where that is neither', () => {
    expect(findingsIn('Traceback (most recent call last)').failures).toEqual(['Traceback (most recent call last)']);
  });
});
