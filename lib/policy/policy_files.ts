/**
 * Which file of a folder is which policy.
 * @module
 */

import { nearest } from "../cli/nearest.ts";
import { OLDER_NAMES, POLICY_NAMES, type PolicyName } from "./names.ts";

/** A file of a policy folder. */
export interface PolicyFile {
  /** Its name without a folder, for example `escalation.yml`. */
  readonly name: string;
  /** What it holds. */
  readonly text: string;
  /** How reports name it, for example `policies/escalation.yml`; the name when absent. */
  readonly shown?: string;
}

/** How reports name a file. */
export function shownName(file: PolicyFile): string {
  return file.shown ?? file.name;
}

const EXTENSIONS = [".yml", ".yaml"] as const;

const BY_FILE_NAME: ReadonlyMap<string, PolicyName> = new Map(
  POLICY_NAMES.flatMap((policy) =>
    [policy, OLDER_NAMES[policy]].flatMap((stem) =>
      stem === undefined
        ? []
        : EXTENSIONS.map((extension): [string, PolicyName] => [stem + extension, policy])
    )
  ),
);

/** The policy that a file name stands for, in its own or its older name; null for any other file. */
export function policyOf(fileName: string): PolicyName | null {
  return BY_FILE_NAME.get(fileName) ?? null;
}

/** The policy file that somebody probably meant by another file's name; null for none. */
export function meantFile(fileName: string): string | null {
  if (policyOf(fileName) !== null || !/\.ya?ml$/i.test(fileName)) return null;
  return nearest(fileName, [...BY_FILE_NAME.keys()]);
}
