export const lines = (...directives: (string | false | undefined)[]): string => directives.filter(Boolean).join('\n');

export const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

export const location = (match: string, ...directives: string[]): string =>
  `location ${match} {\n${indent(lines(...directives))}\n}`;

/** The name of the upstream block of `namespace/service:port`. */
export const upstreamName = (service: string): string => service.replaceAll(/[/:]/g, '-');
