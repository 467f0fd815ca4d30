import { Protocol } from 'cdk8s-plus-28';
import { Port } from '../../../charts';
import { rulePorts } from '../../../charts/policy/port';
import { PropCheck } from '../../../charts/validation/prop-check';

const ports = (receiver: object, ...given: Port[]) =>
  rulePorts(Port._of(PropCheck.ofCall('test'), 'ports', given, { name: 'api', ...receiver }));

describe('Port', () => {
  it.each<[string, Port, object]>([
    ['tcp', Port.tcp(443), { protocol: 'TCP', port: 443 }],
    ['udp', Port.udp(53), { protocol: 'UDP', port: 53 }],
    ['sctp', Port.sctp(3868), { protocol: 'SCTP', port: 3868 }],
    ['range', Port.range(8000, 8080), { protocol: 'TCP', port: 8000, endPort: 8080 }],
    ['range of one', Port.range(80, 80, Protocol.UDP), { protocol: 'UDP', port: 80 }],
    ['named', Port.named('http'), { protocol: 'TCP', port: 'http' }],
    ['named of another protocol', Port.named('dns', Protocol.UDP), { protocol: 'UDP', port: 'dns' }],
    ['every of a protocol', Port.every(Protocol.SCTP), { protocol: 'SCTP' }],
  ])('%s', (_what, port, rendered) => expect(ports({}, port)).toEqual([rendered]));

  it('leaves the list out for every port of every protocol, whatever else is in it', () => {
    expect(ports({}, Port.tcp(1), Port.every())).toEqual([]);
  });

  it('becomes the port of the pods: that of the Service comes first, then that of the pods, then the name', () => {
    const receiver = {
      ports: [
        { port: 8080, servicePort: 80, name: 'http' },
        { port: 80, servicePort: 81 },
      ],
    };
    expect(ports(receiver, Port.tcp(80))).toEqual([{ protocol: 'TCP', port: 8080 }]);
    expect(ports(receiver, Port.tcp(8080))).toEqual([{ protocol: 'TCP', port: 8080 }]);
    expect(ports(receiver, Port.tcp(81))).toEqual([{ protocol: 'TCP', port: 80 }]);
    expect(ports(receiver, Port.named('http'))).toEqual([{ protocol: 'TCP', port: 8080 }]);
  });

  it('stays what it is where it means more than one port', () => {
    const receiver = { ports: [{ port: 8080, servicePort: 80 }] };
    expect(ports(receiver, Port.range(80, 90))).toEqual([{ protocol: 'TCP', port: 80, endPort: 90 }]);
    expect(ports(receiver, Port.every())).toEqual([]);
  });

  it('stays the number of the pods where they do not declare it', () => {
    const receiver = { ports: [{ port: 8080, servicePort: 80 }] };
    expect(ports(receiver, Port.tcp(80).undeclared(), Port.udp(15008).undeclared())).toEqual([
      { protocol: 'TCP', port: 80 },
      { protocol: 'UDP', port: 15008 },
    ]);
    expect(ports(receiver, Port.range(15000, 15100).undeclared())).toEqual([
      { protocol: 'TCP', port: 15000, endPort: 15100 },
    ]);
  });

  it('stands for all that the receiver listens on where none is given', () => {
    const receiver = { ports: [{ port: 8080 }, { port: 53, protocol: Protocol.UDP }] };
    expect(ports(receiver)).toEqual([
      { protocol: 'TCP', port: 8080 },
      { protocol: 'UDP', port: 53 },
    ]);
  });

  it.each<[string, () => Port, RegExp]>([
    ['port 0', () => Port.tcp(0), /Port.tcp: prop "number" is 0.*\[number\/port\]/],
    ['text', () => Port.udp('53' as never), /Port.udp: prop "number" is "53"/],
    ['a port that is too high', () => Port.sctp(65536), /65536/],
    [
      'a range that ends before it starts',
      () => Port.range(90, 80),
      /Port.range: prop "last" is 80: .*from 90 to 65535/,
    ],
    ['a range without a start', () => Port.range(undefined as never, 80), /"first" is undefined/],
    [
      'an unknown protocol',
      () => Port.range(1, 2, 'ICMP' as never),
      /"protocol" is "ICMP": must be one of TCP, UDP, SCTP/,
    ],
    ['an unknown protocol of all ports', () => Port.every('tcp' as never), /"protocol" is "tcp"/],
    ['a number for a name', () => Port.named('80'), /Port.named: prop "name" is "80".*\[name\/port\]/],
    ['a name that is not declared', () => Port.named('http').undeclared(), /"http": must be a number or a range/],
    ['every port that is not declared', () => Port.every().undeclared(), /Port.undeclared: prop "port" is "every"/],
    ['a name that is too long', () => Port.named('sixteen-letters-'), /at most 15/],
  ])('refuses %s', (_what, make, message) => expect(make).toThrow(message));
});
