/**
 * Loaded into a service before its own code, it gives the process the network of its pod: the names of Services lead to
 * processes of the test, other names to nowhere, and the pod's port is a free one of this machine. The service sees none of
 * it, its environment included.
 */
const net = require('node:net');

const { services, listens } = JSON.parse(process.env.POD_NETWORK);
delete process.env.POD_NETWORK;
delete process.env.NODE_OPTIONS;

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof options !== 'object' || options.path) return connect.apply(this, args);
  const host = options.host ?? 'localhost';
  if (host !== '127.0.0.1') {
    const port = services[`${host}:${options.port}`];
    if (port === undefined) {
      process.nextTick(() =>
        this.destroy(Object.assign(new Error(`no Service ${host}:${options.port}`), { code: 'ENOTFOUND' })),
      );
      return this;
    }
    Object.assign(options, { host: '127.0.0.1', port });
  }
  return connect.apply(this, args);
};

const { listen } = net.Server.prototype;
net.Server.prototype.listen = function (port, ...rest) {
  if (typeof port !== 'number') throw new Error(`this network knows listen(port, …) only, not listen(${typeof port})`);
  const host = rest.find((arg) => typeof arg === 'string');
  if (host !== undefined && !['0.0.0.0', '::'].includes(host))
    throw new Error(`a Service does not reach a pod that listens on ${host}`);
  if (listens[port] === undefined) throw new Error(`the pod opens ports ${Object.keys(listens)}, not ${port}`);
  return listen.call(
    this,
    { port: listens[port], host: '127.0.0.1' },
    rest.find((arg) => typeof arg === 'function'),
  );
};
