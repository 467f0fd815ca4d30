import type { k8s } from 'cdk8s-plus-28';
import { envName, envValue, secretKey, subdomain } from '../validation/names';
import { PropCheck } from '../validation/prop-check';
import { secretEnv } from './container';
import type { Plain } from './manifest';

/**
 * The value of a variable of a container, or where it lies. A value may name variables that stand before it: `$(NAME)`.
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export class EnvVar {
  /** A value that everyone who reads the manifest may know. */
  public static value(value: string): EnvVar {
    PropCheck.ofCall('EnvVar.value').check('value', value, envValue);
    return new EnvVar((name) => ({ name, value }));
  }

  /**
   * A value that stays in its Secret, which is never synthesized.
   * @param secretName a Secret of the pod's namespace
   * @param key the Secret's key that holds the value
   */
  public static secret(secretName: string, key: string): EnvVar {
    const at = PropCheck.ofCall('EnvVar.secret');
    at.check('secretName', secretName, subdomain);
    at.check('key', key, secretKey);
    return new EnvVar((name) => secretEnv(name, secretName, key));
  }

  private constructor(private readonly render: (name: string) => Plain<k8s.EnvVar>) {}

  /** @internal in the order of the props, in which `$(NAME)` is looked up. */
  public static _checkAll(at: PropCheck, env: { readonly [name: string]: EnvVar }): Plain<k8s.EnvVar>[] {
    return at.entries('env', env, 'EnvVars').map(([name, value]) => {
      at.check('env (name)', name, envName);
      if (value instanceof EnvVar) return value.render(name);
      const wanted = 'must be an EnvVar: EnvVar.value("…") or EnvVar.secret(secretName, key)';
      return at.refuse('props/shape', `env.${name}`, value, wanted);
    });
  }
}
