// A browser without a network, and what a page says and asks for in it.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

// Packages lie where whoever started this says, not beside it.
const require = createRequire(path.join(process.env.GROUNDSWELL_NODE_MODULES, 'from.cjs'));
const { chromium } = require('playwright-core');
export const axe = require('axe-core').source;

export const launch = () => chromium.launch({
  executablePath: process.env.GROUNDSWELL_CHROMIUM,
  args: ['--no-sandbox'],
});

// Opens a file with the network off. `faults` gathers whatever the page says on the
// console, fails to do, or asks for beside itself.
export async function open(browser, file, options = {}) {
  const context = await browser.newContext({ offline: true, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  const faults = [];
  page.on('console', (message) => faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => faults.push(`failed: ${request.url().slice(0, 80)}`));
  page.on('request', (request) => {
    const url = request.url();
    if (url !== address && !/^(data|blob):/.test(url)) faults.push(`asked for: ${url}`);
  });
  await page.goto(address);
  return { page, faults, close: () => context.close() };
}

// Sheets of paper that the page takes.
export async function sheets(page, format) {
  const pdf = (await page.pdf({ format })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page\b/g).length;
}

// What axe-core holds against a page, where it is serious or critical.
export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }));
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

// What a click on `button` saves: its name and its bytes.
export async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
}

// What can be pressed, moved or chosen, where it is seen.
export const controls = 'button:visible, input:visible, select:visible';

export const grounds = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  narrow: { colorScheme: 'light', viewport: { width: 360, height: 740 } },
};
