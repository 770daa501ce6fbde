import chromiumPackage from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/**
 * A real Chromium: from the npm package on Linux (x64), an installed Chrome elsewhere.
 * @param more - of its command line
 * @throws a sentence when there is none.
 */
export async function launchChromium(more: string[] = []): Promise<Browser> {
  if (process.platform === 'linux' && process.arch === 'x64') {
    const launched = chromium.launch({
      executablePath: await chromiumPackage.executablePath(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        ...more,
      ],
    });
    return launched.catch(cause => {
      throw new Error(
        'Chromium did not start. Of the system it needs the libraries that Debian calls libnss3 and libexpat1: install them.',
        { cause },
      );
    });
  }
  try {
    return await chromium.launch({ channel: 'chrome', args: more });
  } catch (cause) {
    throw new Error(
      'The e2e tests need a browser, and no Chrome is installed: install Google Chrome.',
      { cause },
    );
  }
}
