import { describe, expect, it } from '@jest/globals';
import { meaningOf } from './sql-state.ts';

describe('meaningOf', () => {
  it.each([
    [
      '08000',
      '08003',
      '08006',
      '08P01',
      '25006',
      '25P03',
      '25P04',
      '28000',
      '28P01',
      '3D000',
      '40001',
      '40003',
      '40P01',
    ],
    [
      '53000',
      '53100',
      '53200',
      '53300',
      '53400',
      '55006',
      '55P03',
      '57000',
      '57014',
      '57P01',
      '57P02',
      '57P03',
      '57P04',
    ],
    ['57P05', '58000', '58030', '58P01', '72000', 'F0000', 'XX000', 'XX001', 'XX002'],
  ])('%s and its like pass by themselves', (...states) => {
    expect(states.filter((state) => meaningOf(state).kind !== 'passing')).toEqual([]);
  });

  it.each([['23000', '23001', '23502', '23503', '23505', '23514', '23P01', '40002', '44000']])(
    '%s and its like are rules of the tables',
    (...states) => {
      expect(states.filter((state) => meaningOf(state).kind !== 'constraint')).toEqual([]);
    },
  );

  it.each([
    [
      '01000',
      '02000',
      '03000',
      '09000',
      '0A000',
      '0B000',
      '0F000',
      '0L000',
      '0P000',
      '0Z000',
      '10608',
      '20000',
      '21000',
    ],
    [
      '22001',
      '22003',
      '22021',
      '22P02',
      '22P05',
      '24000',
      '25000',
      '25001',
      '25P02',
      '26000',
      '27000',
      '2B000',
      '2D000',
    ],
    [
      '2F000',
      '34000',
      '38000',
      '39000',
      '3B000',
      '3F000',
      '42501',
      '42601',
      '42P01',
      '54000',
      '55000',
      '55P04',
      'HV000',
    ],
    ['P0001', '00000'],
  ])('%s and its like stay as they are', (...states) => {
    expect(states.filter((state) => meaningOf(state).kind !== 'permanent')).toEqual([]);
  });

  it('takes a code of no documented class for a decision of whoever raised it', () => {
    expect(meaningOf('ZZ001')).toEqual({ means: 'unknown SQLSTATE', kind: 'permanent' });
  });

  it('says in words what a code means', () => {
    expect(meaningOf('23505').means).toBe('integrity constraint violation');
    expect(meaningOf('25006').means).toBe('read-only transaction');
  });
});
