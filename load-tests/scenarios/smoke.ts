import { atPace } from './support/pace.ts';

export { default, setup, teardown } from './mixed.ts';

export const options = atPace({ rate: 5, duration: '20s' }, ['list', 'place', 'invoice']);
