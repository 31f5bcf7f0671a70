/** Injection token of the CloudEvents `source` of this service. */
export const EVENT_SOURCE = Symbol('EVENT_SOURCE');
