// The page of a comparison, as people meet it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { controls, grounds, launch, open, saved, sheets, violations } from './browser.mjs';

const folder = process.env.GROUNDSWELL_COMPARISON;
const file = path.join(folder, 'report.html');
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test('it opens from disk without a network, a message or a failed request', async () => {
  const { page, faults, close } = await open(browser, file);
  await page.evaluate(() => document.fonts.ready);
  assert.deepEqual(faults, []);
  assert.ok(await page.evaluate(() => [...document.fonts].every((font) => font.status === 'loaded')));
  await close();
});

test('without scripts every picture, table and link is there, and no control', async () => {
  const { page, faults, close } = await open(browser, file, { javaScriptEnabled: false });
  const pictures = await page.locator('figure svg[role=img]').count();
  assert.ok(pictures >= 6, `${pictures} pictures`);
  for (const svg of await page.locator('figure svg').all()) {
    const box = await svg.boundingBox();
    assert.ok(box.width > 300 && box.height > 100, JSON.stringify(box));
    assert.ok((await svg.locator('title').textContent()).length > 10);
  }
  assert.ok(await page.locator('main table').count() >= 2);
  assert.ok(await page.locator('a[download]').count() > 10);
  assert.equal(await page.locator(controls).count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

test('it prints on two sheets, with scripts and without, whatever was hidden', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { page, close } = await open(browser, file, { javaScriptEnabled });
    if (javaScriptEnabled) await page.locator('.switch').first().click();
    for (const format of ['A4', 'Letter']) {
      assert.equal(await sheets(page, format), 2, `${format}, scripts ${javaScriptEnabled}`);
    }
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.locator('figure svg [data-series="0"]').first().isVisible());
    for (const control of await page.locator('button, input').all()) assert.ok(!(await control.isVisible()));
    await close();
  }
});

test('a strategy is hidden and shown in pictures, tables and values', async () => {
  const { page, faults, close } = await open(browser, file);
  const button = page.locator('.switch').first();
  const name = await button.textContent();
  const line = page.locator('figure svg [data-panel="0"][data-series="0"]').first();
  const column = page.locator('.by-strategy').first().getByRole('columnheader', { name, exact: true });
  const value = page.locator('.readout').first().getByText(name);
  for (const part of [line, column, value]) assert.ok(await part.isVisible());
  assert.equal(await button.getAttribute('aria-pressed'), 'true');
  await button.focus();
  await page.keyboard.press('Space');
  assert.equal(await button.getAttribute('aria-pressed'), 'false');
  assert.ok(!(await line.isVisible()) && !(await column.isVisible()));
  assert.equal(await value.count(), 0);
  const svg = await saved(page, page.locator('.save button', { hasText: 'SVG' }).first());
  assert.ok(!svg.bytes.toString().includes('data-panel="0" data-series="0"'));
  await button.click();
  for (const part of [line, column, value]) assert.ok(await part.isVisible());
  assert.deepEqual(faults, []);
  await close();
});

// The rows of a table over days, by panel, series and day.
async function rows(stem) {
  const [, ...lines] = (await readFile(path.join(folder, `${stem}.csv`), 'utf8')).trim().split('\n');
  return lines.map((line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, '')));
}

test('the slider goes through the days, and every value is that of the table', async () => {
  const { page, faults, close } = await open(browser, file);
  const figure = page.locator('figure:has(.probe)').first();
  const stem = await figure.getAttribute('data-picture');
  const table = await rows(stem);
  const slider = page.locator('#day');
  for (const day of ['0', '10']) {
    await slider.fill(day);
    assert.equal(await page.locator('.day').textContent(), day);
    const told = await figure.locator('.readout li').allTextContents();
    assert.equal(told[0], `Day ${day}`);
    const there = table.filter(([, , at]) => at === day);
    assert.equal(told.length, there.length + 1);
    there.forEach(([, series, , mean], at) => {
      assert.ok(told[at + 1].startsWith(`${series} `), told[at + 1]);
      const [shown] = told[at + 1].slice(series.length + 1).match(/^[+−]?[\d.,]+/);
      const places = shown.includes('.') ? shown.length - shown.indexOf('.') - 1 : 0;
      const away = Math.abs(Number(shown.replace('−', '-').replaceAll(',', '')) - Number(mean));
      assert.ok(away <= 0.5001 * 10 ** -places, `${shown} is told, ${mean} is filed`);
    });
  }
  assert.deepEqual(faults, []);
  await close();
});

test('a picture answers to the pointer and to the keyboard, and says so', async () => {
  const { page, faults, close } = await open(browser, file);
  const probe = page.locator('.probe').first();
  await probe.scrollIntoViewIfNeeded();
  const box = await probe.boundingBox();
  const [least, most] = [0, Number(await probe.getAttribute('aria-valuemax'))];
  await page.mouse.move(box.x + 1, box.y + 20);
  assert.equal(await page.locator('.day').textContent(), String(least));
  await page.mouse.move(box.x + box.width - 1, box.y + 20);
  assert.equal(await page.locator('.day').textContent(), String(most));
  await page.mouse.move(0, 0);
  await probe.focus();
  for (const [key, day] of [['Home', 0], ['ArrowRight', 1], ['PageUp', 8], ['ArrowLeft', 7]]) {
    await page.keyboard.press(key);
    assert.equal(await probe.getAttribute('aria-valuenow'), String(day));
  }
  await page.waitForFunction(() => /^Day 7\. /.test(document.querySelector('[role=status]').textContent));
  const outline = await probe.evaluate((element) => getComputedStyle(element).outlineStyle);
  assert.equal(outline, 'solid');
  assert.deepEqual(faults, []);
  await close();
});

test('one of the worlds is played, stepped through and searched', async () => {
  const { page, faults, close } = await open(browser, file);
  const replay = page.locator('.replay');
  const part = (name) => replay.locator(`[data-part="${name}"]`);
  const said = () => part('said').textContent();
  const slider = part('slider');
  const last = Number(await slider.getAttribute('max'));
  const at = async () => Number(await slider.inputValue());
  const seen = () => replay.locator('g.o.on').count();
  assert.equal(await at(), last);
  const end = await said();
  assert.ok(end.startsWith(`Day ${last}. `), end);
  await slider.fill('0');
  assert.ok((await said()).startsWith('Day 0. '));
  await part('next').click();
  await part('next').click();
  await part('back').click();
  assert.equal(await at(), 1);
  await replay.locator('.stage').focus();
  await page.keyboard.press('End');
  assert.equal(await said(), end);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  assert.equal(await at(), 1);
  assert.equal(await seen(), 1);
  await part('speed').selectOption('4');
  await part('play').click();
  assert.equal(await part('play').textContent(), 'Pause');
  await page.waitForFunction((to) => document.querySelector('[data-part="slider"]').value > to, 4);
  await page.keyboard.press('Space');
  assert.equal(await part('play').textContent(), 'Play');
  assert.ok(await at() > 4);
  assert.deepEqual(faults, []);
  await close();
});

test('its pictures and numbers are saved out of the page alone', async () => {
  const first = await open(browser, file);
  const stems = await first.page.locator('figure').evaluateAll((all) => all.map((figure) => figure.dataset.picture));
  await first.close();
  assert.ok(stems.length >= 6, `${stems.length} pictures`);
  for (const stem of stems) {
    // A page of its own for each: a browser asks before it saves ten files in a row.
    const { page, faults, close } = await open(browser, file);
    const figure = page.locator(`figure[data-picture="${stem}"]`);
    const button = (kind) => figure.locator('.save button', { hasText: kind });
    const csv = await saved(page, button('CSV'));
    assert.equal(csv.name, `${stem}.csv`);
    assert.deepEqual(csv.bytes, await readFile(path.join(folder, csv.name)));
    const svg = await saved(page, button('SVG'));
    assert.ok(svg.bytes.toString().startsWith('<svg xmlns='), svg.bytes.toString().slice(0, 40));
    const png = await saved(page, button('PNG'));
    assert.equal(png.bytes.toString('latin1', 1, 4), 'PNG');
    const width = await figure.locator('svg').first().evaluate((drawing) => drawing.viewBox.baseVal.width);
    assert.equal(png.bytes.readUInt32BE(16), 2 * width);
    assert.ok(png.bytes.length > 5000, `${png.bytes.length} bytes`);
    assert.deepEqual(faults, []);
    await close();
  }
});

test('the first stop of the keyboard skips to the content, and headings go in order', async () => {
  const { page, close } = await open(browser, file);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  const levels = await page.locator('h1, h2, h3, h4').evaluateAll((all) => all.map((heading) => Number(heading.tagName[1])));
  assert.equal(levels[0], 1);
  levels.slice(1).forEach((level, at) => assert.ok(level > 1 && level <= levels[at] + 1, levels.join(' ')));
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
