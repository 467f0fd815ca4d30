import { dayUrl, Failure, fetchDay, nearestDay } from './api.js';
import { drawChart } from './chart.js';
import { addDays, dayAt, isDay, longDay, spanOf, timeAt, timesOf } from './day.js';
import {
  average,
  centsPerKwh,
  cheapest,
  coverage,
  highest,
  lowest,
  periodAt,
  periodsOf,
  twoDecimals,
} from './prices.js';

const HOUR = 3600;
/** How often what depends on the time of day is brought up to date, milliseconds. */
const TICK = 15_000;
/** A day typed on the keyboard changes with each digit: wait until it rests this long, milliseconds. */
const REST = 400;

/** @typedef {{ day: string, span: import('./day.js').Span, periods: import('./prices.js').Priced[] }} Shown */

/**
 * @template {HTMLElement} [E=HTMLElement]
 * @param {string} id
 */
const element = (id) => /** @type {E} */ (document.getElementById(id));

const main = element('main');
const picker = /** @type {HTMLInputElement} */ (element('day'));
const chartHost = element('chart');
const dark = matchMedia('(prefers-color-scheme: dark)');

/** The day asked for, which the buttons count from. */
let day = '';
/** The prices on the page, if any. @type {Shown | undefined} */
let shown;
/** @type {ReturnType<typeof drawChart> | undefined} */
let chart;
/** The period that the reader points at. @type {number | undefined} */
let pointed;
/** Stops the request on its way. @type {AbortController | undefined} */
let request;

const now = () => Date.now() / 1000;
const today = () => dayAt(now());

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Partial<HTMLElementTagNameMap[T]>} properties
 * @param {(Node | string)[]} children
 */
function make(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** @param {number} price */
const inWords = (price) => `${twoDecimals(price)} EUR/MWh (${centsPerKwh(price)} ct/kWh)`;

/** @param {string} of */
function nameOf(of) {
  const names = new Map([
    [today(), 'today'],
    [addDays(today(), 1), 'tomorrow'],
    [addDays(today(), -1), 'yesterday'],
  ]);
  const name = names.get(of);
  return name ? `${longDay(of)} (${name})` : longDay(of);
}

// --- The day in the address -------------------------------------------------------------------------------------------------------

/** Shows the day that the address names; none is today. */
function openAddress() {
  const asked = new URLSearchParams(location.search).get('day');
  if (asked === null || isDay(asked)) {
    show(asked ?? today());
    return;
  }
  request?.abort();
  request = undefined;
  main.ariaBusy = 'false';
  day = today();
  heading('');
  fail(new Failure('That is not a day', `The address asks for “${asked}”. A day looks like ${today()}.`), 'Show today');
}

/**
 * Goes to another day, which the browser's Back button leaves again.
 * @param {string} to
 */
async function go(to) {
  history.pushState(null, '', `?day=${to}`);
  await show(to);
}

// --- Getting and showing a day ----------------------------------------------------------------------------------------------------

/** @param {string} asked */
async function show(asked) {
  request?.abort();
  const mine = new AbortController();
  request = mine;
  day = asked;
  heading(nameOf(day));
  main.ariaBusy = 'true';
  say('Loading…');
  try {
    const answer = await fetchDay(day, mine.signal);
    if (request === mine)
      answer ? present(answer, mine.signal) : failEmpty(`No prices are stored for ${day}`, mine.signal);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (request === mine) fail(error, 'Try again');
  } finally {
    if (request === mine) main.ariaBusy = 'false';
  }
}

/** @param {string} title */
function heading(title) {
  element('heading').textContent = title;
  document.title = title ? `${title} · Electricity prices` : 'Electricity prices';
  picker.value = day;
  /** @type {HTMLAnchorElement} */ (element('json')).href = dayUrl(day);
  markButtons();
}

function markButtons() {
  mark(element('today'), day === today(), 'date');
  mark(element('tomorrow'), day === addDays(today(), 1), 'true');
}

/**
 * @param {HTMLElement} of
 * @param {boolean} isCurrent
 * @param {string} value
 */
function mark(of, isCurrent, value) {
  if (isCurrent) of.setAttribute('aria-current', value);
  else of.removeAttribute('aria-current');
}

/**
 * @param {Failure} failure
 * @param {string} remedy what the button below does
 */
function fail(failure, remedy) {
  shown = undefined;
  chart?.destroy();
  chart = undefined;
  element('prices').hidden = true;
  element('failure').hidden = false;
  element('failure-title').textContent = failure.message;
  element('failure-text').textContent = failure.text;
  element('retry').textContent = remedy;
  element('nearest').hidden = true;
  say(`${failure.message}.`, 'hidden');
}

/**
 * Tells the reader how it went: in the line below the heading, or only to a screen reader where the page shows the same.
 * @param {string} text
 * @param {'' | 'hidden'} [className]
 */
function say(text, className = '') {
  Object.assign(element('status'), { textContent: text, className });
}

/**
 * @param {string} title
 * @param {AbortSignal} signal
 */
async function failEmpty(title, signal) {
  const text =
    day > today()
      ? 'The prices of a day are published in the early afternoon of the day before.'
      : 'Choose another day, or look again later: missing days may be filled in.';
  fail(new Failure(title, text), 'Look again');
  const nearest = await nearestDay(day, signal);
  if (!nearest || nearest === day || signal.aborted) return;
  element('nearest').hidden = false;
  element('nearest').textContent = `Show ${nearest}`;
  element('nearest').onclick = async () => {
    await go(nearest);
    element('heading').focus();
  };
}

/**
 * @param {{ records: import('./prices.js').PriceRecord[], stale: boolean }} answer
 * @param {AbortSignal} signal
 */
function present({ records, stale }, signal) {
  const span = spanOf(day);
  const periods = periodsOf(records, span);
  if (periods.length === 0) {
    failEmpty(`What is stored for ${day} holds no price of that day`, signal);
    return;
  }
  shown = { day, span, periods };
  pointed = undefined;
  element('failure').hidden = true;
  element('prices').hidden = false;
  say(statusOf(shown, stale));
  const [band] = cheapest(periods, 3 * HOUR);
  element('band').hidden = !band;
  element('negative').hidden = lowest(periods).price >= 0;
  fillTable(shown, band);
  draw();
  showPresent();
}

/**
 * @param {Shown} of
 * @param {boolean} stale
 */
function statusOf({ span, periods }, stale) {
  const [covered, whole] = [coverage(periods), span.end - span.start];
  return [
    `${periods.length} ${periods.length === 1 ? 'price' : 'prices'}.`,
    covered < whole && `Incomplete: prices for ${hours(covered)} of ${hours(whole)} hours.`,
    whole !== 24 * HOUR && `The clocks change: this day has ${hours(whole)} hours.`,
    stale && 'The store can’t be reached: these prices may be out of date.',
  ]
    .filter(Boolean)
    .join(' ');
}

/** @param {number} seconds */
const hours = (seconds) => String(Number((seconds / HOUR).toFixed(2)));

/** @param {Shown} of */
function fillSummary({ periods }) {
  const present = periodAt(periods, now());
  const [low, high] = [lowest(periods), highest(periods)];
  const hour = cheapest(periods, HOUR);
  const three = cheapest(periods, 3 * HOUR);
  element('summary').replaceChildren(
    ...(present ? [entry('Now', present.price, `until ${timeAt(present.end)}`)] : []),
    entry('Average', average(periods), ''),
    entry('Lowest', low.price, timesOf(low)),
    entry('Highest', high.price, timesOf(high)),
    ...(hour[0] ? [entry('Cheapest hour', hour[0].price, list(hour))] : []),
    ...(three[0] ? [entry('Cheapest 3 hours', three[0].price, list(three))] : []),
  );
}

/**
 * @param {string} name
 * @param {number} price
 * @param {string} note
 */
function entry(name, price, note) {
  return make(
    'div',
    {},
    make('dt', {}, name),
    make(
      'dd',
      { className: price < 0 ? 'below' : '' },
      make('strong', {}, twoDecimals(price), make('span', { className: 'hidden' }, ' EUR/MWh')),
      make('div', { className: 'cents' }, `${centsPerKwh(price)} ct/kWh`),
      note,
    ),
  );
}

/** @param {readonly import('./day.js').Span[]} stretches */
function list(stretches) {
  const more = stretches.length - 2;
  return stretches.slice(0, 2).map(timesOf).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/**
 * @param {Shown} of
 * @param {import('./day.js').Span} [band]
 */
function fillTable({ day, periods }, band) {
  element('caption').textContent = `${longDay(day)}, Estonian time${band ? '; the cheapest 3 hours are shaded' : ''}`;
  element('rows').replaceChildren(
    ...periods.map((period) => {
      const className = period.price < 0 ? 'below' : '';
      return make(
        'tr',
        { className: band && period.start < band.end && period.end > band.start ? 'cheap' : '' },
        make('th', { scope: 'row' }, timesOf(period)),
        make('td', { className }, twoDecimals(period.price)),
        make('td', { className }, centsPerKwh(period.price)),
      );
    }),
  );
}

/** Brings the table's mark, the summary, the line in the plot and the buttons up to the present. */
function showPresent() {
  markButtons();
  if (!shown) return;
  const { span, periods } = shown;
  const present = periodAt(periods, now());
  fillSummary(shown);
  [...element('rows').children].forEach((row, index) => {
    mark(/** @type {HTMLElement} */ (row), periods[index] === present, 'time');
  });
  element('now').hidden = !isNow(span);
  chart?.redraw();
  showPointed();
}

/** @param {import('./day.js').Span} span */
const isNow = ({ start, end }) => now() >= start && now() < end;

// --- The plot ---------------------------------------------------------------------------------------------------------------------

function draw() {
  if (!shown) return;
  const { span, periods } = shown;
  chart?.destroy();
  chart = drawChart(
    chartHost,
    { span, periods, band: cheapest(periods, 3 * HOUR)[0], now: () => (isNow(span) ? now() : undefined) },
    (time) => {
      const index = time === undefined ? -1 : periods.findIndex(({ start, end }) => start <= time && time < end);
      pointed = index < 0 ? undefined : index;
      showPointed();
    },
  );
}

/** The index that the arrow keys step from: the period pointed at, else the present one, else the first. */
function position() {
  const present = shown ? shown.periods.findIndex((period) => period === periodAt(shown?.periods ?? [], now())) : -1;
  return pointed ?? Math.max(present, 0);
}

function showPointed() {
  if (!shown) return;
  const period = shown.periods[position()];
  if (!period) return;
  const text = `${timesOf(period)}: ${inWords(period.price)}`;
  chart?.mark(pointed === undefined ? undefined : period);
  element('readout').textContent = pointed === undefined ? '' : text;
  chartHost.ariaValueMax = String(shown.periods.length);
  chartHost.ariaValueNow = String(position() + 1);
  chartHost.ariaValueText = text;
}

/** @param {KeyboardEvent} event */
function step(event) {
  if (!shown || event.altKey || event.ctrlKey || event.metaKey) return;
  const { periods } = shown;
  const from = position();
  const last = periods.length - 1;
  /** @param {number} seconds */
  const by = (seconds) => {
    const target = /** @type {import('./prices.js').Priced} */ (periods[from]).start + seconds;
    return seconds > 0
      ? periods.findIndex(({ start }) => start >= target)
      : periods.findLastIndex(({ start }) => start <= target);
  };
  const to = {
    ArrowRight: from + 1,
    ArrowUp: from + 1,
    ArrowLeft: from - 1,
    ArrowDown: from - 1,
    PageUp: by(HOUR) < 0 ? last : by(HOUR),
    PageDown: by(-HOUR),
    Home: 0,
    End: last,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  pointed = Math.min(Math.max(to, 0), last);
  showPointed();
}

// --- What the reader does ---------------------------------------------------------------------------------------------------------

/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;
picker.addEventListener('change', () => {
  clearTimeout(typing);
  if (picker.validity.valid) typing = setTimeout(() => picker.value !== day && go(picker.value), REST);
});
element('previous').addEventListener('click', () => go(addDays(day, -1)));
element('next').addEventListener('click', () => go(addDays(day, 1)));
element('today').addEventListener('click', () => go(today()));
element('tomorrow').addEventListener('click', () => go(addDays(today(), 1)));
element('retry').addEventListener('click', async () => {
  if (isDay(new URLSearchParams(location.search).get('day') ?? day)) await show(day);
  else await go(today());
  if (element('failure').hidden) element('heading').focus();
});
chartHost.addEventListener('keydown', step);
chartHost.addEventListener('blur', () => {
  pointed = undefined;
  showPointed();
});
window.addEventListener('popstate', openAddress);
dark.addEventListener('change', () => {
  draw();
  showPointed();
});
document.addEventListener('visibilitychange', showPresent);
setInterval(showPresent, TICK);

openAddress();
