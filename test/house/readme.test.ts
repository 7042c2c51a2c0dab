import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const top = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(top, file), 'utf8');

test('continuous integration runs the lines that the README gives to a newcomer', () => {
  const lines = read('.ci/run')
    .split('\n')
    .filter((line) => line.startsWith('npm'));
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(read('README.md')).toContain(`\n${line}\n`);
});

test.each(['README.md', 'src/README.md'])('every file that %s names is there', (page) => {
  const words = read(page).matchAll(/`([\w./-]+\.(?:ts|json|yaml|md))`|\]\(([\w./-]+)\)/g);
  const missing = [...words]
    .map(([, word, link]) => word ?? link ?? '')
    // What the program keeps in a clone is in none that is fresh.
    .filter((word) => !word.startsWith('.git/'))
    .filter((word) => !['_defaults.yaml', '_drift.yaml', 'applied.json', 'customers/_drift.yaml'].includes(word))
    .filter((word) => ![word, `src/${word}`, `schemas/${word}`].some((file) => existsSync(path.join(top, file))));
  expect(missing).toEqual([]);
});
