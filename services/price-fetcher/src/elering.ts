import * as z from 'zod';
import { EleringError, NotPublishedError } from './exit-codes';
import { type Http, HttpFailure } from './http';
import { type Day, type EpochSeconds, endOf, estonianTime, startOf } from './time';

/** The bidding zones of the API: Estonia, Finland, Latvia, Lithuania. */
export const AREAS = ['ee', 'fi', 'lv', 'lt'] as const;
export type Area = (typeof AREAS)[number];

/** One price as delivered: EUR/MWh without VAT, from `timestamp` on. Can be negative. */
export interface Price {
  timestamp: EpochSeconds;
  price: number;
}

const Envelope = z.object({ success: z.literal(true).optional(), data: z.record(z.string(), z.unknown()).optional() });
const Prices = z.array(z.object({ timestamp: z.int(), price: z.number() }));

/** Elering's day-ahead prices (Nord Pool), `GET /api/nps/price`. @see https://dashboard.elering.ee/assets/api-doc.html */
export class Elering {
  constructor(
    private readonly http: Http,
    private readonly base: URL,
    private readonly area: Area,
  ) {}

  /**
   * What the API knows of these days, both included, at most a year of them: maybe nothing, maybe not all.
   * @throws EleringError when there is no answer; NotPublishedError when it makes no sense
   */
  async prices(from: Day, to: Day): Promise<Price[]> {
    const url = priceUrl(this.base, from, to);
    try {
      return areaPrices(await this.http.get(url, { followRedirect: true }), this.area);
    } catch (error) {
      if (error instanceof HttpFailure) throw new EleringError(`Elering failed: ${error.message}`, { cause: error });
      throw error;
    }
  }
}

/** `end` is inclusive, so the last second of the last day is asked for: its midnight would bring the next day's first price. */
export function priceUrl(base: URL, from: Day, to: Day): URL {
  const url = new URL(`${base.href}api/nps/price`);
  url.searchParams.set('start', estonianTime(startOf(from)));
  url.searchParams.set('end', estonianTime(endOf(to) - 1));
  return url;
}

/** Picks one area out of an answer. Nothing published is an empty list, object or area; anything else must be as documented. */
export function areaPrices(body: string, area: Area): Price[] {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    throw malformed(`not JSON but ${excerpt(body)}`);
  }
  if (isEmpty(answer)) return [];
  if (isEmpty((answer as { data?: unknown } | null)?.data)) return [];
  const { data } = parse(Envelope, answer);
  if (!data) throw malformed(`no "data" in ${excerpt(body)}`);
  if (!(area in data)) {
    throw malformed(
      `no area "${area}", only ${Object.keys(data)
        .map((name) => `"${name}"`)
        .join(', ')}`,
    );
  }
  return parse(z.object({ data: z.object({ [area]: Prices }) }), answer).data[area]!;
}

const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  const [first] = issues;
  const more = issues.length > 1 ? `, and ${issues.length - 1} more` : '';
  throw malformed(`at ${z.core.toDotPath(first!.path) || 'the top'}: ${first!.message}${more}`);
}

const malformed = (what: string) => new NotPublishedError(`Elering's answer is malformed, ${what}; nothing was posted`);

/** The beginning of a text, on one line, for a message. */
function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line === '' ? 'nothing' : JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
}
