/**
 * Completion scripts for bash, zsh and fish, made from the same tables that the arguments are read by.
 * @module
 */

import { PROGRAM } from "./command.ts";
import { bashScript } from "./completions_bash.ts";
import type { Flag } from "./flags.ts";

/** Shells that scripts are made for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** One of them. */
export type CompletionShell = typeof SHELLS[number];

/** What can be completed of one command. */
export interface Completable {
  /** As it is typed. */
  readonly name: string;
  /** What it does; zsh and fish show it. */
  readonly summary: string;
  /** What may stand behind the name. */
  readonly choices: readonly string[];
  /** What it takes; flags of one name are alike in all commands. */
  readonly flags: readonly Flag[];
}

const HELP: Flag = { name: "help", kind: "boolean", env: [], default: false, help: "Explain it." };

/**
 * The script for a shell, for it to evaluate.
 * @throws {RangeError} for a name that is not plain: shells would evaluate it
 */
export function completionScript(
  shell: CompletionShell,
  commands: readonly Completable[],
): string {
  for (const { name, choices, flags } of commands) {
    const words = [
      name,
      ...choices,
      ...flags.flatMap(({ name, values = [] }) => [name, ...values]),
    ];
    for (const word of words) assertPlain(word);
  }
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](commands);
}

function assertPlain(word: string): void {
  if (/^[a-z0-9][a-z0-9_-]*$/.test(word)) return;
  throw new RangeError(
    `Cannot complete ${JSON.stringify(word)}: allowed are a-z, 0-9, "_" and "-"`,
  );
}

function zshScript(commands: readonly Completable[]): string {
  const described = commands.map(({ name, summary }) => zshQuoted(`${name}:${summary}`));
  const cases = commands.map(({ name, flags, choices }) => {
    const specs = [
      ...flags.flatMap(zshSpecs),
      zshQuoted(`--help[${zshText(HELP.help)}]`),
      ...choices.length === 0 ? [] : [zshQuoted(`1:choice:(${choices.join(" ")})`)],
    ];
    return `    ${name})\n      _arguments \\\n        ${specs.join(" \\\n        ")} ;;\n`;
  });
  return `#compdef ${PROGRAM}
# Completes the arguments of ${PROGRAM} in zsh.
_release_ops() {
  local -a commands
  commands=(
    ${described.join("\n    ")}
    ${zshQuoted("help:explain a command")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join("")}    help) _describe command commands ;;
  esac
}

if [ "$funcstack[1]" = "_release_ops" ]; then
  _release_ops "$@"
else
  compdef _release_ops ${PROGRAM}
fi
`;
}

function zshSpecs({ name, kind, values, path, help }: Flag): string[] {
  const text = zshText(help);
  if (kind === "boolean") {
    return [`--${name}=-[${text}]::value:(true false)`, `--no-${name}[${text}]`].map(zshQuoted);
  }
  const action = values === undefined
    ? { file: "_files", folder: "_files -/", none: " " }[path ?? "none"]
    : `(${values.join(" ")})`;
  return [zshQuoted(`--${name}=[${text}]:${kind}:${action}`)];
}

/** Text inside the brackets of an `_arguments` specification. */
function zshText(text: string): string {
  return text.replace(/[\\[\]:]/g, "\\$&");
}

function zshQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function fishScript(commands: readonly Completable[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const first = commands.map(({ name, summary }) =>
    fishLine("__fish_use_subcommand", `-a ${name} -d ${fishQuoted(summary)}`)
  );
  const rest = commands.flatMap(({ name, flags, choices }) => {
    const seen = `__fish_seen_subcommand_from ${name}`;
    return [
      ...choices.length === 0 ? [] : [fishLine(seen, `-a ${fishQuoted(choices.join(" "))}`)],
      ...[...flags, HELP].flatMap((flag) => fishFlags(flag).map((line) => fishLine(seen, line))),
    ];
  });
  return [
    `# Completes the arguments of ${PROGRAM} in fish.`,
    `complete -c ${PROGRAM} -f`,
    ...first,
    fishLine("__fish_use_subcommand", "-a help -d 'explain a command'"),
    fishLine("__fish_use_subcommand", "-l version -d 'the version'"),
    fishLine("__fish_seen_subcommand_from help", `-a ${fishQuoted(names)}`),
    ...rest,
    "",
  ].join("\n");
}

function fishLine(condition: string, rest: string): string {
  return `complete -c ${PROGRAM} -n ${fishQuoted(condition)} ${rest}`;
}

function fishFlags({ name, kind, values, path, help }: Flag): string[] {
  const text = `-d ${fishQuoted(help)}`;
  if (name === HELP.name) return [`-l help ${text}`];
  if (kind === "boolean") return [`-l ${name} ${text}`, `-l no-${name} ${text}`];
  if (values !== undefined) return [`-l ${name} -x -a ${fishQuoted(values.join(" "))} ${text}`];
  const takes = { file: "-r -F", folder: "-x -a '(__fish_complete_directories)'", none: "-x" };
  return [`-l ${name} ${takes[path ?? "none"]} ${text}`];
}

function fishQuoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
