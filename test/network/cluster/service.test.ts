import { readNetwork } from '../../../network';

const service = (selector: string) => `
apiVersion: v1
kind: Service
metadata: { name: api }
spec: { selector: ${selector}, ports: [{ port: 80 }] }
`;

describe('the selector of a Service', () => {
  it.each([
    ['{ tier: 1 }', '1 is not a label value'],
    ['{ public: true }', 'true is not a label value'],
    ['{ app: {} }', '{} is not a label value'],
    ['[app]', '["app"] is not a map of fields'],
  ])('is refused as %s', (selector, message) => {
    expect(() => readNetwork(service(selector))).toThrow(message);
  });

  it.each(['{ tier: "1" }', '{ public: "true" }', '{}', 'null'])('is taken as %s', (selector) => {
    expect(() => readNetwork(service(selector))).not.toThrow();
  });
});
