/** The least a koa can do: the same bytes from memory, whatever is asked. */
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

/** The koa that the history server is built with. */
const Koa = createRequire(join(__dirname, '../../services/history-server/package.json'))('koa');

const { HOST, PORT, BODY_FILE } = process.env;
const bytes = readFileSync(BODY_FILE);

new Koa()
  .use((ctx) => {
    ctx.set('Content-Type', 'application/json');
    ctx.body = bytes;
  })
  .listen(Number(PORT), HOST);
