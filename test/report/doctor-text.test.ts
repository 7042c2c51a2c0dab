import { expect, test } from 'vitest';
import { type DoctorReport, doctorText } from '../../src/report/doctor-text.ts';
import { styleFor } from '../../src/report/style.ts';
import { expectGolden } from './golden.ts';

const report: DoctorReport = {
  format: 1,
  env: 'lab',
  server: 'https://voss.example.com',
  checks: [
    { name: 'variables', status: 'ok', found: 'all that are needed are set', advice: null },
    { name: 'TLS', status: 'skipped', found: 'http:// to this very machine', advice: null },
    {
      name: 'schema: default_calling_behaviour',
      status: 'warning',
      found: 'with other choices: "Calling in Webex Teams\u001b[2J\u202e"',
      advice: 'A customer file that names a choice which the server does not have is refused when it is applied.',
    },
    {
      name: 'throw-away customer',
      status: 'failed',
      found: 'sparkform-probe-000000000000 IS STILL THERE: pkid 0a at sys.hcs.Lab could not be removed',
      advice: 'Delete it in VOSS Automate: it holds fake secrets only.',
    },
  ],
  findings: [
    { name: 'succeededWords', value: ['Success', 'Completed'], how: 'an update that was seen to be done ended so' },
    { name: 'moveKeepsPkid', value: 'unknown', how: 'nothing was moved: --probe-move names a second node' },
  ],
  requests: { read: 30, write: 8 },
};

test('a report with every status, and a probe', () => {
  expectGolden('doctor', doctorText(report, styleFor(false)));
});

test('without a server and without a probe', () => {
  const text = doctorText({ ...report, server: '', findings: [] }, styleFor(false));
  expect(text).toMatch(/^Doctor for lab\n/);
  expect(text).not.toContain('What the probe found');
});

test('colours change nothing but colours', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what is looked for
  expect(doctorText(report, styleFor(true)).replace(/\u001b\[\d{1,2}m/g, '')).toBe(doctorText(report, styleFor(false)));
});
