import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const root = resolve(__dirname, '../..');
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('gridwall-demo-'));

/** Bundled once; the command itself is what users type. */
function demo(...args: string[]) {
  const child = spawn('npm', ['run', '--silent', 'demo', '--', '--offline', ...args], { cwd: root, detached: true });
  return { child, stdout: text(child.stdout), stderr: text(child.stderr) };
}

describe('npm run demo', () => {
  it('starts the server, fetches a week and tomorrow, gives the address of the page and leaves nothing', async () => {
    const before = leftovers();
    const { child, stdout, stderr } = demo('--once');
    const [code] = await once(child, 'exit');
    expect({ code, stderr: code === 0 ? '' : await stderr }).toEqual({ code: 0, stderr: '' });
    expect(await stdout).toMatch(/^The prices are at http:\/\/127\.0\.0\.1:\d+\/\?day=\d{4}-\d\d-\d\d$/m);
    expect(await stderr).toMatch(/7 days posted/);
    expect(leftovers()).toEqual(before);
  }, 120_000);

  it('shows the page until Ctrl-C, and then removes what it stored', async () => {
    const before = leftovers();
    const { child, stderr } = demo();
    let seen = '';
    const page = await new Promise<string>((found) =>
      child.stdout.on('data', (chunk) => {
        seen += chunk;
        const address = /at (http:\S+)\n/.exec(seen)?.[1];
        if (address) found(address);
      }),
    );
    const html = await (await fetch(page)).text();
    expect(html).toContain('<title>');
    const days = (await (await fetch(new URL('/api/days', page))).json()) as { days: string[] };
    expect(days.days).toHaveLength(8);
    process.kill(-child.pid!, 'SIGINT');
    await once(child, 'close');
    expect(await stderr).not.toMatch(/Error/);
    expect(leftovers()).toEqual(before);
  }, 120_000);
});
