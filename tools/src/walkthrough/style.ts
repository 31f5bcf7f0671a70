import { styleText } from 'node:util';

/** Colours where the terminal shows them: none without a TTY, and none with NO_COLOR. */
type Style = Parameters<typeof styleText>[0];
const inStyle = (style: Style) => (text: string) => styleText(style, text, { stream: process.stdout });

export const strong = inStyle('bold');
export const faint = inStyle('dim');
export const good = inStyle('green');
export const bad = inStyle('red');
