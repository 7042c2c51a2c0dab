import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The program of a Chromium of this machine: what `CHROMIUM_PATH` names, or one on the PATH; `null` where there is none. */
export function findChromium(): string | null {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  const folders = [...PATH.split(path.delimiter), '/usr/bin'];
  const candidates = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return (CHROMIUM_PATH === undefined ? candidates : [CHROMIUM_PATH]).find((one) => existsSync(one)) ?? null;
}

/** Starts it without a window and without anything that it would do on its own account. */
export function startChromium(executablePath: string): Promise<Browser> {
  const quiet = ['quic', 'background-networking', 'component-update', 'sync'].map((one) => `--disable-${one}`);
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', ...quiet] });
}
