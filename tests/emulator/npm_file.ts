/**
 * Reads one file out of an npm package, without installing the package.
 * @module
 */

/** The text of `path` inside `spec` (`name@version`). Runs `npm pack` and `tar` in a temporary folder. */
export async function fileFromNpm(spec: string, path: string): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    const archive = (await run("npm", ["pack", "--silent", spec], folder)).trim();
    return await run("tar", ["xzOf", archive, `package/${path}`], folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function run(command: string, args: string[], cwd: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args, cwd }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`Cannot run ${command}: ${text.decode(stderr).trim()}`);
  return text.decode(stdout);
}
