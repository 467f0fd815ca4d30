/** The stand-in of Elering as a program. It is for the loopback; port 80 of the address that is its argument leads to it. */
import { connect, createServer } from 'node:net';
import { EleringStandIn } from '../../services/price-fetcher/elering-stand-in';

const [, , address] = process.argv;
const elering = new EleringStandIn();
elering.start().then(() => {
  const to = Number(new URL(elering.uri).port);
  const entrance = createServer((socket) => {
    const onward = connect(to, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    for (const [one, other] of [[socket, onward] as const, [onward, socket] as const])
      one.on('error', () => other.destroy());
  });
  entrance.listen(80, address, () => console.log('ready'));
});
