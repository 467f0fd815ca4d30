import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const asking = (secret: string) =>
  ingress({
    annotations: `{ nginx.ingress.kubernetes.io/auth-type: basic, nginx.ingress.kubernetes.io/auth-secret: ${secret} }`,
  });
const SECRET = `
apiVersion: v1
kind: Secret
metadata: { name: users, namespace: shop }
---`;

ruleSays(
  'ingress/auth-secret-missing',
  [
    [
      'a Secret that nothing makes',
      asking('users'),
      [
        'info Ingress shop/web metadata.annotations.nginx.ingress.kubernetes.io/auth-secret:7 nothing in the input makes Secret users → see to it that Secret users is there, with the users under the key auth',
      ],
    ],
    [
      'a Secret of another namespace',
      SECRET + asking('edge/users'),
      [
        'info Ingress shop/web metadata.annotations.nginx.ingress.kubernetes.io/auth-secret:11 nothing in the input makes Secret edge/users → see to it that Secret edge/users is there, with the users under the key auth',
      ],
    ],
  ],
  [
    ['a Secret of the input', SECRET + asking('users')],
    ['a Secret with its namespace', SECRET + asking('shop/users')],
    ['no passwords', ingress()],
  ],
);
