import { describe, expect, it } from '@jest/globals';
import { EventsCommandError, readCommand } from './command-line.ts';

describe('readCommand', () => {
  it.each([
    ['tail', { name: 'tail', topic: undefined }],
    ['tail orders', { name: 'tail', topic: 'orders' }],
    ['lag', { name: 'lag' }],
    ['waiting', { name: 'waiting' }],
    ['dead-letters list', { name: 'dead-letters list' }],
    ['dead-letters show orders/0/12', { name: 'dead-letters show', origin: 'orders/0/12' }],
    ['dead-letters replay orders/0/12', { name: 'dead-letters replay', origin: 'orders/0/12' }],
  ])('reads %s', (line, command) => {
    expect(readCommand(line.split(' '))).toEqual(command);
  });

  it.each([
    '',
    'listen',
    'tail orders invoices',
    'lag orders',
    'waiting orders',
    'dead-letters',
    'dead-letters list orders',
    'dead-letters show',
    'dead-letters show orders',
    'dead-letters replay orders/0/12 orders/0/13',
    'dead-letters remove orders/0/12',
  ])('refuses "%s"', (line) => {
    expect(() => readCommand(line.split(' '))).toThrow(EventsCommandError);
  });
});
