import { cidrBlock } from '../../../charts/validation/cidr';
import { cronSchedule } from '../../../charts/validation/cron';
import { ingressHost } from '../../../charts/validation/host';
import { imageReference, pullPolicy } from '../../../charts/validation/image';
import { dnsLabel, secretKey, serviceName, subdomain } from '../../../charts/validation/names';
import { flag, nodePort, port, userId } from '../../../charts/validation/numbers';
import type { Rule } from '../../../charts/validation/prop-check';
import { byteQuantity, cpuQuantity } from '../../../charts/validation/quantity';
import { timeZone } from '../../../charts/validation/time-zone';
import { httpUrl } from '../../../charts/validation/url';

const long = (length: number) => 'a'.repeat(length);
const digest = `sha256:${'0'.repeat(64)}`;

const CASES: Record<string, { rule: Rule<never>; takes: unknown[]; refuses: unknown[] }> = {
  'user that is not root': {
    rule: userId,
    takes: [1, 65532, 2 ** 31 - 1],
    refuses: [0, -1, 2 ** 31, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1', null, undefined],
  },
  port: { rule: port, takes: [1, 65535], refuses: [0, -1, 65536, 80.5, '80', Number.NaN] },
  'node port': { rule: nodePort, takes: [30000, 32767], refuses: [29999, 32768, 30000.5, '30000'] },
  'RFC 1123 label': {
    rule: dnsLabel,
    takes: ['a', '0', 'a-b', '9lives', long(63)],
    refuses: ['', '-a', 'a-', 'A', 'a.b', 'a_b', 'ä', 'a b', 'a\n', long(64), undefined, null, 1, {}],
  },
  'Service name': { rule: serviceName, takes: ['a', 'a-9'], refuses: ['9a', 'a.b', long(64), ''] },
  'RFC 1123 subdomain': {
    rule: subdomain,
    takes: ['a', 'a.b-c.9', `${long(63)}.${long(63)}.${long(63)}.${long(61)}`],
    refuses: [
      '',
      '.a',
      'a.',
      'a..b',
      'a_b',
      `${long(64)}.b`,
      `${long(63)}.${long(63)}.${long(63)}.${long(62)}`,
      Array(128).fill('a').join('.'),
    ],
  },
  'Secret key': { rule: secretKey, takes: ['a', 'A_b.c-d', '.env'], refuses: ['', '.', '..', '..a', 'a/b', long(254)] },
  'image reference': {
    rule: imageReference,
    takes: [
      'nginx:1.27',
      'me/history-server:1.0.0',
      'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z',
      'localhost:5000/a/b:c',
      '[2001:db8::1]:5000/a:1',
      `a@${digest}`,
      `a:1@${digest}`,
      'a__b/c-d.e:1',
    ],
    refuses: [
      'nginx',
      'localhost:5000/a',
      'quay.io/minio/minio',
      '',
      ' ',
      'Nginx',
      'a:',
      'a:b:c',
      'a@sha256:short',
      `a@sha256:${'0'.repeat(65)}`,
      `a@sha256:${'A'.repeat(64)}`,
      `a@foo:${'0'.repeat(64)}`,
      '0'.repeat(64),
      '/a',
      'a/',
      'a//b',
      'a:-b',
      'a b',
      'a\n',
      `${long(256)}`,
      `a:${long(129)}`,
      'https://a',
      7,
    ],
  },
  'pull policy': { rule: pullPolicy, takes: ['Always', 'IfNotPresent', 'Never'], refuses: ['', 'always', 'Sometimes'] },
  switch: { rule: flag, takes: [true, false], refuses: ['true', 0, ''] },
  'address block': {
    rule: cidrBlock,
    takes: ['0.0.0.0/0', '10.0.0.0/8', '10.0.0.1/32', '::/0', '2001:db8::/32', '2001:db8::1/128'],
    refuses: ['', '10.0.0.1', '10.0.0.0/33', '10.0.0.0/08', '10.0.0.0/', '10.1.0.0/8', '2001:db8::/129', '::1/64'],
  },
  'Ingress host': {
    rule: ingressHost,
    takes: ['echo.example', '*.example', 'a', 'echoserver.192.0.2.10.nip.io'],
    refuses: [
      '',
      '*',
      '*.*.example',
      'a*.example',
      '192.0.2.10',
      '::1',
      'a:80',
      'a/b',
      'A.example',
      'a_b',
      `${long(64)}.example`,
    ],
  },
  'cron schedule': {
    rule: cronSchedule,
    takes: [
      '* * * * *',
      '*/20 14-17 * * *',
      '0 0 1 jan sun',
      '0 0 1 JAN-MAR MON-FRI',
      '1,2,5-9/2 0/3 ? * 0',
      '59 23 31 12 6',
      '@daily',
      '@every 1h30m',
      '  0  0 * * * ',
    ],
    refuses: [
      '',
      '* * * *',
      '* * * * * *',
      '60 * * * *',
      '* 24 * * *',
      '* * 0 * *',
      '* * 32 * *',
      '* * * 13 *',
      '* * * * 7',
      '5-1 * * * *',
      '*/0 * * * *',
      '1-60 * * * *',
      'jan * * * *',
      '* mon * * *',
      '* * * foo *',
      '*-5 * * * *',
      '1/2/3 * * * *',
      ', * * * *',
      '@reboot',
      '@every',
      'CRON_TZ=UTC * * * * *',
      '-1 * * * *',
      '1.5 * * * *',
      '*/9999999999 * * * *',
      '*\ufeff* * * *',
    ],
  },
  'time zone': {
    rule: timeZone,
    takes: ['Europe/Tallinn', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+2', 'Europe/Kyiv', 'Europe/Kiev'],
    refuses: ['', 'europe/tallinn', 'EUROPE/TALLINN', 'Europe/Tartu', '+02:00', 'Local', 'Europe/', '../etc/passwd'],
  },
  'amount of CPU': {
    rule: cpuQuantity,
    takes: ['1', '100m', '0.5', '.5', '2e3', '+1'],
    refuses: ['', '0', '0m', '-1', '1 ', '1c', '1Gi', 'm', '1,5', 1],
  },
  'amount of bytes': {
    rule: byteQuantity,
    takes: ['1', '128Mi', '1.5Gi', '1e9', '500M', '1k'],
    refuses: ['', '0', '-1Gi', '128m', '1 Gi', '10GB', '10gb', '10gi', '1K', 'Mi', 128],
  },
  'HTTP address': {
    rule: httpUrl,
    takes: ['http://a', 'https://a.example:8443/b/', 'http://[2001:db8::1]:80'],
    refuses: [
      '',
      'a',
      'a:80',
      '/a',
      'ftp://a',
      'http://',
      ' http://a',
      'http://u@a',
      'http://u:p@a',
      'http://a?b',
      'http://a#b',
      'http:a',
      'http:\\a',
      'http:///a',
      'http://a\nb',
      'http://a/?',
      'http://@a',
      'http://$X',
      'http://a/$(SECRET_KEY)',
      'http://a:0',
      'http://a:65536',
      'http://[::g]',
    ],
  },
};

describe.each(Object.entries(CASES))('%s', (_name, { rule, takes, refuses }) => {
  it.each(takes)('takes %j', (value) => expect(rule.accepts(value as never)).toBe(true));
  it.each(refuses)('refuses %j', (value) => expect(rule.accepts(value as never)).toBe(false));

  it.each([
    [undefined],
    [null],
    [{}],
    [['a', 'b']],
    [Symbol('a')],
  ])('refuses %p, for which it knows no remedy', (value) => {
    expect(rule.accepts(value as never)).toBe(false);
    expect(rule.advise?.(value as never)).toBeUndefined();
  });
});

describe('the remedy', () => {
  it.each<[string, Rule<string>, unknown, string | undefined]>([
    ['upper case', dnsLabel, 'Web', 'upper case is not allowed'],
    ['upper case in a Service name', serviceName, 'Web', 'upper case is not allowed'],
    ['upper case in a subdomain', subdomain, 'Web', 'upper case is not allowed'],
    ['a name that is wrong in another way', dnsLabel, 'web_', undefined],
    ['a scheme of an image', imageReference, 'docker://nginx', 'leave the scheme out'],
    ['white space behind an image', imageReference, 'nginx\n', 'leave the white space out'],
    ['white space in an image', imageReference, 'ngi nx', 'leave the white space out'],
    ['a placeholder in an image', imageReference, '<user>/nginx', 'put a real name in the place of the placeholder'],
    ['an image of whatever version', imageReference, 'nicolaka/netshoot', 'put the tag of a version behind it'],
    ['no image', imageReference, '', undefined],
    [
      'an address and port as host',
      ingressHost,
      '192.0.2.10:80',
      'an Ingress matches names, not addresses: write "echoserver.192.0.2.10.nip.io"',
    ],
    [
      'a port of a host',
      ingressHost,
      'a.example:80',
      'leave ":80" out: the port is the controller\'s, a client puts it behind the name',
    ],
    ['a scheme of a host', ingressHost, 'HTTP://a.example', 'leave the scheme out'],
    ['a path of a host', ingressHost, 'a.example/b', 'leave the path out'],
    ['a host that is wrong in another way', ingressHost, '-a', undefined],
    ['a zone in a schedule', cronSchedule, 'TZ=UTC * * * * *', 'name the zone in the prop "timeZone"'],
    [
      'a zone in a schedule, as some crons want it',
      cronSchedule,
      'CRON_TZ=UTC * * * * *',
      'name the zone in the prop "timeZone"',
    ],
    ['one field', cronSchedule, '*', 'it has 1 field'],
    ['six fields', cronSchedule, '* * * * * *', 'it has 6 fields'],
    ['five fields', cronSchedule, '60 * * * *', undefined],
    ['thousandths of a byte', byteQuantity, '128m', 'write "128Mi"'],
    ['gigabytes', byteQuantity, '10 gb', 'write "10Gi"'],
    ['bytes of no known unit', byteQuantity, '10 x', undefined],
    ['a bare address', cidrBlock, '10.0.0.1', 'for the one address write "10.0.0.1/32"'],
    ['a bare address of IPv6', cidrBlock, '2001:db8::1', 'for the one address write "2001:db8::1/128"'],
    ['bits behind the prefix', cidrBlock, '10.1.2.3/8', 'write "10.0.0.0/8"'],
    ['bits behind a prefix inside an octet', cidrBlock, '10.1.255.3/20', 'write "10.1.240.0/20"'],
    ['bits behind the prefix of IPv6', cidrBlock, '2001:db8:0:7::1/48', 'write "2001:db8::/48"'],
    ['IPv4 written as IPv6', cidrBlock, '::ffff:10.0.0.0/104', undefined],
    ['a block that is none', cidrBlock, '10.0.0.0/33', undefined],
  ])('for %s', (_what, rule, value, remedy) => {
    expect(rule.accepts(value as string)).toBe(false);
    expect(rule.advise?.(value as string)).toBe(remedy);
  });
});
