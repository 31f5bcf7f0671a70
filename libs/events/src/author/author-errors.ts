/** Its type is one service's to announce, and nobody has signed it. */
export class EventUnsigned extends Error {
  override readonly name = 'EventUnsigned';
  readonly code = 'event_unsigned';

  constructor() {
    super('the event is not signed, and its type must be');
  }
}

/** It is not the word of the one service whose events of that type count. */
export class EventForged extends Error {
  override readonly name = 'EventForged';
  readonly code = 'event_forged';
}

/** A handler's events are to be checked, and nobody has said where their producer's keys are. */
export class ProducerKeysMissing extends Error {
  override readonly name = 'ProducerKeysMissing';
  readonly code = 'producer_keys_missing';

  constructor(type: string, producer: string) {
    super(`Events of type ${type} are handled, but the address of ${producer}'s keys is not set`);
  }
}
