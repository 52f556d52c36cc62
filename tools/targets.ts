/**
 * The machines that a release is built for.
 * @module
 */

/** One machine. */
export interface Target {
  /** How the runtime names it. */
  readonly triple: string;
  /** How we name it: system and processor. */
  readonly name: string;
  /** Where GitHub's runner keeps the files of a step's summary and outputs on such a machine. */
  readonly runner_files: string;
}

const LINUX_FILES = "/home/runner/work/_temp/_runner_file_commands";
const MACOS_FILES = "/Users/runner/work/_temp/_runner_file_commands";

/** Every machine of a release. */
export const TARGETS: readonly Target[] = [
  { triple: "x86_64-unknown-linux-gnu", name: "linux-x64", runner_files: LINUX_FILES },
  { triple: "aarch64-unknown-linux-gnu", name: "linux-arm64", runner_files: LINUX_FILES },
  { triple: "x86_64-apple-darwin", name: "macos-x64", runner_files: MACOS_FILES },
  { triple: "aarch64-apple-darwin", name: "macos-arm64", runner_files: MACOS_FILES },
  {
    triple: "x86_64-pc-windows-msvc",
    name: "windows-x64",
    runner_files: "D:\\a\\_temp\\_runner_file_commands",
  },
];

/** Name of the binary for a machine, `release-ops-linux-x64`. */
export function binaryName({ name }: Target): string {
  return `release-ops-${name}${name.startsWith("windows") ? ".exe" : ""}`;
}
