import { choice, list } from '../validation/choice';
import { flag, wholeNumber } from '../validation/numbers';
import { isPlainObject, type PropCheck, type PropNames, type Rule } from '../validation/prop-check';
import type { RoutesCors } from './routes-props';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const CORS: PropNames<RoutesCors> = {
  allowOrigins: true,
  allowMethods: true,
  allowHeaders: true,
  allowCredentials: true,
  exposeHeaders: true,
  maxAgeSeconds: true,
};

const origin: Rule<string> = {
  code: 'routes/cors',
  wants: 'an origin such as "https://www.example.com", perhaps with a port, or "*"',
  accepts: (value) =>
    value === '*' ||
    (typeof value === 'string' && /^https?:\/\/(\*\.)?([A-Za-z0-9-]+\.)*[A-Za-z0-9-]+(:[0-9]{1,5})?$/.test(value)),
  advise: (value: unknown) => (typeof value === 'string' && value.endsWith('/') ? 'an origin has no path' : undefined),
};

const headerName: Rule<string> = {
  code: 'routes/cors',
  wants: 'the name of a header such as "Content-Type"',
  accepts: (value) => typeof value === 'string' && /^[A-Za-z0-9-]{1,256}$/.test(value),
};

/** CORS with nothing left to a controller's defaults. */
export interface Cors {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly (typeof METHODS)[number][];
  readonly allowHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number;
}

export function checkCors(at: PropCheck, cors: RoutesCors | undefined): Cors | undefined {
  if (cors === undefined) return undefined;
  if (!isPlainObject(cors)) at.refuse('props/shape', 'cors', cors, 'must be an object with "allowOrigins"');
  at.known('cors', cors, CORS);
  const each = <T>(prop: string, values: T[], rule: Rule<T>) => {
    at.check(`cors.${prop}`, values, list);
    return values.map((value, i) => at.check(`cors.${prop}[${i}]`, value, rule));
  };
  const allowOrigins = each('allowOrigins', cors.allowOrigins, origin);
  const allowCredentials = at.check('cors.allowCredentials', cors.allowCredentials ?? false, flag);
  if (allowOrigins.includes('*') && allowOrigins.length > 1)
    at.refuse('routes/cors', 'cors.allowOrigins', allowOrigins, '"*" is all of them: leave the others out');
  if (allowOrigins.includes('*') && allowCredentials) {
    const problem = 'browsers refuse it, and every site could act as the user: name the origins';
    at.refuse('routes/cors', 'cors.allowCredentials', allowCredentials, problem);
  }
  return {
    allowOrigins,
    allowMethods: each(
      'allowMethods',
      (cors.allowMethods ?? ['GET', 'HEAD', 'POST']) as Cors['allowMethods'][number][],
      choice(...METHODS),
    ),
    allowHeaders: each('allowHeaders', cors.allowHeaders ?? ['Content-Type'], headerName),
    allowCredentials,
    exposeHeaders: cors.exposeHeaders === undefined ? [] : each('exposeHeaders', cors.exposeHeaders, headerName),
    maxAgeSeconds: at.check('cors.maxAgeSeconds', cors.maxAgeSeconds ?? 600, wholeNumber(1, 86400)),
  };
}
