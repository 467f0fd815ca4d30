import type { IServiceBackend } from './backend';
import type { RoutesTls } from './tls';

/** The API that routes are written in. */
export enum RoutesApi {
  /** One Ingress: every cluster has the API, what a rewrite or CORS is called is up to the controller. */
  INGRESS = 'Ingress',
  /** A Gateway and an HTTPRoute for each host: the successor, with weights, redirects and timeouts of its own. */
  GATEWAY = 'Gateway',
}

/** How a rule's path is compared with that of a request. */
export enum PathMatch {
  /** The path and everything below it: "/shop" is met by "/shop" and "/shop/cart", not by "/shopping". */
  PREFIX = 'Prefix',
  /** The very path. An Ingress that rewrites a path of the host takes it in upper and lower case. */
  EXACT = 'Exact',
}

/** A Gateway that someone else runs. */
export interface GatewayReference {
  /** Its name. */
  readonly name: string;
  /**
   * Its namespace.
   * @default - that of the routes
   */
  readonly namespace?: string;
  /**
   * The one listener to use.
   * @default - every listener that fits a route's host
   */
  readonly sectionName?: string;
}

/** One of several Services that share the requests of a rule. */
export interface WeightedBackend {
  /** The Service. */
  readonly backend: IServiceBackend;
  /**
   * Name of its port.
   * @default - its first port
   */
  readonly port?: string;
  /** Its part of the sum of all weights; 0 to leave it out for now. */
  readonly weight: number;
}

/** Where a client is sent instead: at least one of scheme, host and path differs, and it does not lead back. */
export interface RouteRedirect {
  /**
   * "http" or "https".
   * @default - that of the request
   */
  readonly scheme?: string;
  /**
   * Host to go to.
   * @default - that of the request
   */
  readonly host?: string;
  /**
   * What takes the place of the rule's path; what follows a prefix stays behind it.
   * @default - the path of the request
   */
  readonly path?: string;
  /**
   * 301 or 308 for ever, 302, 303 or 307 for now.
   * @default 302
   */
  readonly statusCode?: number;
}

/** Which requests go where. Exactly one of `backend`, `backends` and `redirect` is given. */
export interface RouteRule {
  /**
   * Host of the requests: a DNS name, with `*.` in front at most.
   * @default - every host that no other rule names
   */
  readonly host?: string;
  /**
   * Path of the requests.
   * @default "/"
   */
  readonly path?: string;
  /**
   * How the path is compared.
   * @default PathMatch.PREFIX
   */
  readonly match?: PathMatch;
  /**
   * The Service the requests go to.
   * @default - none
   */
  readonly backend?: IServiceBackend;
  /**
   * Name of the port of `backend`.
   * @default - its first port
   */
  readonly port?: string;
  /**
   * Several Services that share the requests. Gateway API only.
   * @default - none
   */
  readonly backends?: WeightedBackend[];
  /**
   * Where clients are sent instead. Gateway API only.
   * @default - none
   */
  readonly redirect?: RouteRedirect;
  /**
   * What the Service sees in the place of the path; what follows the path stays behind it: with path "/users" and rewrite
   * "/" a request for "/users/7" arrives as "/7". An Ingress has one rewrite for all its rules, and needs `nginx`.
   * @default - the path stays as it is
   */
  readonly rewrite?: string;
  /**
   * Seconds until a client is told that no answer came (504). Gateway API only.
   * @default - up to the controller
   */
  readonly timeoutSeconds?: number;
}

/**
 * Which pages of other origins may read the answers.
 * @see https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS
 */
export interface RoutesCors {
  /** Origins such as "https://www.example.com", or only "*" for all. */
  readonly allowOrigins: string[];
  /**
   * Methods.
   * @default - GET, HEAD and POST
   */
  readonly allowMethods?: string[];
  /**
   * Headers of requests.
   * @default - Content-Type
   */
  readonly allowHeaders?: string[];
  /**
   * Whether cookies and passwords may go along. Not with origin "*".
   * @default false
   */
  readonly allowCredentials?: boolean;
  /**
   * Headers of answers that the page may read, beside the few that every page may.
   * @default - none
   */
  readonly exposeHeaders?: string[];
  /**
   * Seconds a browser may keep the permission.
   * @default 600
   */
  readonly maxAgeSeconds?: number;
}

/**
 * What only ingress-nginx has. Giving it, even empty, says that the class's controller is ingress-nginx.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
export interface NginxOptions {
  /**
   * Requests a second from one client address; above five times that in a burst it is answered with 503.
   * @default - no limit
   */
  readonly requestsPerSecond?: number;
  /**
   * Connections at a time from one client address.
   * @default - no limit
   */
  readonly connectionsPerClient?: number;
  /**
   * Secret whose key "auth" holds users and passwords as htpasswd writes them. Every host needs TLS then.
   * @default - no password is asked for
   */
  readonly basicAuthSecret?: string;
  /**
   * What clients show when they ask for the password.
   * @default - nothing
   */
  readonly basicAuthRealm?: string;
}

export interface RoutesProps {
  /** The API the routes are written in. */
  readonly api: RoutesApi;
  /** Name of the Ingress or Gateway; the names of HTTPRoutes begin with it. */
  readonly name: string;
  /** Which requests go where. */
  readonly rules: RouteRule[];
  /**
   * Namespace of all objects but ReferenceGrants, which are in that of their Service.
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /**
   * Labels of every object.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations of the Ingress or Gateway, such as other controllers want them. With `nginx` none that a prop stands for.
   * @default - none but those that other props make
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * Class of the Ingress or Gateway. There is no default: without one, no controller or any may answer.
   * @default - none; needed unless `gateway` is given
   */
  readonly className?: string;
  /**
   * A Gateway that is there already, instead of one of its own. Gateway API only.
   * @default - a Gateway of the class `className`
   */
  readonly gateway?: GatewayReference;
  /**
   * The Service for requests that no rule takes.
   * @default - they are answered with 404
   */
  readonly defaultBackend?: IServiceBackend;
  /**
   * Name of the port of `defaultBackend`.
   * @default - its first port
   */
  readonly defaultBackendPort?: string;
  /**
   * Certificates, and the hosts they are for.
   * @default - none: HTTP only
   */
  readonly tls?: RoutesTls[];
  /**
   * Whether plain HTTP to a host with TLS is sent on to HTTPS. An Ingress can only say it with `nginx`.
   * @default true with Gateway API; with an Ingress up to the controller: ingress-nginx does, too
   */
  readonly httpsRedirect?: boolean;
  /**
   * Which pages of other origins may read the answers. An Ingress can only say it with `nginx`.
   * @default - none
   */
  readonly cors?: RoutesCors;
  /**
   * What only ingress-nginx has. Ingress only.
   * @default - none
   */
  readonly nginx?: NginxOptions;
}
