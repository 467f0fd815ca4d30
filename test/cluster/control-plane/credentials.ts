import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Users of the API: the administrator, and the components by the names that the API server's own roles are bound to. */
const USERS: Readonly<Record<string, string>> = {
  admin: 'system:masters',
  kwok: 'system:masters',
  'kube-proxy': 'system:masters',
  'system:kube-controller-manager': '',
  'system:kube-scheduler': '',
};
export type User = 'admin' | 'kwok' | 'kube-proxy' | 'system:kube-controller-manager' | 'system:kube-scheduler';

/**
 * Files that let the components know each other, random and good for one cluster. The API server's certificate is not
 * among them: it makes one, and the authority for it, when it starts.
 */
export class Credentials {
  private constructor(private readonly folder: string) {}

  /** @param server address of the API server */
  static async write(folder: string, server: string): Promise<Credentials> {
    const credentials = new Credentials(folder);
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    await credentials.keep(credentials.serviceAccountKey, privateKey);
    const tokens: string[] = [];
    for (const [user, group] of Object.entries(USERS)) {
      const token = randomBytes(32).toString('hex');
      tokens.push([token, user, user, group].filter(Boolean).join(','));
      const cluster = { server, 'certificate-authority': credentials.certificate };
      const config = {
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'cluster', cluster }],
        users: [{ name: user, user: { token } }],
        contexts: [{ name: 'context', context: { cluster: 'cluster', user } }],
        'current-context': 'context',
      };
      await credentials.keep(credentials.kubeconfig(user as User), JSON.stringify(config));
    }
    await credentials.keep(credentials.tokens, `${tokens.join('\n')}\n`);
    return credentials;
  }

  /** Where the API server writes its certificate, followed by its authority's. */
  get certificates(): string {
    return join(this.folder, 'certificates');
  }

  get certificate(): string {
    return join(this.certificates, 'apiserver.crt');
  }

  /** Private key that service account tokens are signed with. */
  get serviceAccountKey(): string {
    return join(this.folder, 'service-accounts.key');
  }

  /** Table of tokens and users. */
  get tokens(): string {
    return join(this.folder, 'tokens.csv');
  }

  kubeconfig(user: User): string {
    return join(this.folder, `${user.replace('system:', '')}.kubeconfig`);
  }

  private async keep(file: string, text: string): Promise<void> {
    await writeFile(file, text, { mode: 0o600 });
  }
}
