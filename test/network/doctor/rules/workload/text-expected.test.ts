import { describeRule, lines } from '../../support/describe-rule';
import { workload } from '../../support/objects';

const SPEC = 'Deployment shop/api spec.template.spec';
const env = (value: unknown) => lines(workload({ container: { env: [{ name: 'PORT', value }] } }));
const annotated = (value: unknown) =>
  lines({ ...workload(), spec: { ...workload().spec, template: templateWith({ 'sidecar.istio.io/inject': value }) } });
const templateWith = (annotations: object) => ({
  ...workload().spec.template,
  metadata: { labels: { app: 'api' }, annotations },
});

describeRule('workload/text-expected', {
  finds: [
    [
      'a number for the value of a variable',
      env(8080),
      `${SPEC}.containers[0].env[0].value:1: variable PORT is the number 8080, must be text → put it in quotes: "8080"`,
    ],
    [
      'a boolean for it',
      env(true),
      `${SPEC}.containers[0].env[0].value:1: variable PORT is the boolean true, must be text → put it in quotes: "true"`,
    ],
    [
      'a number among arguments',
      lines(workload({ container: { command: ['serve'], args: ['--port', 80] } })),
      `${SPEC}.containers[0].args[1]:1: item 2 of args is the number 80, must be text → put it in quotes: "80"`,
    ],
    [
      'a boolean in a nodeSelector',
      lines(workload({ pod: { nodeSelector: { gpu: true } } })),
      `${SPEC}.nodeSelector.gpu:1: the label gpu of nodes is the boolean true, must be text → put it in quotes: "true"`,
    ],
    [
      'a boolean in an annotation of the pods',
      annotated(false),
      'Deployment shop/api spec.template.metadata.annotations.sidecar.istio.io/inject:1: the annotation sidecar.istio.io/inject is the boolean false, must be text → put it in quotes: "false"',
    ],
  ],
  isSilentOn: [
    ['text that looks like a number', env('8080')],
    ['nothing at all, which is empty text', env(null)],
    ['text in an annotation', annotated('false')],
  ],
});
