/** Preloaded into a server whose log can't be read: writes the port it listens on to standard error. */
const { Server } = require('node:net');

const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  this.once('listening', () => process.stderr.write(`${JSON.stringify({ port: this.address().port })}\n`));
  return listen.apply(this, args);
};
