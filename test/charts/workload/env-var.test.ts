import { EnvVar } from '../../../charts';
import { thrownBy } from '../../support/synth';

// What variables render is shown where they are used: test/charts/workload/microservice.test.ts.
describe('EnvVar', () => {
  it.each<[string, () => EnvVar, string, RegExp]>([
    ['a number', () => EnvVar.value(1 as never), 'value/env', /EnvVar.value: prop "value" is 1.*write "1" in quotes/],
    ['a Secret name with an underscore', () => EnvVar.secret('my_secret', 'key'), 'name/subdomain', /"my_secret"/],
    [
      'a key with a slash',
      () => EnvVar.secret('secret', 'a/b'),
      'name/secret-key',
      /EnvVar.secret: prop "key" is "a\/b"/,
    ],
    ['no key', () => EnvVar.secret('secret', undefined as never), 'name/secret-key', /"key" is undefined/],
  ])('refuses %s', (_what, make, code, message) => {
    const error = thrownBy(make);
    expect(error).toMatchObject({ name: 'PropError', code });
    expect(error.message).toMatch(message);
  });
});
