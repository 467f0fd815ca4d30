import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Settings } from '../settings';
import { EchoDemo } from './echo-demo';

/** Four ways to reach one server, and the policy that leaves two of them. */
export class EchoDemoChart extends Chart {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    new EchoDemo(this, 'echo-demo', { host: `echoserver.${settings.nodeAddress}.nip.io` });
  }
}
