/**
 * Reading a person's own templates for a command.
 * @module
 */

import { join } from "@std/path";
import { Failure, messageOf } from "../failure.ts";
import { TEMPLATE_NAMES, Templates, useTemplates } from "../report/templates.ts";
import { nearest } from "./nearest.ts";
import { tryIssueTemplates } from "./template_trial.ts";

/**
 * Puts the templates of a folder in front of the shipped ones; null: the shipped ones alone. It runs
 * what it finds: whoever may write into the folder may do what the program may do.
 * @throws {Failure} exit 2 when the folder cannot be read, a template is broken, or one of issues and
 * comments cannot be rendered
 */
export async function chooseTemplates(
  folder: string | null,
  warn: (line: string) => void,
): Promise<void> {
  useTemplates(folder === null ? null : new Templates(await readFolder(folder, warn), folder));
  if (folder !== null) tryIssueTemplates();
}

async function readFolder(
  folder: string,
  warn: (line: string) => void,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    for (const name of entries.map((entry) => entry.name).toSorted()) {
      if (TEMPLATE_NAMES.includes(name)) found[name] = await Deno.readTextFile(join(folder, name));
      else warn(unknownName(name, folder));
    }
  } catch (error) {
    throw new Failure(
      "bad-templates",
      `Cannot read the templates: the value is ${JSON.stringify(folder)}, ${messageOf(error)}`,
      { remedy: "Give --templates a folder that can be read, or leave it out." },
    );
  }
  return found;
}

function unknownName(name: string, folder: string): string {
  const near = nearest(name, TEMPLATE_NAMES);
  const hint = near === null ? `allowed is ${TEMPLATE_NAMES.join(", ")}` : `did you mean ${near}?`;
  return `${JSON.stringify(name)} in ${folder} is no template and is not used: ${hint}`;
}
