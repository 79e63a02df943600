// The page of a sweep, as people meet it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { controls, grounds, launch, open, violations } from './browser.mjs';

const folder = process.env.GROUNDSWELL_SWEEP;
const file = path.join(folder, 'report.html');
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test('without scripts the pictures and a table of all points are there', async () => {
  const { page, faults, close } = await open(browser, file, { javaScriptEnabled: false });
  assert.ok(await page.locator('figure svg').first().isVisible());
  assert.ok(await page.locator('table.points tbody tr').first().isVisible());
  assert.equal(await page.locator(controls).count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

test('names stay words, whatever is in them', async () => {
  const { page, faults, close } = await open(browser, file);
  const { title, reference } = JSON.parse(await readFile(path.join(folder, 'sweep.json'), 'utf8'));
  assert.ok(title.includes('<script>') && reference.includes('</script>'));
  assert.equal(await page.locator('h1').textContent(), title);
  assert.ok((await page.locator('.leads dt').first().textContent()).includes(reference));
  assert.deepEqual(faults, []);
  await close();
});

test('two sliders and a choice tell what comes out at every point of the table', async () => {
  const { page, faults, close } = await open(browser, file);
  const [x, y] = await page.locator('.axis input[type=range]').all();
  const z = page.locator('.axis select');
  const rows = await page.locator('table.points tbody tr').evaluateAll(
    (all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  const most = (slider) => slider.getAttribute('max').then(Number);
  const [lastX, lastY, choices] = [await most(x), await most(y), await z.locator('option').count()];
  assert.equal(rows.length, (lastX + 1) * (lastY + 1) * choices);
  let at = 0;
  for (let i = 0; i <= lastX; i += 1) {
    for (let j = 0; j <= lastY; j += 1) {
      for (let k = 0; k < choices; k += 1) {
        await x.fill(String(i));
        await y.fill(String(j));
        await z.selectOption({ index: k });
        const told = [
          ...await page.locator('.axis .value').allTextContents(),
          await z.locator('option').nth(k).textContent(),
          ...await page.locator('.leads dd').allTextContents(),
          await page.locator('.winner').textContent(),
        ];
        assert.deepEqual(told, rows[at]);
        at += 1;
      }
    }
  }
  assert.ok(new Set(rows.map((row) => row.at(-1))).size > 1, 'one winner everywhere shows little');
  assert.deepEqual(faults, []);
  await close();
});

for (const [ground, options] of Object.entries(grounds)) {
  test(`it is accessible and fits: ${ground}`, async () => {
    const { page, faults, close } = await open(browser, file, options);
    assert.deepEqual(await violations(page), []);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${over} pixels over the edge`);
    assert.deepEqual(faults, []);
    await close();
  });
}
