'use strict';

// What a new colleague meets. Each case opens the page anew, offline.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const PHONE = { width: 390, height: 844 };
const LAPTOP = { width: 1366, height: 860 };

// Opens the page and remembers what it should not do.
async function open(browser, file, options = {}) {
  const context = await browser.newContext({ viewport: LAPTOP, ...options });
  await context.setOffline(true);
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      problems.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== pathToFileURL(file).href) {
      problems.push(`request: ${request.url()}`);
    }
  });
  await page.goto(pathToFileURL(file).href);
  return { context, page, problems };
}

const openAll = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));

// The policy of the page forbids the script of axe, so its context bypasses the policy.
async function seriousViolations(page) {
  await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(' | ')}`);
}

const cases = {
  async opens_without_an_error_or_a_request(browser, file) {
    const { page, problems } = await open(browser, file);
    await openAll(page);
    await page.mouse.wheel(0, 5000);
    assert.deepEqual(problems, []);
    assert.match(await page.title(), /Start here/);
  },

  async can_send_nothing_even_if_it_wanted_to(browser, file) {
    const { page } = await open(browser, file);
    const sent = await page.evaluate(() => fetch('https://example.com/').then(() => 'sent', () => 'refused'));
    assert.equal(sent, 'refused');
    const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content');
    assert.match(policy, /default-src 'none'/);
  },

  async neither_navigates_nor_loads_whatever_its_texts_say(browser) {
    const file = process.env.HOSTILE;
    const { context, page, problems } = await open(browser, file);
    context.on('page', (other) => problems.push(`window: ${other.url()}`));
    await openAll(page);
    await page.mouse.wheel(0, 50000);
    await page.waitForTimeout(1000);
    assert.deepEqual(problems, []);
    assert.equal(page.url(), pathToFileURL(file).href);
    const elements = 'iframe, frame, object, embed, base, form, link, area, map, math, video, audio, picture, foreignObject, animate, set';
    assert.equal(await page.locator(elements).count(), 0);
    assert.equal(await page.locator('script').count(), 1);
  },

  // The control of the case above: the same texts as markup do harm, and this browser shows it. `bundle --verify` reports each of these pages. Every
  // eighth is opened: some need a click and a busy machine is slow, so that a few harmful ones prove that the watch works.
  async forged_pages_do_navigate_or_load(browser) {
    const names = fs.readdirSync(process.env.FORGED).filter((_, index) => index % 8 === 0);
    const context = await browser.newContext({ viewport: LAPTOP });
    await context.setOffline(true);
    let harmful = 0;
    for (const name of names) {
      const page = await context.newPage();
      const isForged = (request) => request.url().startsWith('https://forged.example/');
      const sent = page.waitForEvent('request', { predicate: isForged, timeout: 500 }).then(() => 1, () => 0);
      await page.goto(pathToFileURL(path.join(process.env.FORGED, name)).href, { waitUntil: 'commit' }).catch(() => {});
      harmful += await sent;
      await page.close();
    }
    assert.ok(harmful >= 10, `${harmful} of ${names.length} forged pages sent a request`);
  },

  async shows_steps_tables_and_diagram(browser, file) {
    const { page } = await open(browser, file);
    assert.equal(await page.locator('.steps > li').count(), 5);
    const yours = page.getByRole('region', { name: 'Yours to fill in' });
    assert.match(await yours.innerText(), /TALLYFY_CLIENT_SECRET[\s\S]*Settings > Integrations > REST API[\s\S]*secret/);
    assert.match(await page.getByRole('region', { name: 'Grants' }).innerText(), /client_credentials/);
    const diagram = page.getByRole('img', { name: /Sequence diagram/ });
    assert.ok(await diagram.isVisible());
    const text = await diagram.textContent();
    for (const part of ['username', 'password', 'client_id', 'client_secret', 'X-Tallyfy-Client: APIClient', 'grant_type=refresh_token']) {
      assert.ok(text.includes(part), part);
    }
    assert.equal(await page.locator('.diagram .badge').count(), 12);
    assert.equal(await page.locator('.scripts dt').count(), 3);
    for (const symptom of ['401 on a request', '400 on the token request', 'Invalid client']) {
      assert.ok(await page.getByText(symptom, { exact: true }).isVisible(), symptom);
    }
    assert.ok((await page.locator('.request').count()) > 40);
  },

  async copy_buttons_copy(browser, file) {
    const { context, page } = await open(browser, file);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy tallyfy.postman_collection.json' }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'tallyfy.postman_collection.json');
    await page.locator('.request', { hasText: 'Create Template' }).locator('summary').first().click();
    await page.getByRole('button', { name: /Copy: Body of POST - Create Template/ }).click();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^\{[\s\S]*"title"/);
    assert.equal(await page.locator('#status').textContent(), 'Copied');
  },

  async copying_works_where_the_clipboard_is_closed(browser, file) {
    const { context, page } = await open(browser, file);
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page.getByRole('button', { name: 'Copy tallyfy.postman_collection.json' }).click();
    assert.equal(await page.locator('#status').textContent(), 'Copied');
    const other = await context.newPage();
    await other.setContent('<textarea></textarea>');
    await other.focus('textarea');
    await other.keyboard.press('Control+V');
    assert.equal(await other.inputValue('textarea'), 'tallyfy.postman_collection.json');
  },

  async ticks_survive_a_reload(browser, file) {
    const { page } = await open(browser, file);
    const first = page.getByRole('checkbox').first();
    await first.check();
    assert.match(await page.locator('#progress').innerText(), /^1 of 5/);
    await page.reload();
    assert.ok(await page.getByRole('checkbox').first().isChecked());
    assert.ok(!(await page.getByRole('checkbox').nth(1).isChecked()));
    assert.match(await page.locator('#progress').innerText(), /^1 of 5/);
    for (const box of await page.getByRole('checkbox').all()) {
      await box.check();
    }
    assert.match(await page.locator('#progress').innerText(), /^All done/);
  },

  async is_accessible_in_light_and_dark(browser, file) {
    for (const colorScheme of ['light', 'dark']) {
      const { context, page } = await open(browser, file, { colorScheme, bypassCSP: true });
      await openAll(page);
      assert.deepEqual(await seriousViolations(page), [], colorScheme);
      await context.close();
    }
  },

  async is_accessible_on_a_phone(browser, file) {
    const { page } = await open(browser, file, { viewport: PHONE, bypassCSP: true });
    await openAll(page);
    assert.deepEqual(await seriousViolations(page), []);
  },

  async needs_no_mouse(browser, file) {
    const { page } = await open(browser, file);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to content');
    await page.getByRole('checkbox').first().focus();
    await page.keyboard.press('Space');
    assert.ok(await page.getByRole('checkbox').first().isChecked());
    const symptom = page.locator('#symptom-api-401 > summary');
    await symptom.focus();
    await page.keyboard.press('Enter');
    assert.ok(await page.locator('#symptom-api-401 .fix').first().isVisible());
  },

  async fits_every_screen(browser, file) {
    for (const width of [320, 390, 768, 1024, 1366, 1920]) {
      const { context, page } = await open(browser, file, { viewport: { width, height: 800 } });
      await openAll(page);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `${over} px too wide at ${width}`);
      await context.close();
    }
  },

  async shows_the_life_cycle_in_words_on_a_phone(browser, file) {
    const { page } = await open(browser, file, { viewport: PHONE });
    assert.ok(await page.locator('.words li').nth(9).isVisible());
    assert.ok(await page.locator('.diagram').isHidden());
  },

  async filters_requests(browser, file) {
    const { page } = await open(browser, file);
    await page.getByLabel('Filter').fill('delete task');
    assert.equal(await page.locator('.request:visible').count(), 1);
    await page.getByLabel('Filter').fill('');
    assert.ok((await page.locator('.request:visible').count()) > 40);
  },

  async a_link_opens_what_is_closed(browser, file) {
    const { page } = await open(browser, file);
    await page.evaluate(() => (location.hash = 'symptom-invalid-client'));
    await page.locator('#symptom-invalid-client .fix').first().waitFor({ state: 'visible' });
  },

  async remembers_light_or_dark(browser, file) {
    const { page } = await open(browser, file, { colorScheme: 'light' });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await paper();
    await page.locator('.theme').click();
    const dark = await paper();
    assert.notEqual(dark, before);
    await page.reload();
    assert.equal(await paper(), dark);
  },

  async shows_everything_without_its_script(browser, file) {
    const { page } = await open(browser, file, { javaScriptEnabled: false });
    assert.ok(await page.getByText('Import the files into Postman').isVisible());
    assert.equal(await page.locator('.copy:visible').count(), 0);
    await page.locator('#symptom-api-401 > summary').click();
    assert.ok(await page.locator('#symptom-api-401 .fix').first().isVisible());
  },

  async prints_what_helps_on_paper(browser, file) {
    const { page } = await open(browser, file);
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.locator('.bar').isHidden());
    assert.equal(await page.locator('.copy:visible').count(), 0);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.ok(await page.locator('#symptom-api-401 .fix').first().isVisible());
    assert.equal(await page.locator('.request[open]').count(), 0);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.equal(await page.locator('.symptoms details[open]').count(), 0);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    const pages = (pdf.match(/\/Type\s*\/Page[^s]/g) || []).length;
    assert.ok(pages > 3 && pages <= 30, `${pages} pages`);
  },

  async the_doctors_report_is_a_page_of_the_same_kind(browser) {
    for (const options of [{}, { viewport: PHONE, colorScheme: 'dark' }]) {
      const { context, page, problems } = await open(browser, process.env.REPORT, { ...options, bypassCSP: true });
      await openAll(page);
      assert.ok(await page.getByRole('heading', { name: 'What is wrong' }).isVisible());
      assert.match(await page.locator('#steps table').innerText(), /failed/);
      assert.deepEqual(await seriousViolations(page), []);
      assert.deepEqual(problems, []);
      await context.close();
    }
  },

  // Somebody must look at them: SCREENSHOTS says where they go.
  async can_be_pictured_at_three_sizes(browser, file) {
    const folder = process.env.SCREENSHOTS;
    for (const [name, options] of Object.entries({
      phone: { viewport: PHONE },
      laptop: { viewport: LAPTOP },
      dark: { viewport: LAPTOP, colorScheme: 'dark' },
      print: { viewport: { width: 794, height: 1123 } },
    })) {
      const { context, page } = await open(browser, file, options);
      if (name === 'print') {
        await page.emulateMedia({ media: 'print' });
      }
      const picture = await page.screenshot({ fullPage: true, path: folder && path.join(folder, `${name}.png`) });
      assert.ok(picture.length > 50_000, `${name}: ${picture.length} bytes`);
      await context.close();
    }
  },
};

module.exports = { cases };
