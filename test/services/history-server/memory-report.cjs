/** Preloaded into a server under test: on SIGUSR2 collects garbage and writes the bytes that are still in use, and the resident ones. */
process.on('SIGUSR2', () => {
  // The first one leaves what it freed to be swept in the background.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.stderr.write(`${JSON.stringify({ inUse: heapUsed + external, rss })}\n`);
});
