import type { Rule } from '../../rule';

const HASH_LABEL = 'cdk8s.io/metadata.addr';

const manifests = (label: string) => `
apiVersion: v1
kind: Pod
metadata: { name: api, namespace: shop, labels: { ${label} } }
spec: { containers: [{ name: api, image: "registry.example/api:1.4.2", ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec: { selector: { ${label} }, ports: [{ port: 80, targetPort: 8080 }] }
`;

export const hashedSelector: Rule = {
  id: 'service/hashed-selector',
  severity: 'info',
  summary: 'A Service selects its pods by a hash alone.',
  why: `cdk8s-plus writes ${HASH_LABEL} where no label was given. The hash changes when the construct moves, so policies and commands that name the pods by it break, and nobody can read it.`,
  fix: 'Give the pods a label such as app, and select by it.',
  bad: manifests(`${HASH_LABEL}: shop-api-c8f2a9d1`),
  good: manifests('app: api'),
  *check({ cluster }) {
    for (const { selector, origin } of cluster.services)
      if (selector?.requirements.every(({ key }) => key === HASH_LABEL))
        yield {
          on: origin,
          path: ['spec', 'selector'],
          message: `the only label of the selector is the hash ${HASH_LABEL}`,
          fix: 'give the pods a label that says what they are, such as app, and select by it',
        };
  },
};
