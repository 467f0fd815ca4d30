import { describeRule, lines } from '../../support/describe-rule';

const object = (apiVersion: string, kind: string) => lines({ apiVersion, kind, metadata: { name: 'one' } });

describeRule('object/gone-version', {
  finds: [
    [
      'a version where nothing else has changed, and writes the new one',
      object('autoscaling/v2beta2', 'HorizontalPodAutoscaler'),
      'HorizontalPodAutoscaler one apiVersion:1: HorizontalPodAutoscaler of autoscaling/v2beta2 is gone since Kubernetes 1.26 → write apiVersion: autoscaling/v2 {apiVersion="autoscaling/v2"}',
    ],
    [
      'a version whose fields have other names now',
      object('extensions/v1beta1', 'Ingress'),
      'Ingress one apiVersion:1: Ingress of extensions/v1beta1 is gone since Kubernetes 1.22 → write apiVersion: networking.k8s.io/v1, and look at the fields, of which some have changed',
    ],
    [
      'a kind that is gone altogether',
      object('policy/v1beta1', 'PodSecurityPolicy'),
      'PodSecurityPolicy one apiVersion:1: PodSecurityPolicy of policy/v1beta1 is gone since Kubernetes 1.25 → take it away: nothing took its place',
    ],
  ],
  isSilentOn: [
    ['the version of today', object('policy/v1', 'PodDisruptionBudget')],
    ['a beta version that is there', object('admissionregistration.k8s.io/v1beta1', 'ValidatingAdmissionPolicy')],
    ['a group of somebody else', object('example.com/v1beta1', 'Ingress')],
  ],
});

describeRule('object/unknown-kind', {
  finds: [
    [
      'a slip in the kind',
      object('networking.k8s.io/v1', 'Networkpolicy'),
      'Networkpolicy one kind:1: networking.k8s.io has no kind Networkpolicy → write kind: NetworkPolicy',
    ],
    [
      'a kind of another group',
      object('v1', 'Deployment'),
      'Deployment one kind:1: the core group has no kind Deployment → write apiVersion: apps/v1',
    ],
    [
      'a kind that never was',
      object('policy.linkerd.io/v1beta1', 'TrafficPolicy'),
      'TrafficPolicy one kind:1: policy.linkerd.io has no kind TrafficPolicy → write one of AuthorizationPolicy, EgressNetwork, HTTPLocalRateLimitPolicy, HTTPRoute, MeshTLSAuthentication, NetworkAuthentication, Server, ServerAuthorization',
    ],
  ],
  isSilentOn: [
    ['a kind of the group', object('networking.istio.io/v1', 'VirtualService')],
    ['a group that is not known', object('example.com/v1', 'Whatever')],
    [
      'a kind that the input defines',
      lines(
        {
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          metadata: { name: 'things.policy.linkerd.io' },
          spec: { group: 'policy.linkerd.io', names: { kind: 'Thing' } },
        },
        { apiVersion: 'policy.linkerd.io/v1', kind: 'Thing', metadata: { name: 'one' } },
      ),
    ],
  ],
});
