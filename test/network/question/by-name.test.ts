import { readNetwork } from '../../../network';

const base = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: prod, labels: { app: web } }
spec: { containers: [{}] }
---
apiVersion: v1
kind: Pod
metadata: { name: api, namespace: back, labels: { app: api } }
spec: { containers: [{ ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: back }
spec: { selector: { app: api }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: pods, namespace: back }
spec: { clusterIP: None, selector: { app: api }, ports: [{ port: 80, targetPort: 8080 }] }
`;

const egress = (rules: string) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: out, namespace: prod }
spec: { podSelector: {}, policyTypes: [Egress], egress: ${rules} }
`;

const dns =
  '{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { k8s-app: kube-dns } } }], ports: [{ protocol: UDP, port: 53 }] }';
const toApi =
  '{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: api } } }], ports: [{ port: 8080 }] }';

describe('a connection to a host name', () => {
  it('goes through the Service that the name is of, on the port of the pods', () => {
    expect(readNetwork(base).reach('prod/web', 'http://api.back.svc.cluster.local/')).toMatchObject({
      verdict: 'allowed',
      parts: undefined,
      steps: expect.arrayContaining([expect.stringContaining('Service back/api')]),
    });
    expect(readNetwork(base + egress(`[${dns}, ${toApi}]`)).reach('prod/web', 'api.back:80').verdict).toBe('allowed');
  });

  it('fails at the name already, when the DNS of the cluster is out of reach', () => {
    const answer = readNetwork(base + egress(`[${toApi}]`)).reach('prod/web', 'api.back:80');
    expect(answer).toMatchObject({ verdict: 'denied', port: 'UDP 53', steps: ['the name is looked up first'] });
    expect(answer.remedy).toContain('on UDP 53');
  });

  it('does not apply to a name that there is not, and says which there is', () => {
    const answer = readNetwork(base).reach('prod/web', 'http://api.prod.svc.cluster.local/');
    expect(answer).toMatchObject({ verdict: 'not applicable', reason: expect.stringContaining('back') });
  });

  it('of a headless Service goes straight to the pods, where nobody translates the port', () => {
    expect(readNetwork(base).reach('prod/web', 'pods.back:80')).toMatchObject({
      verdict: 'not applicable',
      reason: expect.stringContaining('declares TCP 80'),
    });
    expect(readNetwork(base).reach('prod/web', 'pods.back:8080').verdict).toBe('allowed');
  });

  it('outside of the cluster needs every public address', () => {
    const https = (except: string) =>
      egress(`[${dns}, { to: [{ ipBlock: { cidr: 0.0.0.0/0, except: ${except} } }], ports: [{ port: 443 }] }]`);
    const ask = (yaml: string) => readNetwork(yaml).reach('prod/web', 'https://api.example.com/').verdict;
    expect(ask(base)).toBe('allowed');
    expect(ask(base + https('[10.0.0.0/8, 169.254.0.0/16]'))).toBe('allowed');
    expect(ask(base + https('[8.8.8.0/24]'))).toBe('undecidable');
    expect(ask(base + egress(`[${dns}]`))).toBe('denied');
  });

  it('needs a pod that looks it up, and a port', () => {
    expect(() => readNetwork(base).reach('internet', 'api.back:80')).toThrow('the internet is no pod');
    expect(() => readNetwork(base).reach('prod/web', 'api.back')).toThrow('needs a port, such as api.back:80');
  });
});
