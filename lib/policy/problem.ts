/**
 * Problems of policies, told with file, line, key, value, and what is allowed.
 * @module
 */

import type { PolicyName } from "./names.ts";
import type { KeyPath } from "./yaml_outline.ts";

/** Something wrong in a policy. An error refuses the cycle, a warning does not. */
export interface Problem {
  /** `error`: the policies cannot be used. */
  readonly severity: "error" | "warning";
  /** The file as it was named when it was read, for example `policies/escalation.yml`. */
  readonly file: string;
  /** Counted from 1; null where the problem stands on no line. */
  readonly line: number | null;
  /** The key with the policy's name before it, for example `escalation.thresholds.p0.warn`. */
  readonly path: string;
  /** The value as JSON, at most 80 characters; `missing` without one; empty for a whole file. */
  readonly value: string;
  /** What is allowed and what to do. */
  readonly message: string;
}

/** A problem of a whole file. */
export function aboutFile(
  severity: Problem["severity"],
  file: string,
  about: { readonly policy: string; readonly message: string },
): Problem {
  return { severity, file, line: null, path: about.policy, value: "", message: about.message };
}

/** A key path as people write it: `escalation.thresholds.p0.warn`, `routing.teams.web.rules[0]`. */
export function pathText(policy: PolicyName, path: KeyPath): string {
  return policy + path.map((part) => {
    if (typeof part === "number") return `[${part}]`;
    return /^[\w-]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
  }).join("");
}

const MAX_VALUE = 80;

/** A value as JSON, cut at 80 characters. */
export function valueText(value: unknown): string {
  if (value === undefined) return "missing";
  const text = typeof value === "number" ? String(value) : JSON.stringify(value) ?? String(value);
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE - 1)}…`;
}

/** What stands at a key path below a value; undefined where nothing does. */
export function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (found, part) =>
      typeof found === "object" && found !== null && Object.hasOwn(found, part)
        ? (found as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );
}
