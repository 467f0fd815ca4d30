import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ignore } from '../examine';
import type { Settings } from '../settings';
import { EchoDemo } from './echo-demo';

/** Four ways to reach one server, and the policy that leaves two of them. */
export class EchoDemoChart extends Chart {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    new EchoDemo(this, 'echo-demo', { host: `echoserver.${settings.nodeAddress}.nip.io` });
    ignore(
      this,
      'Service',
      'echoserver-service-nodeport',
      'exposure/denied',
      'the demo shows what its policy does to a node port: nobody outside gets in',
    );
    ignore(
      this,
      'NetworkPolicy',
      'echoserver-network-policy',
      'ingress/controller-not-admitted',
      'the demo shows what it does to an Ingress: its controller is shut out',
    );
  }
}
