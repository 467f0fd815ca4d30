import { envLiterals, isFilledIn } from '../../env';
import type { Rule } from '../../rule';
import { podsOf } from './example';

/** A name that ends so holds a credential; `…_FILE`, `…_KEY_PREFIX` and `PUBLIC_KEY` do not. */
const CREDENTIAL =
  /(^|_)(PASSWORD|PASSWD|PASS|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|API_?KEY|SECRET_?KEY|PRIVATE_?KEY|ACCESS_?KEY|AUTH_?KEY|ENCRYPTION_?KEY)$/i;
/** Switches, empty values and what else is no credential: `MYSQL_ALLOW_EMPTY_PASSWORD=yes`. */
const NO_CREDENTIAL = /^(|yes|no|true|false|on|off|none|null|required|optional|\d)$/i;
/** Paths and addresses, which tell where a credential is. */
const PLACE = /^(\/|\.{1,2}\/|~\/|file:|[a-z][a-z0-9+.-]*:\/\/)/i;
const PASSWORD_IN_URL = /[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:[^\s/@]+@/i;

export const credential: Rule = {
  id: 'env/credential',
  severity: 'warning',
  summary: 'A variable holds a credential in clear text.',
  why: 'Everybody who may read the manifest, the object in the cluster or the repository has it, and it stays in their history when it is changed.',
  fix: 'Put it into a Secret and refer to that: valueFrom.secretKeyRef.',
  bad: podsOf('registry.example/db:1.4.2', 'env: [{ name: DB_PASSWORD, value: postgres-password }]'),
  good: podsOf(
    'registry.example/db:1.4.2',
    'env: [{ name: DB_PASSWORD, valueFrom: { secretKeyRef: { name: db, key: password } } }]',
  ),
  *check(examined) {
    const secrets = new Set(examined.of('v1/Secret').map(({ object }) => object.metadata.name));
    for (const { manifest, containers } of examined.podTemplates)
      for (const { name, value, path } of containers.flatMap(envLiterals)) {
        if (!PASSWORD_IN_URL.test(value) && !(CREDENTIAL.test(name) && isCredential(value, secrets))) continue;
        if (isFilledIn(value)) continue;
        yield {
          on: manifest.origin,
          path,
          message: `variable ${name} holds a credential in clear text`,
          fix: 'put it into a Secret, and write valueFrom: { secretKeyRef: { name: …, key: … } } for value',
        };
      }
  },
};

/** A value may also be the name of the Secret that has it. */
function isCredential(value: string, secrets: ReadonlySet<string>): boolean {
  return (
    !NO_CREDENTIAL.test(value) &&
    !PLACE.test(value) &&
    !secrets.has(value) &&
    !/-(secret|tls|certs?|token)s?$/.test(value)
  );
}
