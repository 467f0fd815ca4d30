import { checkEnv, checkLabels, dnsLabel } from '../../../charts/validation/names';
import { PropCheck, type PropError, shown } from '../../../charts/validation/prop-check';
import { checkWorkloadLabels } from '../../../charts/workload/labels';
import { thrownBy } from '../../support/synth';

const at = PropCheck.ofCall('here');

describe('a refusal', () => {
  it('tells where, what, the value, what would be right and the code', () => {
    const error = thrownBy(() => at.refuse('props/conflict', 'replicas', 2, 'must not be both')) as PropError;
    expect(error.message).toBe('here: prop "replicas" is 2: must not be both [props/conflict]');
    expect(error).toMatchObject({ name: 'PropError', code: 'props/conflict', constructPath: 'here', prop: 'replicas' });
  });

  it('ends with the remedy for the value, where there is one', () => {
    expect(() => at.check('name', 'Web', { ...dnsLabel, wants: 'small' })).toThrow(
      'here: prop "name" is "Web": must be small; upper case is not allowed [name/dns-label]',
    );
    expect(() => at.check('name', '-', { ...dnsLabel, wants: 'small' })).toThrow(
      'here: prop "name" is "-": must be small [name/dns-label]',
    );
  });

  it.each<[string, unknown]>([
    ['an address', 'http://user:hunter2@prices.example'],
    ['a user alone', 'http://hunter2@prices.example'],
    ['a password with a slash', 'http://user:a/hunter2@prices.example'],
    ['a password with an @', 'http://user:a@hunter2@prices.example'],
    ['a password with a space', 'http://user:a hunter2@prices.example'],
    ['a list with a long address', [`http://user:${'hunter2'.repeat(40)}@prices.example`]],
    ['an address of another scheme', 'postgresql://user:hunter2@db.example/prices'],
    ['two addresses', 'http://a:hunter2@a.example http://b:hunter2@b.example'],
    ['an address inside an object', { minio: { uri: 'http://user:hunter2@prices.example' } }],
    ['an address inside a list', ['http://user:hunter2@prices.example']],
  ])('does not show the credentials of %s', (_what, value) => {
    expect(shown(value)).toMatch(/:\/\/…@/);
    expect(shown(value)).not.toMatch(/user:|hunter2/);
  });

  it('shows an address without credentials as it is', () => {
    expect(shown('http://prices.example/a')).toBe('"http://prices.example/a"');
  });

  it.each<[string, unknown]>([
    ['a long text', 'a'.repeat(1000)],
    ['a long list', Array(1000).fill('a'.repeat(20))],
    ['a long text inside an object', { text: 'a'.repeat(1000) }],
    ['an object of many names', Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`name${i}`, i]))],
  ])('shows the beginning of %s', (_what, value) => {
    expect(shown(value).length).toBeLessThanOrEqual(160);
    expect(shown(value)).toMatch(/aaaa|name9/);
  });

  it('marks what it cuts off, and shows what fits in full', () => {
    expect(shown('a'.repeat(158))).toBe(`"${'a'.repeat(158)}"`);
    expect(shown('a'.repeat(159))).toBe(`"${'a'.repeat(156)}…`);
  });
});

describe('labels', () => {
  it.each([
    'toString',
    'hasOwnProperty',
    'valueOf',
  ])('take the key %s, which every object has by inheritance', (key) => {
    expect(checkLabels(at, 'labels', { [key]: 'x' })).toEqual({ [key]: 'x' });
    expect(checkWorkloadLabels(at, { app: 'web' }, { [key]: 'x' }).all).toEqual({ app: 'web', [key]: 'x' });
  });

  it('do not take the key "constructor", which cdk8s drops', () => {
    expect(() => checkLabels(at, 'labels', { constructor: 'x' } as never)).toThrow(
      /"labels \(key\)" is "constructor".*cdk8s does not carry that key \[label\/key\]/,
    );
  });

  it.each(['a', 'example.com/a', 'a.b_c-d', 'A'.repeat(63)])('take the key %j', (key) => {
    expect(checkLabels(at, 'labels', { [key]: '' })).toEqual({ [key]: '' });
  });

  it.each(['', '/a', 'a/', 'a/b/c', '-a', 'a-', 'a b', 'UPPER/a', 'a'.repeat(64)])('do not take the key %j', (key) => {
    expect(() => checkLabels(at, 'labels', { [key]: 'x' })).toThrow(/\[label\/key\]/);
  });

  it.each(['', '0', 'a.b_c-D', 'a'.repeat(63)])('take the value %j', (value) => {
    expect(checkLabels(at, 'labels', { key: value })).toEqual({ key: value });
  });

  it.each([' ', '-a', 'a-', 'a/b', 'a'.repeat(64), null, undefined, 1, true])('do not take the value %j', (value) => {
    expect(() => checkLabels(at, 'labels', { key: value as string })).toThrow(/"labels.key" is.*\[label\/value\]/);
  });

  it('may say again what the selector says', () => {
    expect(checkWorkloadLabels(at, { app: 'web' }, { app: 'web' }).all).toEqual({ app: 'web' });
  });

  it('are copied', () => {
    const given = { app: 'web' };
    const { selector, all } = checkWorkloadLabels(at, given);
    given.app = 'changed';
    expect([selector, all]).toEqual([{ app: 'web' }, { app: 'web' }]);
  });
});

describe.each([
  ['labels', (value: unknown) => checkLabels(at, 'labels', value as Record<string, string>)],
  ['env', (value: unknown) => checkEnv(at, value as Record<string, string>, [])],
])('%s', (prop, check) => {
  it.each<[string, unknown]>([
    ['a Map', new Map([['app', 'web']])],
    ['a Date', new Date(0)],
    ['a list', ['app']],
    ['a text', 'app=web'],
    ['nothing', null],
    ['undefined', undefined],
    ['a function', () => ({ app: 'web' })],
  ])('are an object, not %s', (_what, value) => {
    expect(() => check(value)).toThrow(`prop "${prop}" is ${shown(value)}: must be an object of names and strings`);
  });
});

describe('variables', () => {
  it.each(['A', '_a', 'a.b-c', '.env'])('take the name %j', (name) => {
    expect(checkEnv(at, { [name]: '' }, [])).toEqual([{ name, value: '' }]);
  });

  it.each(['', '1A', 'A B', 'A=B', '.', '..', '..a'])('do not take the name %j', (name) => {
    expect(() => checkEnv(at, { [name]: 'x' }, [])).toThrow(/"env \(name\)" is.*\[name\/env\]/);
  });

  it.each([1, true, null, undefined])('do not take the value %j', (value) => {
    expect(() => checkEnv(at, { A: value as unknown as string }, [])).toThrow(/"env.A" is.*\[value\/env\]/);
  });
});
