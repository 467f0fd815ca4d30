import type { Middleware } from 'koa';
import { Problem } from './problem';

/**
 * Checks what Node would check by itself, and answer without a word.
 * @throws Problem 400 for HTTP/1.1 without a host, 417 for an expectation other than `100-continue`.
 */
export const protocol: Middleware = ({ req: { headers, httpVersion } }, next) => {
  if (headers.host === undefined && httpVersion === '1.1') throw new Problem(400, 'the Host header is missing');
  if (headers.expect !== undefined && !/^100-continue$/i.test(headers.expect)) {
    throw new Problem(417, `Expect is ${JSON.stringify(headers.expect)}: only 100-continue is known`);
  }
  return next();
};
