import { describe, expect, it } from '@jest/globals';
import { deadLetter } from './dead-letter.ts';

const message = {
  key: Buffer.from('o-1'),
  value: Buffer.from('not json'),
  headers: { 'content-type': 'text/plain' },
  timestamp: '0',
  attributes: 0,
  offset: '42',
};

describe('deadLetter', () => {
  it('is the record as it came, with the reason and where it stood', () => {
    expect(deadLetter('orders', 3, message, new SyntaxError('x'))).toEqual({
      topic: 'orders.dead-letter',
      messages: [
        {
          key: message.key,
          value: message.value,
          headers: {
            'content-type': 'text/plain',
            'dead-letter-code': 'event_unreadable',
            'dead-letter-reason': 'the value is not JSON',
            'dead-letter-origin': 'orders/3/42',
          },
        },
      ],
    });
  });
});
