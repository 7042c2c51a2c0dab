import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { annotationsText } from '../../src/report/annotations.ts';
import { clean, shorten } from '../../src/report/clean.ts';
import { diagnosticsText } from '../../src/report/diagnostics-text.ts';
import { driftText } from '../../src/report/drift-text.ts';
import { driftMarkdown } from '../../src/report/markdown/drift.ts';
import { outcomeMarkdown } from '../../src/report/markdown/outcome.ts';
import { planMarkdown } from '../../src/report/markdown/plan.ts';
import { outcomeText } from '../../src/report/outcome-text.ts';
import { planText } from '../../src/report/plan-text.ts';
import { styleFor } from '../../src/report/style.ts';
import { now } from '../plan/world.ts';
import { applyReport } from './apply-report.ts';
import { everythingDrifted } from './drift-report.ts';
import { everything } from './everything.ts';
import { hostileText, withTexts } from './hostile-text.ts';

const plain = styleFor(false);
const frame = { time: now, version: '1.2.3', run: 'https://github.com/example/customers/actions/runs/7' };
const runs = { numRuns: 25 };

const place = { file: 'customers/acme.yaml', line: 3, column: 5 };
const refusals: readonly Diagnostic[] = [
  { severity: 'error', code: 'protected-customer', message: 'Acme is protected.', hint: 'Put it back.', place },
  { severity: 'error', code: 'too-many-deletes', message: 'Too many.', hint: 'Fewer.', customer: 'Acme' },
];
const plan = everything('overwrites-drift');
const refused = { ...plan, refusals };
const outcome = { ...applyReport(plan), diagnostics: refusals };
const drift = everythingDrifted;

/** Every report with these texts in it, by name: as text, and as Markdown of so many bytes. */
function reports(texts: readonly string[]) {
  const dealt = <Value>(report: Value) => {
    let index = 0;
    return withTexts(report, () => texts[index++ % texts.length] ?? '');
  };
  const all = {
    plan: dealt(plan),
    refused: dealt(refused),
    outcome: { ...dealt(outcome), applied: outcome.applied },
    drift: dealt(drift),
  };
  return {
    values: all,
    text: {
      plan: planText(all.plan, plain),
      refused: planText(all.refused, plain),
      outcome: outcomeText(all.outcome, plain),
      drift: driftText(all.drift, plain),
      diagnostics: diagnosticsText(all.refused.refusals, plain),
    },
    markdown: (bytes: number) => ({
      plan: planMarkdown(all.plan, 'f'.repeat(32), frame, bytes),
      refused: planMarkdown(all.refused, 'f'.repeat(32), frame, bytes),
      outcome: outcomeMarkdown(all.outcome, frame, bytes),
      drift: driftMarkdown(all.drift, frame, bytes),
    }),
  };
}

const texts = fc.array(hostileText, { minLength: 1, maxLength: 6 });

describe('Markdown', () => {
  const parser = new MarkdownIt({ html: true, linkify: true });

  /** Everything of a document but the words: blocks, columns, markup, HTML and links. */
  function structureOf(markdown: string): readonly string[] {
    return parser.parse(markdown, {}).flatMap((token) => {
      if (token.type === 'fence') return [`fence ${token.info}`];
      if (token.type === 'html_block') return [token.content.replace(/<code>[^<]*<\/code>/g, '<code>')];
      const marks = (token.children ?? []).filter((one) => one.type !== 'text' && one.type !== 'code_inline');
      return [token.type, ...marks.map((one) => `${one.type} ${one.content} ${one.attrGet('href') ?? ''}`)];
    });
  }

  /** The words of a document outside of code, in which a mention or a reference would be one. */
  function wordsOf(markdown: string): string {
    const inline = parser.parse(markdown, {}).flatMap((token) => token.children ?? []);
    return inline
      .filter((one) => one.type === 'text')
      .map((one) => one.content.replace('[!CAUTION]', '').replace('[!WARNING]', ''))
      .join('\n');
  }

  const harmless = reports(['text']);
  const large = 50_000_000;
  const expected = Object.entries(harmless.markdown(large)).map(([name, markdown]) => [name, structureOf(markdown)]);

  test('the structure is that of the same report with harmless texts, and nothing outside of code means anything', () => {
    const property = fc.property(texts, (all) => {
      const rendered = Object.entries(reports(all).markdown(large));
      expect(rendered.map(([name, markdown]) => [name, structureOf(markdown)])).toEqual(expected);
      for (const [, markdown] of rendered) {
        const [first = '', ...rest] = markdown.split('\n');
        expect(first).toMatch(/^<!-- sparkform (plan|apply|drift) env=[\w-]+ -->$/);
        expect(rest.join('').match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu)).toBeNull();
        expect(wordsOf(markdown)).not.toMatch(/[@#<>[\]*_~`\\$]|:\/\/|www\.|:[a-z]\w*:|\b[0-9a-f]{7,39}\b/i);
      }
    });
    fc.assert(property, runs);
  });

  test('never more bytes than allowed, and whole to the end', () => {
    const property = fc.property(texts, fc.integer({ min: 20_000, max: 60_000 }), (all, bytes) => {
      for (const [name, markdown] of Object.entries(reports(all).markdown(bytes))) {
        expect([name, Buffer.byteLength(markdown)]).toEqual([name, Math.min(Buffer.byteLength(markdown), bytes)]);
        const marks = structureOf(markdown);
        const count = (start: string) => marks.filter((one) => one.startsWith(start)).length;
        expect(count('<details>')).toBe(count('</details>'));
        expect(markdown).toMatch(/\[the run\]\(https:\/\/github\.com\/example\/customers\/actions\/runs\/7\)\n$/);
      }
    });
    fc.assert(property, runs);
  });

  test('a name can be read as it is', () => {
    const property = fc.property(hostileText, (name) => {
      const markdown = reports([name]).markdown(large).plan;
      const [row] = parser
        .parse(markdown, {})
        .filter(({ children }) => children?.some((one) => one.content === '<br>'));
      const shown = (row?.children ?? []).map((one) => (one.type === 'html_inline' ? '\n' : one.content)).join('');
      expect(shown.split('\n')[0]).toBe(name === '' ? '(empty)' : shorten(name, 160));
    });
    fc.assert(property, runs);
  });
});

describe('on a terminal and in the log of a workflow', () => {
  const workflowCommand = /^\s*::|##\[/m;

  test('no text acts there', () => {
    const property = fc.property(texts, (all) => {
      for (const text of Object.values(reports(all).text)) {
        expect(text.replaceAll('\n', '').match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu)).toBeNull();
        expect(text).not.toMatch(workflowCommand);
      }
      for (const markdown of Object.values(reports(all).markdown(60_000)))
        expect(markdown).not.toMatch(workflowCommand);
    });
    fc.assert(property, runs);
  });

  test('an annotation is one line, with the properties that are ours', () => {
    const property = fc.property(texts, (all) => {
      const diagnostics = [...reports(all).values.refused.refusals, ...reports(all).values.drift.diagnostics];
      const lines = annotationsText(diagnostics).split('\n').slice(0, -1);
      expect(lines).toHaveLength(diagnostics.length);
      for (const line of lines) {
        expect(line).toMatch(/^::(error|warning|notice) (file=[^,:]*,line=\d+,col=\d+,)?title=[a-z-]+::[^\p{Cc}]*$/u);
        expect(line).not.toContain('##[');
        expect(line).not.toMatch(/%(?!25|0A|3A|2C)/);
      }
    });
    fc.assert(property, runs);
  });

  test('cleaning twice is cleaning once', () => {
    fc.assert(fc.property(hostileText, (text) => clean(clean(text)) === clean(text)));
  });
});

test('annotations: escapes, order, and no more of a severity than are shown', () => {
  const warning: Diagnostic = { severity: 'warning', code: 'a-warning', message: '100% sure: yes, it is.' };
  const error = { ...warning, severity: 'error', hint: 'Do this.', place: { ...place, file: 'a,b:c%.yaml' } } as const;
  expect(annotationsText([{ ...warning, customer: 'Acme' }, error])).toBe(
    '::error file=a%2Cb%3Ac%25.yaml,line=3,col=5,title=a-warning::100%25 sure: yes, it is.%0ADo this.\n' +
      '::warning title=a-warning::Acme: 100%25 sure: yes, it is.\n',
  );
  expect(annotationsText(Array.from({ length: 25 }, () => warning)).split('\n')).toHaveLength(11);
});
