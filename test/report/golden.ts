import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { top } from '../support/lab.ts';

/**
 * Holds a text against `test/golden/<name>`, byte for byte. `npm run bless` writes the files anew: look at the
 * difference before it is committed, it is what people will read.
 */
export function expectGolden(name: string, text: string, ending: 'txt' | 'md' = 'txt'): void {
  const file = path.join(top, 'test/golden', `${name}.${ending}`);
  if (process.env['SPARKFORM_BLESS'] === '1') writeFileSync(file, text);
  expect(text, `not as in test/golden/${name}.${ending}; if that is meant: npm run bless`).toBe(
    readFileSync(file, 'utf8'),
  );
}
