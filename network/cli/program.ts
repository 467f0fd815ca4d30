import { Argument, Command, Option } from 'commander';
import type { Context, Result } from './command';
import type { Io } from './io';

/** Runs a command that the command line asks for. */
export type Execute = (command: (context: Context) => Promise<Result>) => Promise<void>;

/** What the command line itself has to say: help, and what is wrong with it. */
export interface Messages {
  readonly out: string[];
  readonly err: string[];
}

/** Columns where the output is no terminal. */
const WIDTH = 100;

const EXIT_CODES = `
Exit codes: 0 yes, passed or analysed; 1 the answer is no; 2 the input or the command line is refused, with the reason on stderr.`;

const PATHS = new Argument(
  '[path...]',
  'files and folders of manifests; "-" or nothing reads what is piped in',
).default([], 'standard input');

/**
 * The command line. Each command is loaded when it is asked for: `gridwall --help` should not wait for parsers.
 * @throws CommanderError on `parseAsync`, when there is nothing more to do
 */
export function makeProgram(io: Io, messages: Messages, execute: Execute): Command {
  const { version } = require('gridwall/package.json') as { version: string };
  const program = new Command('gridwall')
    .description('Ask Kubernetes manifests who can reach whom, and why. No cluster is needed.')
    .version(version)
    .addHelpText(
      'after',
      `
Examples:
  gridwall reach manifests/                                   every connection that the policies leave open
  helm template . | gridwall reach                            the same of a Helm chart
  kubectl get all,netpol,ing,ns -A -o yaml | gridwall reach   the same of a running cluster
  gridwall explain reach prod/web prod/db:5432 manifests/     whether web reaches the database, and why
  gridwall diff old/ new/ --output md                         what opens and closes, for a pull request
  gridwall check manifests/                                   mistakes of wiring, with the fix
  gridwall test -f expectations.yaml manifests/               what must and must not be possible, for CI
${EXIT_CODES}
`,
    );
  addReach(program, execute);
  addExplain(program, execute);
  addDiff(program, execute);
  addTest(program, execute);
  addCheck(program, execute);
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)])
    settled(command, io, messages);
  return program;
}

function settled(command: Command, { stdout, stderr }: Io, messages: Messages): void {
  command
    .exitOverride()
    .showHelpAfterError('(--help shows examples)')
    .configureOutput({
      writeOut: (text) => messages.out.push(text),
      writeErr: (text) => messages.err.push(text),
      getOutHelpWidth: () => stdout.columns ?? WIDTH,
      getErrHelpWidth: () => stderr.columns ?? WIDTH,
    });
}

function outputOption(...formats: string[]): Option {
  return new Option('-o, --output <format>', 'form of the answer').choices(formats).default(formats[0]);
}

function addReach(program: Command, execute: Execute): void {
  program
    .command('reach')
    .summary('every connection that the policies leave open')
    .description(
      'List who reaches whom: workloads among each other and with addresses outside, and the ways in from there: Services, Ingresses, Gateways. Workloads that no policy isolates are marked "unprotected" rather than listed with all their connections.',
    )
    .addArgument(PATHS)
    .addOption(outputOption('text', 'json', 'yaml', 'md', 'dot', 'connlist'))
    .option('--from <end>', 'only connections from a workload, namespace/*, an address block or internet')
    .option('--to <end>', 'only connections to one of these')
    .option('--grouped', 'between classes of workloads that are alike to all policies: for very many workloads')
    .addHelpText(
      'after',
      `
Examples:
  gridwall reach manifests/
  gridwall reach manifests/ --from internet           what the internet reaches
  gridwall reach manifests/ --to prod/db              who reaches the database
  gridwall reach manifests/ --from 'prod/*' --to 10.0.0.0/8
  gridwall reach manifests/ --output dot | dot -Tsvg > network.svg
  gridwall reach manifests/ --output connlist         a JSON array of {src, dst, conn}, as netpol-analyzer writes it
  kubectl get all,netpol,ing,ns -A -o yaml | gridwall reach --grouped
${EXIT_CODES}
`,
    )
    .action((paths, options) =>
      execute((context) => {
        const { reach } = require('./reach-command') as typeof import('./reach-command');
        return reach(paths, options, context);
      }),
    );
}

function addExplain(program: Command, execute: Execute): void {
  const explain = program
    .command('explain')
    .summary('one answer with its reasons: reach, dns, route, service, policies')
    .description('Answer one question, with the reasons down to the line of the policy.')
    .addHelpText('after', '\nExample:\n  gridwall explain reach prod/web prod/db:5432 manifests/\n');

  explainCommand(explain, 'reach <from> <to>', 'whether a connection is let through, and why')
    .addHelpText(
      'after',
      `
Ends: namespace/name or namespace/name[Kind] of a workload or Service, namespace/{label=value} for a pod that is not there
yet, an address or a block, internet, node (the node of the pod), a DNS name or URL. From outside, a URL leads through its Ingress,
Gateway or Route, and policies have to let the controller through. Ports: :80, :http, :53/UDP; without one,
all that the receiver declares. The answer is no (exit code 1) unless the connection is allowed.

Examples:
  gridwall explain reach prod/web prod/db:5432 manifests/
  gridwall explain reach 'test/{app=probe}' prod/api:http manifests/
  gridwall explain reach internet prod/web:443 manifests/
  gridwall explain reach internet https://shop.example.com/cart manifests/
  gridwall explain reach default/busybox default/nginx:80 manifests/ --with-label default/busybox=access=true
${EXIT_CODES}
`,
    )
    .action((from, to, paths, options) =>
      execute((context) => {
        const { explainReach } = require('./explain-reach-command') as typeof import('./explain-reach-command');
        return explainReach(from, to, paths, options, context);
      }),
    );

  explainCommand(explain, 'dns <name>', 'what a name means to a pod')
    .requiredOption('--from <end>', 'namespace, or workload, of the pod that asks')
    .addHelpText(
      'after',
      `
Examples:
  gridwall explain dns api --from prod manifests/             the short name, in its own namespace
  gridwall explain dns api.prod --from test manifests/
  gridwall explain dns db-0.db.prod.svc.cluster.local --from prod/web manifests/
${EXIT_CODES}
`,
    )
    .action((name, paths, options) =>
      execute((context) => {
        const { explainDns } = require('./explain-dns-command') as typeof import('./explain-dns-command');
        return explainDns(name, paths, options, context);
      }),
    );

  explainCommand(explain, 'route <url>', 'which Service gets a URL that arrives from outside')
    .addHelpText(
      'after',
      `
By Ingress, Gateway API or OpenShift Route. The answer is no (exit code 1) unless a rule redirects it, or sends it to a Service whose
pods the policies let the controller reach.

Example:
  gridwall explain route https://shop.example.com/cart manifests/
${EXIT_CODES}
`,
    )
    .action((url, paths, options) =>
      execute((context) => {
        const { explainRoute } = require('./explain-route-command') as typeof import('./explain-route-command');
        return explainRoute(url, paths, options, context);
      }),
    );

  explainCommand(explain, 'service <name>', 'its names, its ports and who answers there, or why nobody does')
    .addHelpText(
      'after',
      `
Example:
  gridwall explain service prod/api manifests/                exit code 1 when a port has no endpoints
${EXIT_CODES}
`,
    )
    .action((name, paths, options) =>
      execute((context) => {
        const { explainService } = require('./explain-service-command') as typeof import('./explain-service-command');
        return explainService(name, paths, options, context);
      }),
    );

  explainCommand(explain, 'policies <workload>', 'which policies select a workload, and what they admit')
    .addHelpText(
      'after',
      `
Examples:
  gridwall explain policies prod/web manifests/
  gridwall explain policies prod/web manifests/ --with-label prod/web=tier=frontend
${EXIT_CODES}
`,
    )
    .action((workload, paths, options) =>
      execute((context) => {
        const { explainPolicies } =
          require('./explain-policies-command') as typeof import('./explain-policies-command');
        return explainPolicies(workload, paths, options, context);
      }),
    );
}

function explainCommand(explain: Command, usage: string, summary: string): Command {
  return explain
    .command(usage)
    .summary(summary)
    .description(`Explain ${summary}.`)
    .addArgument(PATHS)
    .addOption(outputOption('text', 'json', 'yaml'))
    .option(
      '--with-label <workload=key=value>',
      'what if its pods had this label; WORKLOAD=key- takes one away; repeatable',
      (change: string, changes: string[] = []) => [...changes, change],
    );
}

function addDiff(program: Command, execute: Execute): void {
  program
    .command('diff')
    .summary('what opens and closes between two states')
    .description(
      'Compare two states of manifests: which connections and which ways in from outside open or close, and which Services break.',
    )
    .argument('<old>', 'file or folder of manifests; "-" reads what is piped in; /dev/null: there was nothing')
    .argument('<new>', 'the same, as it would be')
    .addOption(outputOption('text', 'json', 'yaml', 'md'))
    .option('--exit-code', 'end with 1 when anything of this changes')
    .addHelpText(
      'after',
      `
Examples:
  gridwall diff old/ new/
  gridwall diff dist/ new-dist/ --output md > comment.md      for a pull request
  helm template . | gridwall diff deployed.yaml - --exit-code
  gridwall diff /dev/null dist/                               the first time, when there was nothing before
${EXIT_CODES}
`,
    )
    .action((before, after, options) =>
      execute((context) => {
        const { diff } = require('./diff-command') as typeof import('./diff-command');
        return diff(before, after, options, context);
      }),
    );
}

function addTest(program: Command, execute: Execute): void {
  program
    .command('test')
    .summary('what must and must not be possible, for CI')
    .description(
      'Hold manifests to expectations: connections that must be allowed or denied, names that must resolve, URLs that must be routed.',
    )
    .requiredOption('-f, --file <expectations.yaml>', 'what is expected')
    .addArgument(PATHS)
    .addOption(outputOption('text', 'json', 'sarif'))
    .addHelpText(
      'after',
      `
expectations.yaml:
  expect:
    - allow: prod/web -> prod/db:5432
    - deny: internet -> prod/db:5432
    - isolated: prod/db
    - onlyReached: prod/db:5432
      by: [prod/web]
    - resolve: db
      from: prod/web
    - route: https://shop.example.com/cart
      to: prod/cart:80

Examples:
  gridwall test -f expectations.yaml manifests/
  helm template . | gridwall test -f expectations.yaml
  gridwall test -f expectations.yaml manifests/ --output sarif > results.sarif
${EXIT_CODES}
`,
    )
    .action((paths, options) =>
      execute((context) => {
        const { test } = require('./test-command') as typeof import('./test-command');
        return test(paths, options, context);
      }),
    );
}

function addCheck(program: Command, execute: Execute): void {
  program
    .command('check')
    .summary('mistakes of wiring, with the fix')
    .description(
      'Look manifests over for what can not work, or works by luck: Services without endpoints, policies on the wrong port, missing DNS, clashes.',
    )
    .addArgument(PATHS)
    .addOption(outputOption('text', 'json', 'sarif', 'md'))
    .addOption(
      new Option('--fail-on <severity>', 'the least grave finding that ends with exit code 1')
        .choices(['error', 'warning', 'info'])
        .default('warning'),
    )
    .option('--rule <id>', 'only this rule; repeatable', (id: string, ids: string[] = []) => [...ids, id])
    .option('--config <file>', 'settings, instead of gridwall.yaml of this folder')
    .option('--baseline <file>', 'known findings, instead of those of the settings')
    .option('--write-baseline', 'take the findings as known from now on')
    .option('--fix', 'write the changes that can do no harm; all else in the files stays as it is')
    .option('--dry-run', 'with --fix: show what would be written')
    .option('--explain <rule>', 'what a rule is about, with examples; "all" lists the rules')
    .addHelpText(
      'after',
      `
Examples:
  gridwall check manifests/
  helm template . | gridwall check --fail-on error
  gridwall check dist/ --output sarif > results.sarif
  gridwall check manifests/ --write-baseline                  start today, mend the old findings later
  gridwall check manifests/ --fix --dry-run
  gridwall check --explain service/no-endpoints
${EXIT_CODES}
`,
    )
    .action((paths, options) =>
      execute((context) => {
        const { check } = require('./check-command') as typeof import('./check-command');
        return check(paths, options, context);
      }),
    );
}
