import { expect, test } from 'vitest';
import { parseCommandLine } from '../../src/cli.ts';
import { calls } from '../../src/report/help/api.ts';
import { expectGolden } from './golden.ts';

function answerTo(...words: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const parsed = parseCommandLine(words, '1.2.3', {
    stdout: (text) => {
      written.stdout += text;
    },
    stderr: (text) => {
      written.stderr += text;
    },
    colours: false,
  });
  return { parsed, ...written };
}

test.each([
  'action',
  'api',
  'validate',
  'plan',
  'apply',
  'drift',
  'status',
  'import',
  'adopt',
  'fmt',
  'comment',
  'doctor',
  'sandbox',
])('the help of %s, and help about it', (command) => {
  const { parsed, stdout, stderr } = answerTo(command, '--help');
  expect([parsed, stderr]).toEqual([{ command: 'answered', status: 0 }, '']);
  expectGolden(`help-${command}`, stdout);
  expect(answerTo('help', command).stdout).toBe(stdout);
});

test('the help of schema pull', () => {
  expectGolden('help-schema-pull', answerTo('schema', 'pull', '--help').stdout);
});

test.each([[['schema', 'pull']], [['api', 'get']]])('help about %s, which is two words', (words) => {
  const { parsed, stdout } = answerTo('help', ...words);
  expect([parsed, stdout]).toEqual([{ command: 'answered', status: 0 }, answerTo(...words, '--help').stdout]);
});

test('the help of the program', () => {
  expectGolden('help', answerTo('--help').stdout);
});

test('no line of any help is wider than a usual terminal in a workflow log', () => {
  const group = Object.keys(calls).map((call) => ['api', call]);
  const all = [
    ...group,
    [],
    ['action'],
    ['api'],
    ['validate'],
    ['plan'],
    ['apply'],
    ['drift'],
    ['status'],
    ['import'],
    ['adopt'],
    ['fmt'],
    ['doctor'],
    ['schema'],
    ['schema', 'pull'],
    ['sandbox'],
  ].map((words) => answerTo(...words, '--help').stdout);
  expect(all.flatMap((text) => text.split('\n')).filter((one) => one.length > 100)).toEqual([]);
});

test.each([
  [['--version'], 0, '1.2.3\n', ''],
  [['help', 'paln'], 1, '', "unknown command 'paln'"],
  [['help', 'api', 'gte'], 1, '', "unknown command 'gte'"],
  [['plan', '--allow', 'drift'], 1, '', 'There are: deletes-customer'],
  [['api', 'modify', 'A', '--set', 'token=CANARY'], 1, '', 'with a NAME of: name'],
  [['api', 'modify', 'A', '--set', 'dirsync_enabled=yes'], 1, '', 'dirsync_enabled is true or false'],
  [['action', 'sync', 'A'], 1, '', 'Allowed choices are refresh-access-token'],
  [['plan', '--format', 'xml'], 1, '', 'Allowed choices are text, json'],
  [['plan', '--env', 'a/b'], 1, '', 'letters, digits'],
  [['plan', '--rate', '0'], 1, '', 'a whole number from 1 to 1000'],
  [['doctor', '--probe-move', 'sys.hcs.Lab'], 1, '', 'needs --probe'],
  [['aply'], 1, '', '(Did you mean apply?)'],
  [['plan', 'extra'], 1, '', 'too many arguments'],
] as const)('%j is answered without running anything', (words, status, stdout, stderr) => {
  const answer = answerTo(...words);
  expect(answer.parsed).toEqual({ command: 'answered', status });
  expect([answer.stdout, answer.stderr]).toEqual([stdout, expect.stringContaining(stderr)]);
});
