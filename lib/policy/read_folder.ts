/**
 * Reads the files of a policy folder.
 * @module
 */

import { Failure, messageOf } from "../failure.ts";
import { POLICY_NAMES } from "./names.ts";
import { meantFile, type PolicyFile, policyOf } from "./policy_files.ts";
import { MAX_YAML_BYTES } from "./read_yaml.ts";

/**
 * The policy files of a folder, also under their older names, and files whose names look like a
 * misspelt policy; null gives the embedded policies.
 * @throws {Failure} `unreadable-policies` when the folder or a file cannot be read
 */
export async function readPolicyFolder(folder: string | null): Promise<PolicyFile[]> {
  if (folder === null) {
    const { embeddedPolicy } = await import("./embedded.ts");
    return POLICY_NAMES.map(embeddedPolicy);
  }
  const files: PolicyFile[] = [];
  for (const name of await fileNames(folder)) {
    const shown = `${folder.replace(/[/\\]+$/, "")}/${name}`;
    if (policyOf(name) !== null) files.push({ name, text: await readBounded(shown), shown });
    else if (meantFile(name) !== null) files.push({ name, text: "", shown });
  }
  return files;
}

async function fileNames(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) {
      if (!entry.isDirectory) names.push(entry.name);
    }
  } catch (error) {
    throw unreadable(folder, error);
  }
  return names.sort();
}

/** Reads one byte more than is allowed, so that the check of the size sees what is too large. */
async function readBounded(path: string): Promise<string> {
  try {
    using file = await Deno.open(path, { read: true });
    const bytes = new Uint8Array(MAX_YAML_BYTES + 1);
    let length = 0;
    while (length < bytes.length) {
      const count = await file.read(bytes.subarray(length));
      if (count === null) break;
      length += count;
    }
    // A cut in the middle of a character must not hide that the file is too large.
    const fatal = length <= MAX_YAML_BYTES;
    return new TextDecoder("utf-8", { fatal }).decode(bytes.subarray(0, length));
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): Failure {
  return new Failure(
    "unreadable-policies",
    `Cannot read the policies: ${path} is not readable (${messageOf(cause)})`,
    {
      remedy: "Give --policies a folder with readable UTF-8 files, " +
        "or leave it out to use policies/ or the embedded policies.",
      cause,
    },
  );
}
