import { describe, expect, test } from 'vitest';
import { carefulProfile } from '../../src/config/profile.ts';
import { guardPlan } from '../../src/plan/guard.ts';
import { planText } from '../../src/report/plan-text.ts';
import { styleFor } from '../../src/report/style.ts';
import { applied, customer, live, node, plan } from '../plan/world.ts';
import { everything } from './everything.ts';
import { expectGolden } from './golden.ts';

const plain = styleFor(false);

test('a plan with everything in it', () => {
  expectGolden('plan', planText(everything('overwrites-drift'), plain));
});

test('a plan with nothing to do', () => {
  const acme = customer('Acme');
  const nothing = plan({ desired: [acme], applied: [applied(acme)], live: [live('Acme'), live('Globex')] });
  expectGolden('plan-nothing', planText(nothing, plain));
});

test('a plan of an uncommitted work tree before anything was ever applied', () => {
  const first = plan({ desired: [customer('Acme')], live: [live('Acme')] });
  expectGolden('plan-first', planText({ ...first, desired: { commit: null, dirty: true } }, plain));
});

test('a plan that is refused, for every reason there is', () => {
  const kept = customer('Acme', { lifecycle: { protect: true, ignore: [] } });
  const gone = ['Globex', 'Initech'].map((name) => applied(customer(name)));
  const made = plan({ applied: [applied(kept), ...gone], live: [live('Acme'), live('Globex'), live('Initech')] });
  const refused = guardPlan(
    { ...made, applied: { commit: 'a'.repeat(40) } },
    { allow: ['deletes-customer'], maxDeletes: 1, maxChangePercent: 30 },
    { managed: 10, declared: 0, live: 0 },
  );
  expectGolden('plan-refused', planText(refused, plain));
});

test('a plan with mistakes that stop it', () => {
  const lost = customer('Initech', { hierarchy: 'sys.hcs.Initec' });
  const twice = ['a', 'b'].map((file) => customer('Acme', { file: `customers/${file}.yaml` }));
  const mistaken = plan({ desired: [lost, ...twice], live: [live('Acme')], nodes: [node('sys.hcs.Other', 'Site')] });
  expectGolden('plan-mistakes', planText(mistaken, plain));
});

test('what is held because nobody knows the server says how to find out', () => {
  const told = (profile: typeof carefulProfile) => {
    const acme = customer('Acme', { fields: { email_domain: 'new.example' } });
    const record = live('Acme', {}, { echoedSecrets: ['token'] });
    const made = plan({ desired: [acme], applied: [applied(customer('Acme'))], live: [record], profile });
    const facts = { managed: 1, declared: 1, live: 1 };
    return planText(guardPlan(made, { allow: [], maxDeletes: 1, maxChangePercent: 30 }, facts), plain);
  };
  expect(told(carefulProfile)).toContain('sparkform doctor --probe HIERARCHY');
  expect(told({ ...carefulProfile, omittedSecrets: 'kept' })).not.toContain('doctor');
});

describe('whatever is in names and values', () => {
  const text = planText(everything(), styleFor(true));

  test('no control or bidirectional character reaches the terminal but our own colours', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what is looked for
    const rest = text.replace(/\u001b\[\d{1,2}m/g, '');
    expect(rest.replaceAll('\n', '').match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu)).toBeNull();
  });

  test('colours change nothing but colours', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what is looked for
    expect(text.replace(/\u001b\[\d{1,2}m/g, '')).toBe(planText(everything(), plain));
  });

  test('a value cannot look like two', () => {
    const quoted = customer('Acme', { fields: { notes: 'a" -> "b' } });
    expect(planText(plan({ desired: [quoted], live: [live('Acme', { notes: 'x' })] }), plain)).toContain(
      '"x" -> "a\\" -> \\"b"',
    );
  });
});
