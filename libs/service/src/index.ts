export { type ApplicationOptions, createApplication } from './application.ts';
export { Clock } from './clock.ts';
export { ConfigurationError, environment } from './environment.ts';
export { type ListenerOptions, serve } from './serve.ts';
