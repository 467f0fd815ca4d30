import { ApiObject, type ApiObjectProps, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ingressPolicy } from '../policy/ingress-policy';
import type { INetworkEnd, NetworkEnd } from '../policy/network-end';
import { Peer } from '../policy/peer';
import type { BackendPort, IServiceBackend } from '../routing/backend';
import { ingressHost } from '../validation/host';
import { imageReference } from '../validation/image';
import { checkLabels, dnsLabel, subdomain } from '../validation/names';
import { flag, nodePort, userId } from '../validation/numbers';
import { PropCheck, type PropNames } from '../validation/prop-check';
import { resourceRequirements } from '../workload/container';
import type { Labels } from '../workload/labels';
import { manifest } from '../workload/manifest';
import { checkNamespace } from '../workload/namespace';
import { nodePortConflicts } from '../workload/node-ports';
import { ANY_USER_MAY_LISTEN, ENFORCE_RESTRICTED, restrictedContainer, restrictedPod } from '../workload/pod-security';
import { CLEAN_UP } from './clean-up';

const ECHO = 'echoserver';
const ECHO_LABELS = { app: ECHO };
const ECHO_PORT = 80;
const ECHO_SERVICE_PORT = 80;
const CLIENT = 'nginx';
const CLIENT_LABELS = { name: CLIENT };
const CLIENT_PORT = 8080;
const SMALL = { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } };

export interface EchoDemoProps {
  /**
   * Host the Ingress answers to: a DNS name, such as "echoserver.192.0.2.10.nip.io" for a node at 192.0.2.10.
   * Required unless `ingress` is off.
   * @default - none; needed by the Ingress
   */
  readonly host?: string;
  /**
   * Namespace of the server and its first client.
   * @default - the chart's namespace, else "default"
   */
  readonly namespace?: string;
  /**
   * Image of the server; it must answer HTTP on port 80 and hold `sh` and `wget`.
   * @default "ealen/echo-server:0.9.2"
   */
  readonly image?: string;
  /**
   * Numeric user the server runs as. A pod sysctl lets it listen on port 80 all the same.
   * @default 1000
   */
  readonly user?: number;
  /**
   * Image of the clients; it must hold `bash` and `curl`, and run without being root.
   * @default "nginxinc/nginx-unprivileged:1.27.5"
   */
  readonly clientImage?: string;
  /**
   * Numeric user the clients run as.
   * @default 101
   */
  readonly clientUser?: number;
  /**
   * Port on every node; unique in the cluster.
   * @default 30001
   */
  readonly nodePort?: number;
  /**
   * Class of the Ingress.
   * @default "nginx"
   */
  readonly ingressClassName?: string;
  /**
   * Namespace of the second server, from which all pods are let in.
   * @default "k8s-lab5"
   */
  readonly copyNamespace?: string;
  /**
   * Namespace of a client that the policy keeps out. It must be there already.
   * @default "test"
   */
  readonly outsideNamespace?: string;
  /**
   * Labels of what is taken away after the demo, so that one `kubectl delete -l` finds it: the copy's namespace, the
   * NodePort Service, the policy and the client.
   * @default - clean-up: echo-demo
   */
  readonly cleanUpLabels?: { readonly [key: string]: string };
  /**
   * Whether to make the Pod.
   * @default true
   */
  readonly pod?: boolean;
  /**
   * Whether to make the ClusterIP Service.
   * @default true
   */
  readonly service?: boolean;
  /**
   * Whether to make the NodePort Service.
   * @default true
   */
  readonly nodePortService?: boolean;
  /**
   * Whether to make the Ingress.
   * @default true
   */
  readonly ingress?: boolean;
  /**
   * Whether to make the policy.
   * @default true
   */
  readonly networkPolicy?: boolean;
  /**
   * Whether to make the client that is let in.
   * @default true
   */
  readonly client?: boolean;
  /**
   * Whether to make the client in `outsideNamespace`.
   * @default true
   */
  readonly outsideClient?: boolean;
  /**
   * Whether to make the second server's Pod and Service.
   * @default true
   */
  readonly copy?: boolean;
  /**
   * Whether to make the namespace of the second server.
   * @default true
   */
  readonly copyNamespaceObject?: boolean;
}

const PROPS: PropNames<EchoDemoProps> = {
  host: true,
  namespace: true,
  image: true,
  user: true,
  clientImage: true,
  clientUser: true,
  nodePort: true,
  ingressClassName: true,
  copyNamespace: true,
  outsideNamespace: true,
  cleanUpLabels: true,
  pod: true,
  service: true,
  nodePortService: true,
  ingress: true,
  networkPolicy: true,
  client: true,
  outsideClient: true,
  copy: true,
  copyNamespaceObject: true,
};

/**
 * A server that echoes requests, the ways to reach it, and a policy to try them against: let in are the pods labelled
 * `name: nginx` of its own namespace and every pod of the copy's namespace. The policy also shuts out the Ingress
 * controller and node ports; `allowFrom(Peer.namespace('ingress-nginx'))` lets the controller in again.
 *
 * @example
 * new EchoDemo(chart, 'echo-demo', { host: 'echoserver.192.0.2.10.nip.io' });
 */
export class EchoDemo extends Construct implements IServiceBackend, INetworkEnd {
  /** Namespace of the server and its first client. */
  public readonly namespace?: string;

  private readonly from: Peer[];

  constructor(scope: Construct, id: string, props: EchoDemoProps = {}) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const namespace = checkNamespace(at, scope, props.namespace) ?? 'default';
    const copyNamespace = at.check('copyNamespace', props.copyNamespace ?? 'k8s-lab5', dnsLabel);
    const outsideNamespace = at.check('outsideNamespace', props.outsideNamespace ?? 'test', dnsLabel);
    if (copyNamespace === namespace)
      at.refuse('props/conflict', 'copyNamespace', copyNamespace, "must be another namespace than the first server's");
    if ([namespace, copyNamespace].includes(outsideNamespace))
      at.refuse('props/conflict', 'outsideNamespace', outsideNamespace, 'the policy lets pods of that namespace in');
    const image = at.check('image', props.image ?? 'ealen/echo-server:0.9.2', imageReference);
    const user = at.check('user', props.user ?? 1000, userId);
    const clientImage = at.check(
      'clientImage',
      props.clientImage ?? 'nginxinc/nginx-unprivileged:1.27.5',
      imageReference,
    );
    const clientUser = at.check('clientUser', props.clientUser ?? 101, userId);
    const port = at.check('nodePort', props.nodePort ?? 30001, nodePort);
    const ingressClassName = at.check('ingressClassName', props.ingressClassName ?? 'nginx', subdomain);
    const cleanUp = checkLabels(at, 'cleanUpLabels', props.cleanUpLabels ?? CLEAN_UP);
    const has = checkPieces(at, props);
    const host = has.ingress ? checkHost(at, props.host) : at.optional('host', props.host, ingressHost);
    super(scope, id);
    this.namespace = namespace;
    this.from = [Peer.namespace(copyNamespace), Peer.pods(CLIENT_LABELS)];

    if (has.copyNamespaceObject) {
      // A chart with a namespace would put it on the namespace, too.
      const made = this.object('CopyNamespace', echoNamespace(copyNamespace, cleanUp));
      made.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    }
    if (has.pod) this.object('Resource', echoPod(namespace, image, user));
    if (has.service) this.object('Service', echoService(namespace));
    if (has.nodePortService) {
      const made = this.object('NodePortService', echoNodePortService(namespace, port, cleanUp));
      this.node.addValidation({ validate: () => nodePortConflicts(made) });
    }
    if (has.ingress) this.object('Ingress', echoIngress(namespace, ingressClassName, host!));
    if (has.networkPolicy) {
      const metadata = { name: 'echoserver-network-policy', namespace, labels: cleanUp };
      this.object('NetworkPolicy', ingressPolicy(metadata, ECHO_LABELS, ECHO_PORT, this.from));
    }
    if (has.client) this.object('Client', client(namespace, clientImage, clientUser, cleanUp));
    if (has.outsideClient) this.object('OutsideClient', client(outsideNamespace, clientImage, clientUser));
    if (has.copy) {
      this.object('CopyPod', echoPod(copyNamespace, image, user));
      this.object('CopyService', echoService(copyNamespace));
    }
  }

  public get serviceName(): string {
    return ECHO;
  }

  public get servicePorts(): BackendPort[] {
    return [{ port: ECHO_SERVICE_PORT }];
  }

  /**
   * Lets a further peer connect to the server.
   * @param peer an entry of its own: it adds to the others
   */
  public allowFrom(peer: Peer): void {
    const at = `${this.node.path}.allowFrom`;
    if (this.node.tryFindChild('NetworkPolicy') === undefined)
      PropCheck.ofCall(at).refuse('props/conflict', 'peer', peer, 'there is no policy: "networkPolicy" is false');
    this.from.push(Peer._check(at, peer));
  }

  /** The server of its first namespace. */
  public networkEnd(): NetworkEnd {
    const ports = [{ port: ECHO_PORT, servicePort: ECHO_SERVICE_PORT }];
    const hasService = this.node.tryFindChild('Service') !== undefined;
    const pods = { name: ECHO, namespace: this.namespace, podLabels: { ...ECHO_LABELS }, ports };
    return hasService ? { ...pods, serviceName: ECHO } : pods;
  }

  private object(id: string, manifest: ApiObjectProps): ApiObject {
    return new ApiObject(this, id, manifest);
  }
}

const PIECES = [
  'pod',
  'service',
  'nodePortService',
  'ingress',
  'networkPolicy',
  'client',
  'outsideClient',
  'copy',
  'copyNamespaceObject',
] as const;

/** Props that only one piece uses. */
const OF_PIECE = {
  ingressClassName: 'ingress',
  nodePort: 'nodePortService',
  outsideNamespace: 'outsideClient',
} as const;

function checkPieces(at: PropCheck, props: EchoDemoProps): Record<(typeof PIECES)[number], boolean> {
  const has = Object.fromEntries(PIECES.map((piece) => [piece, at.check(piece, props[piece] ?? true, flag)]));
  for (const [prop, piece] of Object.entries(OF_PIECE) as [keyof typeof OF_PIECE, string][]) {
    if (props[prop] !== undefined && !has[piece])
      at.refuse('props/conflict', prop, props[prop], `has no effect: "${piece}" is false`);
  }
  return has as Record<(typeof PIECES)[number], boolean>;
}

function checkHost(at: PropCheck, host: string | undefined): string {
  if (host !== undefined) return at.check('host', host, ingressHost);
  const remedy = 'the Ingress needs it: a DNS name such as "echoserver.192.0.2.10.nip.io", or "ingress: false"';
  return at.refuse('props/missing', 'host', host, remedy);
}

function echoNamespace(name: string, cleanUp: Labels) {
  return manifest(k8s.KubeNamespace, { metadata: { name, labels: { ...cleanUp, ...ENFORCE_RESTRICTED } } });
}

/** A bare Pod, so that `kubectl exec -it echoserver` finds it by name. */
function echoPod(namespace: string, image: string, user: number) {
  return manifest(k8s.KubePod, {
    metadata: { name: ECHO, namespace, labels: ECHO_LABELS },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { ...restrictedPod(user), ...ANY_USER_MAY_LISTEN },
      containers: [
        {
          name: ECHO,
          image,
          imagePullPolicy: 'IfNotPresent',
          ports: [{ containerPort: ECHO_PORT, protocol: 'TCP' }],
          resources: resourceRequirements(SMALL),
          securityContext: restrictedContainer(),
        },
      ],
    },
  });
}

function echoService(namespace: string) {
  return manifest(k8s.KubeService, {
    metadata: { name: ECHO, namespace },
    spec: {
      type: 'ClusterIP',
      selector: ECHO_LABELS,
      ports: [{ protocol: 'TCP', port: ECHO_SERVICE_PORT, targetPort: ECHO_PORT }],
    },
  });
}

function echoNodePortService(namespace: string, port: number, labels: Labels) {
  return manifest(k8s.KubeService, {
    metadata: { name: 'echoserver-service-nodeport', namespace, labels },
    spec: {
      type: 'NodePort',
      selector: ECHO_LABELS,
      ports: [{ protocol: 'TCP', port: ECHO_SERVICE_PORT, targetPort: ECHO_PORT, nodePort: port }],
    },
  });
}

function echoIngress(namespace: string, ingressClassName: string, host: string) {
  const name = 'echoserver-ingress';
  return manifest(k8s.KubeIngress, {
    metadata: { name, namespace, labels: { name } },
    spec: {
      ingressClassName,
      rules: [
        {
          host,
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: ECHO, port: { number: ECHO_SERVICE_PORT } } },
              },
            ],
          },
        },
      ],
    },
  });
}

/** A Deployment to open a shell in: `kubectl exec -it deployment/nginx -- bash`. */
function client(namespace: string, image: string, user: number, labels?: Labels) {
  return manifest(k8s.KubeDeployment, {
    metadata: { name: CLIENT, namespace, ...(labels && { labels }) },
    spec: {
      replicas: 1,
      selector: { matchLabels: CLIENT_LABELS },
      template: {
        metadata: { labels: CLIENT_LABELS },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: restrictedPod(user),
          containers: [
            {
              name: CLIENT,
              image,
              imagePullPolicy: 'IfNotPresent',
              ports: [{ containerPort: CLIENT_PORT, protocol: 'TCP' }],
              resources: resourceRequirements(SMALL),
              securityContext: restrictedContainer(),
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'tmp', emptyDir: {} }],
        },
      },
    },
  });
}
