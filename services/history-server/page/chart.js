import { hourTicks } from './day.js';
import { average, highest, lowest, priceLimits, steps } from './prices.js';

/** Room for one hour label on the time axis, CSS pixels. */
const LABEL = 30;

/**
 * Draws a day's prices as steps over a zero line.
 * @param {HTMLElement} host where the plot goes; replaces what was there
 * @param {object} day
 * @param {import('./day.js').Span} day.span the time axis
 * @param {readonly import('./prices.js').Priced[]} day.periods at least one
 * @param {import('./day.js').Span} [day.band] stretch to shade
 * @param {() => number | undefined} day.now where to draw the line of the present, if it is on the axis
 * @param {(timestamp: number | undefined) => void} onPoint called with the time under the pointer, without one when the pointer leaves
 */
export function drawChart(host, { span, periods, band, now }, onPoint) {
  const style = getComputedStyle(document.documentElement);
  /** @param {string} name */
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const limits = priceLimits(lowest(periods).price, highest(periods).price);
  const mean = average(periods);
  const axis = {
    stroke: colour('muted'),
    font: `12px ${style.fontFamily}`,
    ticks: { show: false },
  };

  /** @type {import('uplot').Options} */
  const options = {
    ...sizeOf(host),
    padding: [8, 10, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    select: { show: true, over: true, left: 0, top: 0, width: 0, height: 0 },
    scales: { x: { time: false, range: [span.start, span.end] }, y: { range: limits } },
    axes: [
      {
        ...axis,
        size: (_, labels) => (labels?.some((label) => label.includes('\n')) ? 40 : 26),
        grid: { show: false },
        splits: (u) => ticks(u).map(({ at }) => at),
        values: (u) => ticks(u).map(({ label }) => label),
      },
      {
        ...axis,
        size: 48,
        space: 44,
        grid: { stroke: colour('line'), width: 1 },
        values: (_, splits) => splits.map((value) => String(Number(value.toFixed(2))).replace('-', '−')),
      },
    ],
    series: [
      {},
      {
        paths: uPlot.paths.stepped?.({ align: 1 }),
        points: { show: false },
        width: 2,
        stroke: (u) => splitAtZero(u, colour('price'), colour('negative')),
        fill: (u) => splitAtZero(u, colour('price-fill'), colour('negative-fill')),
        fillTo: 0,
      },
    ],
    hooks: {
      drawAxes: [(u) => band && shade(u, band, colour('band'), colour('band-edge'))],
      draw: [
        (u) => {
          horizontal(u, 0, colour('muted'), []);
          horizontal(u, mean, colour('mean'), [6, 5]);
          vertical(u, now(), colour('now'));
        },
      ],
    },
  };

  /** @param {uPlot} u */
  function ticks(u) {
    const hours = (span.end - span.start) / 3600;
    const room = u.bbox.width / uPlot.pxRatio / hours;
    return hourTicks(span, [1, 2, 3, 4].find((step) => room * step >= LABEL) ?? 6);
  }

  host.replaceChildren();
  const plot = new uPlot(options, steps(periods), host);
  const resized = new ResizeObserver(() => {
    const size = sizeOf(host);
    if (size.width !== plot.width) plot.setSize(size);
  });
  resized.observe(host);

  /** @param {PointerEvent} event */
  const point = (event) => onPoint(plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, 'x'));
  plot.over.addEventListener('pointermove', point);
  plot.over.addEventListener('pointerdown', point);
  plot.over.addEventListener('pointerleave', ({ pointerType }) => {
    if (pointerType === 'mouse') onPoint(undefined); // A lifted finger leaves too, but the reader still wants to read.
  });

  return {
    /**
     * Marks a stretch of the day, or nothing.
     * @param {import('./day.js').Span} [marked]
     */
    mark(marked) {
      const [left, right] = marked ? [plot.valToPos(marked.start, 'x'), plot.valToPos(marked.end, 'x')] : [0, 0];
      plot.setSelect(
        { left, width: right - left, top: 0, height: marked ? plot.bbox.height / uPlot.pxRatio : 0 },
        false,
      );
    },
    /** Draws the line of the present where it is now. */
    redraw() {
      plot.redraw(false);
    },
    destroy() {
      resized.disconnect();
      plot.destroy();
    },
  };
}

/** @param {HTMLElement} host */
function sizeOf({ clientWidth }) {
  return { width: clientWidth, height: Math.round(Math.min(Math.max(clientWidth * 0.45, 240), 380)) };
}

/**
 * A paint that changes where prices change their sign.
 * @param {uPlot} u
 * @param {string} above
 * @param {string} below
 */
function splitAtZero(u, above, below) {
  const { top, height } = u.bbox;
  const zero = Math.min(Math.max((u.valToPos(0, 'y', true) - top) / height, 0), 1);
  if (!Number.isFinite(zero)) return above;
  const paint = u.ctx.createLinearGradient(0, top, 0, top + height);
  for (const [stop, colour] of /** @type {[number, string][]} */ ([
    [0, above],
    [zero, above],
    [zero, below],
    [1, below],
  ]))
    paint.addColorStop(stop, colour);
  return paint;
}

/**
 * @param {uPlot} u
 * @param {import('./day.js').Span} band
 * @param {string} colour
 * @param {string} edge
 */
function shade(u, { start, end }, colour, edge) {
  const left = u.valToPos(start, 'x', true);
  const width = u.valToPos(end, 'x', true) - left;
  u.ctx.fillStyle = colour;
  u.ctx.fillRect(left, u.bbox.top, width, u.bbox.height);
  u.ctx.fillStyle = edge;
  u.ctx.fillRect(left, u.bbox.top, width, 3 * uPlot.pxRatio);
}

/**
 * @param {uPlot} u
 * @param {number} price
 * @param {string} colour
 * @param {number[]} dash
 */
function horizontal(u, price, colour, dash) {
  const width = Math.round(uPlot.pxRatio);
  const y = crisp(u.valToPos(price, 'y', true), width);
  line(u, [u.bbox.left, y], [u.bbox.left + u.bbox.width, y], { colour, width, dash });
}

/**
 * @param {uPlot} u
 * @param {number | undefined} time
 * @param {string} colour
 */
function vertical(u, time, colour) {
  if (time === undefined) return;
  const width = Math.round(2 * uPlot.pxRatio);
  const x = crisp(u.valToPos(time, 'x', true), width);
  line(u, [x, u.bbox.top], [x, u.bbox.top + u.bbox.height], { colour, width, dash: [] });
}

/**
 * Where a line of whole pixels covers pixels wholly.
 * @param {number} position
 * @param {number} width
 */
const crisp = (position, width) => Math.round(position) + (width % 2) / 2;

/**
 * @param {uPlot} u
 * @param {[number, number]} from
 * @param {[number, number]} to
 * @param {{ colour: string, width: number, dash: number[] }} stroke in pixels of the canvas
 */
function line({ ctx }, from, to, { colour, width, dash }) {
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash.map((length) => length * uPlot.pxRatio));
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
  ctx.restore();
}
