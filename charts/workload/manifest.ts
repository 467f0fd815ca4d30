import type { ApiObjectProps, GroupVersionKind } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';

type Same<A, B> = [A, B] extends [B, A] ? true : false;

/** Keys that the generated types spell in their own way. */
interface Respelled {
  clusterIp: 'clusterIP';
  clientIp: 'clientIP';
}

/** A generated type in the spelling of the API server: without enums, wrapper classes and renamed keys. */
export type Plain<T> = T extends string
  ? `${T}`
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : T extends object
      ? true extends Same<T, k8s.IntOrString> | Same<T, k8s.Quantity>
        ? number | string
        : { [Key in keyof T as Key extends keyof Respelled ? Respelled[Key] : Key]: Plain<T[Key]> }
      : T;

/** What of a generated class names the kind and types its props. */
interface Kind<Props> {
  readonly GVK: GroupVersionKind;
  manifest(props?: Props): unknown;
}

/**
 * An object as `Kube….manifest(…)` gives it, checked by the same types, at the price of a literal: the generated
 * functions copy an object once for each of its keys, which costs more than all else a construct does.
 */
export function manifest<Props>({ GVK }: Kind<Props>, props: Plain<NoInfer<Props>>): ApiObjectProps {
  return { ...GVK, ...(props as object) };
}
