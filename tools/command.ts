/**
 * Starting the programs that a build needs: Deno itself, and git.
 * @module
 */

/** What a program said and how it ended. */
export interface Ended {
  /** True when it ended with 0. */
  readonly ok: boolean;
  /** What it wrote to stdout. */
  readonly out: string;
  /** What it wrote to stderr. */
  readonly err: string;
}

/** Runs a program to its end; null when there is no such program. */
export async function ended(
  program: string,
  { args, cwd }: { args: readonly string[]; cwd: string },
): Promise<Ended | null> {
  const command = new Deno.Command(program, {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1" },
    stdin: "null",
  });
  try {
    const { success, stdout, stderr } = await command.output();
    const text = new TextDecoder();
    return { ok: success, out: text.decode(stdout), err: text.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Folder of the source, without a slash at its end. */
export const ROOT: string = import.meta.dirname?.replace(/[/\\]tools$/, "") ?? ".";
