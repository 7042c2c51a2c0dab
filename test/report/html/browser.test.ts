import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { applyPage } from '../../../src/report/html/apply-page.ts';
import { driftPage } from '../../../src/report/html/drift-page.ts';
import { planPage } from '../../../src/report/html/plan-page.ts';
import { now } from '../../plan/world.ts';
import { customerFile, openLab } from '../../support/lab.ts';
import { applyReport } from '../apply-report.ts';
import { everything } from '../everything.ts';
import { findChromium, startChromium } from './browser.ts';
import { estateDrift, estatePlan } from './estate.ts';
import { multiplied } from './multiplied.ts';
import { pagesOf } from './pages-of.ts';

const program = findChromium();
if (program === null) process.stdout.write('No Chromium on this machine: pages are not looked at in a browser.\n');

describe.skipIf(program === null)('in a browser', () => {
  const frame = { time: now, version: '1.2.3', run: 'https://github.com/example/customers/actions/runs/7' };
  const plan = everything('overwrites-drift');
  const pages = {
    plan: planPage(plan, frame),
    apply: applyPage(applyReport(plan), frame),
    drift: driftPage(estateDrift(80), frame),
  };
  const folder = mkdtempSync(path.join(tmpdir(), 'sparkform-page-'));
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium(program ?? '');
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page from its file. Whatever it complains of, or asks for besides itself, fails the test. */
  async function open(text: string, options: BrowserContextOptions = {}, hash = ''): Promise<Page> {
    const file = path.join(folder, 'page.html');
    writeFileSync(file, text);
    const address = pathToFileURL(file).href;
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on('console', (message) => wrong.push(message.text()));
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('dialog', (dialog) => wrong.push(dialog.message()));
    page.on('request', (request) => (request.url().startsWith(address) ? null : wrong.push(request.url())));
    onTestFinished(async () => {
      await context.close();
      expect(wrong).toEqual([]);
    });
    await page.goto(address + hash);
    return page;
  }

  const rows = (page: Page) => page.locator('summary b:visible, .flat b:visible, .brief b:visible').allTextContents();

  test('a choice and a word narrow the list, tell how many are left, and stay in the address', async () => {
    const page = await open(pages.plan);
    const status = page.getByRole('status');
    expect(await status.textContent()).toBe('15 of 15 customers');
    await page.getByRole('checkbox', { name: /^update/ }).check();
    await page.getByRole('checkbox', { name: /^held/ }).check();
    expect(await rows(page)).toEqual(['Hooli']);
    expect(await status.textContent()).toBe('1 of 15 customers');
    expect(page.url()).toMatch(/#\?decision=update&state=held$/);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('searchbox').fill('SOYLENT green.example');
    expect(await rows(page)).toEqual(['Soylent']);
    await page.reload();
    expect(await rows(page)).toEqual(['Soylent']);
    await page.getByRole('searchbox').fill('nobody at all');
    expect(await rows(page)).toEqual([]);
  });

  test('an unchanged customer is found in its closed list', async () => {
    const page = await open(pages.plan);
    expect(await rows(page)).not.toContain('Acme');
    await page.getByRole('searchbox').fill('acme');
    expect(await rows(page)).toEqual(['Acme']);
  });

  test('the keyboard alone reaches the content, searches, narrows, opens and closes', async () => {
    const page = await open(pages.plan);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.getByRole('searchbox').focus();
    await page.keyboard.type('globex');
    await page.keyboard.press('Tab');
    for (let step = 0; step < 40 && (await page.locator('summary:focus').count()) === 0; step += 1) {
      await page.keyboard.press('Tab');
    }
    expect(await page.locator('summary:focus').textContent()).toContain('Globex');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    const table = page.locator('#customers table:visible');
    expect(await table.count()).toBe(1);
    await page.keyboard.press('Enter');
    expect(await table.count()).toBe(0);
    await page.keyboard.press('Space');
    expect(await table.count()).toBe(1);
  });

  test('a link from a hazard narrows, one from a token shows its customer, open', async () => {
    const page = await open(pages.plan);
    await page.getByRole('button', { name: 'Close all' }).click();
    await page.getByRole('link', { name: 'adopts-customer' }).click();
    expect(await rows(page)).toEqual(['Hooli']);
    await page.getByRole('link', { name: 'Umbrella' }).click();
    await page.getByText('access token expires 2026-11-26').waitFor({ timeout: 2000 });
    expect(await page.locator('.rows details[open] summary b').allTextContents()).toEqual(['Umbrella']);
    expect(await rows(page)).toContain('Hooli');
  });

  test('without its script all is there to be read, and no filter that would do nothing', async () => {
    const page = await open(pages.plan, { javaScriptEnabled: false });
    expect(await page.getByRole('searchbox').count()).toBe(0);
    expect(await page.getByText('portal@globex.example').isVisible()).toBe(true);
  });

  test('on paper every difference is open, and no filter printed', async () => {
    const page = await open(pages.plan);
    await page.getByRole('button', { name: 'Close all' }).click();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('portal@globex.example').isVisible()).toBe(true);
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
  });

  const kinds = Object.entries(pages);
  const schemes = ['light', 'dark'] as const;

  test.each(kinds.flatMap(([kind, text]) => schemes.map((scheme) => [kind, scheme, text] as const)))(
    'no barrier that axe knows: %s, %s',
    async (_, colorScheme, text) => {
      const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      const page = await open(text, { colorScheme });
      const found = await page.evaluate(`${source}; axe.run(document)`);
      const violations =
        typeof found === 'object' && found !== null && 'violations' in found ? found.violations : 'axe did not run';
      expect(violations).toEqual([]);
    },
  );

  test.each(kinds)('nothing is wider than the screen, on a telephone, a tablet and a desk: %s', async (_, text) => {
    const page = await open(text);
    for (const width of [360, 768, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
  });

  test('hostile text is text', async () => {
    const bait = `<script>alert(1)</script></script><!--"'><img src=x onerror=alert(2)>\u202e</style></title>`;
    for (const text of pagesOf(bait)) {
      const page = await open(text);
      expect(await page.getByText('<script>alert(1)</script></script><!--').count()).toBeGreaterThan(3);
      expect(await page.locator('img').count()).toBe(0);
      await page.getByRole('searchbox').fill(bait.slice(0, 20));
      expect(await page.locator('[data-tags]:visible').count()).toBeGreaterThan(3);
    }
  });

  test('10,000 customers are open and narrowed in a moment', async () => {
    const page = await open(planPage(multiplied(estatePlan(600), 10_000), frame));
    const opened = await page.evaluate<number>("performance.getEntriesByType('navigation')[0].loadEventEnd");
    const narrowed = await page.evaluate<number>(`new Promise((done) => {
      const begin = performance.now();
      const search = document.querySelector('[name=q]');
      search.value = 'customer 9999';
      search.dispatchEvent(new Event('input', { bubbles: true }));
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
    })`);
    process.stdout.write(`10,000 customers: open in ${opened.toFixed(0)} ms, narrowed in ${narrowed.toFixed(0)} ms\n`);
    expect(await page.getByRole('status').textContent()).toBe('1 of 10,000 customers');
    // On a machine that does nothing else both take less than a second.
    expect(Math.max(opened, narrowed)).toBeLessThan(8000);
  });

  test('the page that the shipped program writes works as well', async () => {
    const lab = await openLab();
    lab.commit(
      Object.fromEntries(['A', 'B', 'C', 'D', 'E'].map((one) => [`customers/${one}.yaml`, customerFile(one)])),
    );
    await lab.sparkform('plan', '--report', 'html=plan.html');
    const page = await open(readFileSync(path.join(lab.path, 'plan.html'), 'utf8'));
    await page.getByRole('searchbox').fill('customers/c.yaml');
    expect(await rows(page)).toEqual(['C']);
  });
});
