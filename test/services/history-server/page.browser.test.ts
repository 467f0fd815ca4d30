/**
 * The page in a real browser, over canned answers of the API. Needs Chromium: `CHROMIUM_BIN`, or Debian's package `chromium`.
 * With `SCREENSHOTS=<folder>` pictures of it are left there.
 */

import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Router from '@koa/router';
import Koa from 'koa';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { addDays, spanOf } from '../../../services/history-server/page/day.js';
import { pageRoutes } from '../../../services/history-server/src/page';

const CHROMIUM = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium';
const hasChromium = existsSync(CHROMIUM);
if (!hasChromium)
  console.warn(
    `Browser tests are skipped: there is no ${CHROMIUM}. Run "apt-get install chromium", or set CHROMIUM_BIN.`,
  );
const inBrowser = hasChromium ? describe : describe.skip;

const HOUR = 3600;
const QUARTER = 900;
/** Half past midnight in Estonia, still the day before in UTC and in America. */
const NOW = new Date('2026-01-15T22:35:00Z');
const TODAY = '2026-01-16';

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

/** What the API answers, by day; every other day is 404. */
const answers = new Map<string, Answer>();
/** Days whose answer waits for the promise. */
const held = new Map<string, Promise<void>>();
/** Requests to the API, in their order. */
const asked: string[] = [];

let server: Server;
let origin: string;
let browser: Browser;

/** Records of the whole day, priced by the hour since midnight. */
function records(day: string, step: number, price: (hour: number) => number) {
  const { start, end } = spanOf(day);
  return Array.from({ length: (end - start) / step }, (_, index) => ({
    estonian_time: new Date((start + index * step) * 1000).toISOString(),
    price: Math.round(price((index * step) / HOUR) * 100) / 100,
    timestamp: start + index * step,
  }));
}

/** A winter day: a dear morning and a dearer evening. */
const winter = (hour: number) =>
  62 +
  58 * Math.exp(-(((hour - 9) / 2.2) ** 2)) +
  95 * Math.exp(-(((hour - 18.5) / 2.4) ** 2)) +
  6 * Math.sin(hour * 5);
/** A sunny, windy day: below zero around noon. */
const summer = (hour: number) => 48 - 82 * Math.exp(-(((hour - 13.5) / 3.6) ** 2)) + 5 * Math.sin(hour * 4);

const DAYS = {
  spring: '2026-03-29',
  autumn: '2025-10-26',
  mixed: '2025-10-01',
  hourly: '2024-03-03',
  negative: '2026-07-05',
  missing: '2026-02-01',
  down: '2026-02-02',
  broken: '2026-02-03',
  refused: '2026-02-04',
  partial: '2026-02-05',
  stale: '2026-02-06',
  other: '2026-02-07',
};

function cannedAnswers() {
  answers.clear();
  held.clear();
  const stored = (day: string, body: unknown, headers = {}) => answers.set(day, { body, headers });
  stored(addDays(TODAY, -1), records(addDays(TODAY, -1), QUARTER, winter));
  stored(TODAY, records(TODAY, QUARTER, winter));
  for (const day of [DAYS.spring, DAYS.autumn]) stored(day, records(day, QUARTER, winter));
  const { start } = spanOf(DAYS.mixed);
  stored(DAYS.mixed, [{ timestamp: start, price: 40 }, ...records(DAYS.mixed, QUARTER, () => 10).slice(4)]);
  stored(
    DAYS.hourly,
    records(DAYS.hourly, HOUR, (hour) => (hour < 3 ? hour : 50 + hour)),
  );
  stored(DAYS.negative, records(DAYS.negative, QUARTER, summer));
  answers.set(DAYS.down, { status: 503, headers: { 'Retry-After': '5' }, body: { title: 'Service Unavailable' } });
  answers.set(DAYS.refused, { status: 500, body: { title: 'Internal Server Error', detail: 'a bug' } });
  stored(DAYS.broken, [{ timestamp: 1, price: 'dear' }]);
  stored(DAYS.partial, records(DAYS.partial, QUARTER, winter).slice(0, 4));
  stored(DAYS.stale, records(DAYS.stale, QUARTER, winter), { Warning: '111 - "Revalidation Failed"' });
  stored(DAYS.other, records(DAYS.stale, QUARTER, winter));
}

jest.setTimeout(60_000);

inBrowser('the page', () => {
  beforeAll(async () => {
    const router = new Router();
    pageRoutes(router);
    router.get('/api/prices', async (ctx) => {
      const day = String(ctx.query.day);
      asked.push(day);
      await held.get(day);
      const { status = 200, headers = {}, body } = answers.get(day) ?? { status: 404, body: { title: 'Not Found' } };
      ctx.set(headers);
      ctx.status = status;
      ctx.body = body;
    });
    router.get('/api/days', (ctx) => {
      const after = String(ctx.query.after);
      ctx.body = { days: [...answers.keys()].sort().filter((day) => day > after), next: null };
    });
    server = new Koa().use(router.routes()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
        ' ',
      ),
    });
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  let page: Page;
  /** What a reader of the console would complain about; answers of the API with an error status are part of the test. */
  let complaints: string[];

  beforeEach(() => {
    cannedAnswers();
    asked.length = 0;
    complaints = [];
  });

  afterEach(async () => {
    await page?.context().close();
    expect(complaints).toEqual([]);
  });

  /** Opens the page far from Estonia, at half past midnight there. */
  async function open(address = '', options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ timezoneId: 'America/Los_Angeles', locale: 'en-GB', ...options });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      const isAnswer = message.text().startsWith('Failed to load resource') && message.location().url.includes('/api/');
      if (['error', 'warning'].includes(message.type()) && !isAnswer) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(origin)) complaints.push(`asked ${request.url()}`);
    });
    await page.addInitScript(`document.addEventListener('securitypolicyviolation', ({ blockedURI, violatedDirective }) => {
      console.error(violatedDirective + ' blocked ' + blockedURI);
    })`);
    await page.clock.setFixedTime(NOW);
    await page.goto(`${origin}/${address}`);
    await settled();
  }

  const settled = () => page.locator('main[aria-busy="false"]').waitFor();
  const heading = () => page.getByRole('heading', { level: 2 }).innerText();
  const status = () => page.getByRole('status').innerText();
  const rows = () => page.locator('tbody tr');
  const day = () => new URL(page.url()).searchParams.get('day');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const chart = () => page.getByRole('slider', { name: 'Price through the day' });
  /** The lines beside a name of the summary: price, its unit, the price per kWh, and when. */
  const summary = async (name: string) =>
    (
      await page
        .locator('dl > div', { has: page.getByText(name, { exact: true }) })
        .locator('dd')
        .innerText()
    )
      .split('\n')
      .filter(Boolean);
  const frame = () => page.evaluate('new Promise(requestAnimationFrame)');
  /** Waits for an expression in the page; Playwright's own wait would need eval, which the policy forbids. */
  const until = async (expression: string) => {
    while (!(await page.evaluate(expression))) await frame();
  };
  const overflow = () => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  const shot = async (name: string) => {
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`), fullPage: true });
  };

  /** Pixels of the plot close to a colour of the style sheet. */
  const pixels = (name: string): Promise<number> =>
    page.evaluate(`{
      const { canvas } = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
      const plot = document.querySelector('canvas');
      Object.assign(canvas, { width: plot.width, height: plot.height });
      const copy = canvas.getContext('2d');
      copy.drawImage(plot, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      const hex = getComputedStyle(document.documentElement).getPropertyValue('--${name}').trim();
      const wanted = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
      let count = 0;
      for (let at = 0; at < data.length; at += 4)
        if (data[at + 3] === 255 && wanted.every((value, part) => Math.abs(data[at + part] - value) <= 2)) count++;
      count;
    }`);

  /** Waits until the plot has more than so many pixels of a colour: it is drawn after what it shows is known. */
  const drawn = async (name: string, count: number) => {
    while ((await pixels(name)) <= count) await frame();
  };

  test('opens on the day it is in Estonia, wherever the browser is', async () => {
    await open();
    expect(await heading()).toMatch(/^Friday,? 16 January 2026 \(today\)$/);
    expect(asked).toEqual([TODAY]);
    expect(await page.title()).toMatch(/16 January 2026.*Electricity prices/);
    expect(await page.getByLabel('Day', { exact: true }).inputValue()).toBe(TODAY);
    expect(await status()).toBe('96 prices.');
    const [price, , , until] = await summary('Now');
    expect(until).toBe('until 00:45');
    expect(await page.locator('tr[aria-current="time"]').textContent()).toContain(`00:30–00:45${price}`);
    await drawn('price', 500);
    await drawn('now', 100);
    expect(await pixels('negative')).toBe(0);
    await shot('light');
  });

  test('keeps the present up to date while it is open', async () => {
    await open();
    await page.clock.install({ time: NOW });
    await page.goto(`${origin}/`);
    await settled();
    await page.clock.fastForward('20:00');
    expect((await summary('Now'))[3]).toBe('until 01:00');
    await page.clock.fastForward('24:00:00');
    expect(await page.getByText('Now', { exact: true }).first().isVisible()).toBe(false);
    expect(await button('Today').getAttribute('aria-current')).toBeNull();
  });

  test('sums up an hourly day', async () => {
    await open(`?day=${DAYS.hourly}`);
    expect(await status()).toBe('24 prices.');
    expect(await summary('Average')).toEqual(['55.25', 'EUR/MWh', '5.53 ct/kWh']);
    expect(await summary('Lowest')).toEqual(['0.00', 'EUR/MWh', '0.00 ct/kWh', '00:00–01:00']);
    expect(await summary('Highest')).toEqual(['73.00', 'EUR/MWh', '7.30 ct/kWh', '23:00–00:00']);
    expect(await summary('Cheapest hour')).toEqual(['0.00', 'EUR/MWh', '0.00 ct/kWh', '00:00–01:00']);
    expect(await summary('Cheapest 3 hours')).toEqual(['1.00', 'EUR/MWh', '0.10 ct/kWh', '00:00–03:00']);
    expect(await page.locator('dt', { hasText: 'Now' }).count()).toBe(0);
    expect(await pixels('now')).toBe(0);
  });

  test('weighs hours and quarters of a mixed day by their length', async () => {
    await open(`?day=${DAYS.mixed}`);
    expect(await status()).toBe('93 prices.');
    expect((await summary('Average'))[0]).toBe('11.25');
  });

  test('draws prices below zero below the line', async () => {
    await open(`?day=${DAYS.negative}`);
    await drawn('negative', 200);
    await drawn('price', 200);
    expect((await summary('Lowest'))[0]).toMatch(/^−\d\d\.\d\d$/);
    expect(await page.getByText('Below zero').isVisible()).toBe(true);
    await shot('negative');
  });

  test.each([
    [DAYS.spring, 92, 23],
    [DAYS.autumn, 100, 25],
  ])('shows the whole of %s: %i prices, %i hours', async (changed, count, hours) => {
    await open(`?day=${changed}`);
    expect(await status()).toBe(`${count} prices. The clocks change: this day has ${hours} hours.`);
    expect(await rows().count()).toBe(count);
    const times = await page.locator('tbody th').allTextContents();
    expect(new Set(times).size).toBe(count);
    expect(times.filter((time) => /^03:.*UTC\+[23]\)/.test(time))).toHaveLength(count === 100 ? 8 : 0);
    await shot(`clocks-${changed}`);
  });

  test('goes from day to day, and back and forward again', async () => {
    await open(`?day=${TODAY}`);
    expect(await button('Today').getAttribute('aria-current')).toBe('date');
    await button('Previous day').click();
    await settled();
    expect(day()).toBe(addDays(TODAY, -1));
    expect(await heading()).toContain('yesterday');
    await button('Next day').click();
    await button('Tomorrow').click();
    await page.getByRole('heading', { name: `No prices are stored for ${addDays(TODAY, 1)}` }).waitFor();
    expect(day()).toBe(addDays(TODAY, 1));
    expect(await button('Tomorrow').getAttribute('aria-current')).toBe('true');
    await button('Today').click();
    await settled();
    expect(await heading()).toContain('(today)');
    await page.getByLabel('Day', { exact: true }).fill(DAYS.hourly);
    await page.waitForURL(`**/?day=${DAYS.hourly}`);
    await settled();
    expect(await status()).toBe('24 prices.');
    await page.goBack();
    await page.locator('h2', { hasText: '(today)' }).waitFor();
    expect(await page.getByLabel('Day', { exact: true }).inputValue()).toBe(TODAY);
    await page.goForward();
    await page.locator('h2', { hasText: '3 March 2024' }).waitFor();
  });

  test('can be used with the keyboard alone', async () => {
    await open();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = () => page.evaluate<string>('document.activeElement.id || document.activeElement.tagName');
    await press('Tab');
    expect(await focused()).toBe('previous');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await press('Tab');
    await page.keyboard.type('03032024'); // The field's order of day and month depends on the locale.
    await page.waitForURL(`**/?day=${DAYS.hourly}`);
    await settled();
    while ((await focused()) !== 'chart') await press('Tab');
    await press('ArrowRight');
    expect(await chart().getAttribute('aria-valuetext')).toBe('01:00–02:00: 1.00 EUR/MWh (0.10 ct/kWh)');
    expect(await page.locator('#readout').innerText()).toBe('01:00–02:00: 1.00 EUR/MWh (0.10 ct/kWh)');
    await press('End', 'ArrowRight');
    expect(await chart().getAttribute('aria-valuenow')).toBe('24');
    await press('PageDown', 'ArrowLeft');
    expect(await chart().getAttribute('aria-valuetext')).toMatch(/^21:00–22:00: 71\.00/);
    await press('Home', 'PageDown');
    expect(await chart().getAttribute('aria-valuenow')).toBe('1');
    await press('Tab');
    expect(await page.locator('#readout').innerText()).toBe('');
    expect(await rows().first().isVisible()).toBe(false);
    await press('Enter');
    expect(await rows().first().isVisible()).toBe(true);
  });

  test('asks for no year half typed, and not for a cleared day, however slow the hand', async () => {
    await open();
    await page.clock.install({ time: NOW });
    await page.reload();
    await settled();
    await page.locator('#day').focus();
    for (const digit of '03032024') {
      await page.keyboard.press(digit);
      await page.clock.runFor(1000);
    }
    await settled();
    await page.locator('#day').fill('');
    await page.clock.runFor(1000);
    expect(asked.at(-1)).toBe(DAYS.hourly);
    expect(asked.filter((day) => !day.startsWith('20'))).toEqual([]); // 0002, 0020 and 0202 are on the way.
    expect(await status()).toBe('24 prices.');
  });

  test('steps by the hour through quarters', async () => {
    await open(`?day=${DAYS.autumn}`);
    await chart().focus();
    for (const key of ['Home', 'PageUp', 'PageUp', 'PageUp', 'PageUp']) await page.keyboard.press(key);
    expect(await chart().getAttribute('aria-valuetext')).toMatch(/^03:00–03:15 \(UTC\+2\):/);
    await page.keyboard.press('PageDown');
    expect(await chart().getAttribute('aria-valuetext')).toMatch(/^03:00–03:15 \(UTC\+3\):/);
  });

  test('reads the price under the pointer', async () => {
    await open(`?day=${DAYS.hourly}`);
    const box = await page.locator('.u-over').boundingBox();
    if (!box) throw new Error('the plot has no box');
    await page.mouse.move(box.x + (12.5 / 24) * box.width, box.y + 20);
    expect(await page.locator('#readout').innerText()).toBe('12:00–13:00: 62.00 EUR/MWh (6.20 ct/kWh)');
    await page.mouse.move(0, 0);
    expect(await page.locator('#readout').innerText()).toBe('');
  });

  test('says that a day is missing, and shows it once it is there', async () => {
    await open(`?day=${DAYS.missing}`);
    expect(await status()).toBe('No prices are stored for 2026-02-01.');
    expect(await heading()).toContain('1 February 2026');
    expect(await page.locator('#prices').isVisible()).toBe(false);
    expect(await page.getByText('published in the early afternoon').isVisible()).toBe(true);
    await shot('missing');
    answers.set(DAYS.missing, { body: records(DAYS.missing, QUARTER, winter) });
    await button('Look again').click();
    await rows().first().waitFor({ state: 'attached' });
    expect(await status()).toBe('96 prices.');
    expect(await page.evaluate('document.activeElement.id')).toBe('heading');
  });

  test('offers the nearest stored day in place of a missing one', async () => {
    await open(`?day=${addDays(TODAY, 5)}`);
    await button(`Show ${TODAY}`).click();
    await rows().first().waitFor({ state: 'attached' });
    expect(day()).toBe(TODAY);
    expect(await page.locator('#nearest').isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.id')).toBe('heading');
  });

  test('does without the list of days where it can’t be had', async () => {
    await open();
    await page.route('**/api/days?*', (route) => route.abort('connectionrefused'));
    const failed = page.waitForEvent('requestfailed');
    await button('Tomorrow').click();
    await failed;
    expect(await button('Look again').isVisible()).toBe(true);
    expect(await page.locator('#nearest').isVisible()).toBe(false);
  });

  test('says when the store is down, and tries again when asked to', async () => {
    await open(`?day=${DAYS.down}`);
    expect(await status()).toBe('The prices can’t be read right now.');
    expect(await page.getByText('Try again in 5 s.').isVisible()).toBe(true);
    await shot('down');
    await button('Try again').click();
    await settled();
    expect(asked).toEqual([DAYS.down, DAYS.down]);
    expect(await page.evaluate('document.activeElement.id')).toBe('retry');
  });

  test('says when the server can’t be reached', async () => {
    await open();
    await page.route('**/api/prices?*', (route) => route.abort('connectionrefused'));
    await button('Previous day').click();
    await settled();
    expect(await status()).toBe('The server can’t be reached.');
    await page.unroute('**/api/prices?*');
    await button('Try again').click();
    await rows().first().waitFor({ state: 'attached' });
    expect(await heading()).toContain('yesterday');
  });

  test.each([
    ['an error', DAYS.refused, 'The server could not answer', 'It said 500: a bug.'],
    ['no prices', DAYS.broken, 'The stored prices can’t be shown', 'record 1: price is "dear", not a number.'],
    ['prices of another day', DAYS.other, 'What is stored for 2026-02-07 holds no price of that day', 'published'],
  ])('says so when the answer is %s', async (_, of, title, text) => {
    await open(`?day=${of}`);
    expect(await status()).toBe(`${title}.`);
    expect(await page.locator('#failure').innerText()).toContain(text);
  });

  test.each(['2024-02-30', 'tomorrow', '', '"><script>alert(1)</script>'])('refuses ?day=%s', async (asking) => {
    await open(`?day=${encodeURIComponent(asking)}`);
    expect(await status()).toBe('That is not a day.');
    expect(await page.locator('#failure').innerText()).toContain(`“${asking}”`);
    expect(asked).toEqual([]);
    await button('Show today').click();
    await settled();
    expect(await heading()).toContain('(today)');
  });

  test('says when a day is incomplete', async () => {
    await open(`?day=${DAYS.partial}`);
    expect(await status()).toBe('4 prices. Incomplete: prices for 1 of 24 hours.');
    expect(await page.getByText('Cheapest 3 hours').count()).toBe(1); // The hidden line of the legend.
    expect(await page.getByText('Cheapest 3 hours').isVisible()).toBe(false);
  });

  test('says when the prices come from a cache because the store is down', async () => {
    await open(`?day=${DAYS.stale}`);
    expect(await status()).toBe('96 prices. The store can’t be reached: these prices may be out of date.');
  });

  test('shows the day chosen last, and nothing of the one left on the way', async () => {
    await open(`?day=${DAYS.hourly}`);
    const hold = (of: string) => {
      let release = () => {};
      held.set(of, new Promise((resolve) => (release = resolve)));
      return release;
    };
    const [releaseTomorrow, releaseToday] = [hold(addDays(TODAY, 1)), hold(TODAY)];
    await button('Tomorrow').click();
    const left = page.waitForEvent('requestfailed');
    await button('Today').click();
    await left;
    await frame();
    expect(await status()).toBe('Loading…');
    expect(await page.locator('#failure').isVisible()).toBe(false);
    releaseToday();
    await settled();
    releaseTomorrow();
    expect(await heading()).toContain('(today)');
    expect(await status()).toBe('96 prices.');
  });

  test('turns dark with the system, the plot too', async () => {
    await open('', { colorScheme: 'dark' });
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await background()).toBe('rgb(15, 20, 27)');
    await drawn('price', 500);
    await shot('dark');
    await drawn('line', 500);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await background()).toBe('rgb(244, 246, 249)');
    await drawn('price', 500);
    await drawn('line', 500); // The grid keeps the colour it was made with, so the plot is a new one.
  });

  test.each([
    [TODAY, 'phone'],
    [DAYS.autumn, 'phone-clocks'],
    [DAYS.negative, 'phone-negative'],
    [DAYS.down, 'phone-down'],
    [DAYS.missing, 'phone-missing'],
  ])('fits a phone 320 pixels wide on %s', async (of, name) => {
    await open(`?day=${of}`, {
      viewport: { width: 320, height: 640 },
      deviceScaleFactor: 2,
      hasTouch: true,
      isMobile: true,
    });
    expect(await overflow()).toBe(0);
    await shot(name);
    const table = page.getByText('All prices in a table');
    if (await table.isVisible()) {
      await page.locator('.u-over').tap();
      expect(await page.locator('#readout').innerText()).toMatch(/EUR\/MWh/);
      await table.click();
      expect(await rows().last().isVisible()).toBe(true);
    }
    expect(await overflow()).toBe(0);
  });

  test('follows the width of the window', async () => {
    await open();
    await page.setViewportSize({ width: 400, height: 800 });
    await until(`document.querySelector('canvas').getBoundingClientRect().width < 400`);
    expect(await overflow()).toBe(0);
    await page.setViewportSize({ width: 1200, height: 800 });
    await until(`document.querySelector('canvas').getBoundingClientRect().width > 800`);
  });

  test('keeps still for those who ask for less motion', async () => {
    await open('', { reducedMotion: 'reduce' });
    const duration = () => page.evaluate(`getComputedStyle(document.getElementById('prices')).transitionDuration`);
    expect(await duration()).toBe('0s');
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await duration()).toBe('0.15s');
  });
});
