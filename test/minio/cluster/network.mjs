/** One network for each server, and a bridge between them: what a node and its CNI are to pods. */
import { execFileSync } from 'node:child_process';

/** Of the bridge, which stands for everybody who is no server. */
const CLIENT = '192.0.2.1';
const BRIDGE = 'pods';

const run = (program, ...args) => execFileSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
const ip = (...args) => run('ip', ...args);

export class Network {
  constructor() {
    ip('link', 'set', 'lo', 'up');
    ip('link', 'add', BRIDGE, 'type', 'bridge');
    ip('addr', 'add', `${CLIENT}/24`, 'dev', BRIDGE);
    ip('link', 'set', BRIDGE, 'up');
    this.ports = [];
  }

  /** A network of this name; its address. */
  add(name) {
    const address = `192.0.2.${10 + this.ports.length}`;
    const port = `port-${this.ports.length}`;
    ip('netns', 'add', name);
    ip('link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
    ip('link', 'set', port, 'master', BRIDGE, 'up');
    for (const device of ['lo', 'eth0']) ip('-n', name, 'link', 'set', device, 'up');
    ip('-n', name, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
    this.ports.push(port);
    return address;
  }

  /** Whether servers reach each other. What is not let through is dropped without an answer; clients reach them in any case. */
  letMembersMeet(may) {
    for (const port of this.ports) run('bridge', 'link', 'set', 'dev', port, 'isolated', may ? 'off' : 'on');
  }
}
