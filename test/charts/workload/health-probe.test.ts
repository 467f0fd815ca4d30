import { HealthProbe, Microservice, type MicroservicePort, type PortProbeOptions } from '../../../charts';
import { type Manifest, pick, render, thrownBy } from '../../support/synth';

/** The probe as a container with these ports has it. */
function probe(livenessProbe: HealthProbe, ports: MicroservicePort[] = [{ port: 80, containerPort: 8080 }]): Manifest {
  const made = render((chart) => new Microservice(chart, 'web', { image: 'web:1', ports, livenessProbe }));
  return pick(made, 'Deployment').spec.template.spec.containers[0].livenessProbe;
}

const OPTIONS: Required<PortProbeOptions> = { port: 'admin', periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 6 };
const TIMES = { periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 6 };

describe('HealthProbe', () => {
  it('asks for a path, on the port of the container', () => {
    expect(probe(HealthProbe.http('/healthz?full=1'))).toEqual({ httpGet: { path: '/healthz?full=1', port: 8080 } });
  });

  it('connects', () => {
    expect(probe(HealthProbe.tcp())).toEqual({ tcpSocket: { port: 8080 } });
  });

  it('runs a command, word by word', () => {
    expect(probe(HealthProbe.command(['redis-cli', '-e', 'ping'], TIMES))).toEqual({
      exec: { command: ['redis-cli', '-e', 'ping'] },
      ...TIMES,
    });
  });

  it('is not there', () => {
    expect(probe(HealthProbe.none())).toBeUndefined();
  });

  it('goes to the port of a name, in its own time', () => {
    const ports = [
      { name: 'http', port: 80 },
      { name: 'admin', port: 9090, containerPort: 9091 },
    ];
    expect(probe(HealthProbe.http('/', OPTIONS), ports)).toEqual({ httpGet: { path: '/', port: 9091 }, ...TIMES });
    expect(probe(HealthProbe.tcp(OPTIONS), ports)).toEqual({ tcpSocket: { port: 9091 }, ...TIMES });
  });

  it.each<[string, () => HealthProbe, string, RegExp]>([
    [
      'a path without a slash',
      () => HealthProbe.http('healthz'),
      'path/http',
      /HealthProbe.http: prop "path" is "healthz"/,
    ],
    ['a path with a space', () => HealthProbe.http('/a b'), 'path/http', /without white space/],
    ['no path', () => HealthProbe.http(undefined as never), 'path/http', /"path" is undefined/],
    [
      'a misspelt option',
      () => HealthProbe.tcp({ periodSecond: 1 } as never),
      'props/unknown',
      /there are periodSeconds, timeoutSeconds, failureThreshold, port/,
    ],
    ['options that are a number', () => HealthProbe.tcp(5 as never), 'props/shape', /"options" is 5/],
    ['a period of no time', () => HealthProbe.tcp({ periodSeconds: 0 }), 'number/range', /"periodSeconds" is 0/],
    ['half a second', () => HealthProbe.tcp({ timeoutSeconds: 0.5 }), 'number/range', /"timeoutSeconds" is 0.5/],
    ['no failures', () => HealthProbe.http('/', { failureThreshold: 0 }), 'number/range', /"failureThreshold" is 0/],
    ['a command in one text', () => HealthProbe.command('pg_isready' as never), 'props/shape', /must be a list/],
    ['a command of no words', () => HealthProbe.command([]), 'props/shape', /"command" is \[\]/],
    ['a number as a word', () => HealthProbe.command(['sleep', 1 as never]), 'props/shape', /"command\[1\]" is 1/],
    ['times as a number', () => HealthProbe.command(['true'], { periodSeconds: '5' as never }), 'number/range', /"5"/],
  ])('refuses %s', (_what, make, code, message) => {
    const error = thrownBy(make);
    expect(error).toMatchObject({ name: 'PropError', code });
    expect(error.message).toMatch(message);
  });
});
