export { type Answer, answerOf, Answers, AnswersWith, type DescribesItself } from './answers.decorators.ts';
export { type ApplicationOptions, createApplication } from './application.ts';
export { Clock } from './clock.ts';
export { ConfigurationError, environment } from './environment.ts';
export { type ListenerOptions, serve } from './serve.ts';
