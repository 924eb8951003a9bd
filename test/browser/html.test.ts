import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { expect } from 'chai';
import { type Browser, chromium, type Page } from 'playwright-core';
import { renderDiagnosisPage } from '../../src/report/html/diagnosis-page.ts';
import { renderRunPage } from '../../src/report/html/run-page.ts';
import { missing, requirePart } from '../support/require.ts';
import { diagnosis, failure, mixed, problem, run, scenario } from '../unit/report/fixtures.ts';
import { HOSTILE } from '../unit/report/output.ts';

describe('HTML reports in Chromium', () => {
  let browser: Browser | undefined;
  let folder = '';
  const asked: string[] = [];

  before(async function () {
    requirePart.call(this, 'Chromium', missing.command('chromium'));
    folder = await mkdtemp(join(tmpdir(), 'ftpspec-html-'));
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
      timeout: 100_000,
    });
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a page as a user does: as a file. */
  async function opened(text: string, hash = '', options = {}): Promise<Page> {
    const file = join(folder, 'report.html');
    await writeFile(file, text);
    const page = await browser!.newPage(options);
    page.setDefaultTimeout(60_000);
    asked.length = 0;
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(file).href + hash, { waitUntil: 'load', timeout: 100_000 });
    return page;
  }

  const two = () =>
    renderRunPage([mixed({ target: 'ftp://a' }), mixed({ target: 'ftp://b' })], false);
  const shown = (page: Page) => page.locator('tr[data-outcomes]:visible').count();

  it('filter the scenarios, and keep the choice in the address', async () => {
    const page = await opened(two());
    expect(await shown(page)).to.equal(5);
    await page.selectOption('select[name=outcome]', 'fail');
    expect(await shown(page)).to.equal(1);
    expect(page.url()).to.match(/#outcome=fail$/);
    await page.fill('input[name=text]', 'nothing is called so');
    expect(await shown(page)).to.equal(0);
    await page.close();
  });

  it('open with the choice that the address names', async () => {
    const page = await opened(two(), '#suite=tls');
    expect(await shown(page)).to.equal(1);
    expect(await page.locator('output').textContent()).to.equal('1 of 5 shown');
    await page.close();
  });

  it('lead from each failure to what is known of it', async () => {
    const page = await opened(two());
    const links = page.locator('.failures a');
    expect(await links.allTextContents()).to.include.members([
      'passive/failed',
      'rules/one-completion',
    ]);
    for (const link of await links.all()) {
      const place = decodeURIComponent((await link.getAttribute('href'))!.slice(1));
      const anchors = await page.evaluate<string[]>(
        '[...document.querySelectorAll("[id]")].map(({ id }) => decodeURIComponent(id))',
      );
      expect(anchors).to.include(place);
    }
    await page.close();
  });

  it('mark the line of the script that is meant, above its caret', async () => {
    const before = '20 |       save: first\n';
    const where = { file: 'a.yaml', line: 21, column: 7 } as const;
    const excerpt = `${before}21 |     - dial: first\n   |       ^\n`;
    const failed = failure({ problems: [problem({ where: { ...where, excerpt } })] });
    const page = await opened(renderRunPage([run({ scenarios: [failed] })], false));
    expect(await page.locator('mark').allTextContents()).to.deep.equal(['21 |     - dial: first']);
    await page.close();
  });

  it('show of several diagnoses how each is, the worst first', async () => {
    const diagnoses = [
      diagnosis({ target: 'ftp://well', verdict: 'healthy' }),
      diagnosis({ target: 'ftp://ill', verdict: 'broken' }),
    ];
    const page = await opened(renderDiagnosisPage({ diagnoses, unexamined: [] }));
    const rows = page.locator('section[aria-labelledby=summary] tbody th');
    expect(await rows.allTextContents()).to.deep.equal(['ftp://ill', 'ftp://well']);
    await page.close();
  });

  it('show their colours and lay the drawings out', async () => {
    const page = await opened(two());
    const colors = await page.evaluate<string[]>(
      '[...document.querySelectorAll("td .outcome")].map((one) => getComputedStyle(one).color)',
    );
    expect(new Set(colors).size).to.equal(5);
    await page.close();
  });

  it('ask for nothing but themselves', async () => {
    const page = await opened(two());
    expect(asked).to.have.length(1);
    await page.close();
  });

  it('show what a server says as text', async () => {
    const scenarios = HOSTILE.map((text, index) =>
      failure({
        id: `x/${index}-${text}`,
        title: text,
        reason: text,
        transcript: [`  0.001 main < ${text}`, text],
        problems: [problem({ expected: text, actual: text })],
      }),
    );
    const texts = [
      renderRunPage([run({ target: '<b>"bold"</b>', server: HOSTILE.join(''), scenarios })], false),
      renderDiagnosisPage({
        diagnoses: HOSTILE.map((text) => diagnosis({ target: text, product: text })),
        unexamined: [...HOSTILE],
      }),
    ];
    for (const text of texts) {
      const page = await opened(text);
      expect(await page.locator('script').count()).to.equal(1);
      expect(await page.locator('b').count()).to.equal(0);
      expect(await page.locator('body').textContent()).to.include('<script>alert(1)</script>');
      await page.close();
    }
  });

  for (const scheme of ['light', 'dark'] as const)
    for (const [name, text] of [
      ['of runs', two],
      ['of a diagnosis', () => renderDiagnosisPage({ diagnoses: [diagnosis()], unexamined: [] })],
    ] as const)
      it(`${name} are fit for everybody, as axe sees it in ${scheme} colours`, async () => {
        // The page itself lets no other script in.
        const page = await opened(text(), '', { bypassCSP: true, colorScheme: scheme });
        await page.addScriptTag({ content: axe.source });
        const found = await page.evaluate<string[]>(
          'axe.run().then(({ violations }) => violations.map((one) => one.id + " " + one.nodes.map((node) => node.target).join(" ")))',
        );
        expect(found).to.deep.equal([]);
        await page.close();
      });

  it('open with 700 scenarios on 15 servers, all of them in the table', async () => {
    const scenarios = Array.from({ length: 700 }, (_, index) =>
      (index % 20 === 0 ? failure : scenario)({ id: `passive/number-${index}` }),
    );
    const runs = Array.from({ length: 15 }, (_, index) =>
      run({ target: `ftp://server-${index}`, scenarios }),
    );
    const page = await opened(renderRunPage(runs, false));
    expect(await page.locator('output').textContent()).to.equal('700 of 700 shown');
    await page.close();
  });
});
