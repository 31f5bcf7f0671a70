import { existsSync } from 'node:fs';
import { findProgram, MissingPrerequisiteError } from './tools.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const onMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The browser that the pages are tried in: CHROMIUM, or one that is installed. */
export function findChromium(): string {
  const { CHROMIUM } = process.env;
  if (CHROMIUM !== undefined && !existsSync(CHROMIUM))
    throw new MissingPrerequisiteError(`CHROMIUM: there is no ${CHROMIUM}`);
  const found = CHROMIUM ?? [...names.map(findProgram), onMac].find((file) => file !== undefined && existsSync(file));
  if (found !== undefined) return found;
  throw new MissingPrerequisiteError(
    'Chromium is missing; on Debian: apt-get install chromium; elsewhere install it or Chrome, and name it in CHROMIUM',
  );
}
