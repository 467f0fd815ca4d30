import type { Rule } from './prop-check';
import { TIME_ZONES } from './time-zones';

/** By exact spelling: Node would take any, and zones of its own, but the API server looks for a file of that name. */
export const timeZone: Rule<string> = {
  code: 'cron/time-zone',
  wants: 'a zone of the time zone database such as "Europe/Tallinn"',
  accepts: (value) => {
    if (typeof value !== 'string') return false;
    const slash = value.indexOf('/');
    const area = slash < 0 ? '' : value.slice(0, slash);
    return Object.hasOwn(TIME_ZONES, area) && TIME_ZONES[area]!.split(' ').includes(value.slice(slash + 1));
  },
};
