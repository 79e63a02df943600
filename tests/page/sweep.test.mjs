// The page of a sweep, as people meet it.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { grounds, launch, open, violations } from './browser.mjs';

const file = path.join(process.env.GROUNDSWELL_SWEEP, 'report.html');
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test('without scripts the pictures and a table of all points are there', async () => {
  const { page, faults, close } = await open(browser, file, { javaScriptEnabled: false });
  assert.ok(await page.locator('figure .light svg').first().isVisible());
  assert.ok(await page.locator('table.points tbody tr').first().isVisible());
  assert.equal(await page.locator('button, input, select').count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

test('two sliders tell what comes out at every point of the table', async () => {
  const { page, faults, close } = await open(browser, file);
  const sliders = await page.locator('.axis input[type=range]').all();
  assert.equal(sliders.length, 2);
  const rows = await page.locator('table.points tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  const steps = await Promise.all(sliders.map(async (slider) => Number(await slider.getAttribute('max')) + 1));
  assert.equal(rows.length, steps[0] * steps[1]);
  for (let x = 0; x < steps[0]; x += 1) {
    for (let y = 0; y < steps[1]; y += 1) {
      await sliders[0].fill(String(x));
      await sliders[1].fill(String(y));
      const told = [
        ...await page.locator('.axis .value').allTextContents(),
        ...await page.locator('.leads dd').allTextContents(),
        await page.locator('.winner').textContent(),
      ];
      assert.deepEqual(told, rows[x * steps[1] + y]);
    }
  }
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
