/**
 * The completion script for bash, 3.2 (macOS) or later.
 * @module
 */

import { PROGRAM } from "./command.ts";
import type { Completable } from "./completions.ts";
import type { Flag } from "./flags.ts";

/** The script; every name in it must be plain, for bash evaluates them. */
export function bashScript(commands: readonly Completable[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  return `# Completes the arguments of ${PROGRAM} in bash.
_release_ops_words() {
  COMPREPLY=($(compgen -W "$1" -- "$2"))
}

_release_ops_paths() {
  local path
  COMPREPLY=()
  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$2")
  compopt -o filenames 2>/dev/null
  return 0
}

_release_ops() {
  COMPREPLY=()
  local current="\${COMP_WORDS[COMP_CWORD]}" flag="\${COMP_WORDS[COMP_CWORD-1]}" joined= words=
  # bash takes --flag=value apart at the sign.
  if [[ $current == = ]]; then
    current= joined=1
  elif [[ $flag == = ]]; then
    flag="\${COMP_WORDS[COMP_CWORD-2]}" joined=1
  fi
  if (( COMP_CWORD == 1 )); then
    _release_ops_words '${names} help --help --version' "$current"
    return
  fi
  case $flag in
${valueBranches(commands)}  esac
  if [[ $joined ]]; then
    _release_ops_words "$words" "$current"
    return
  fi
  case \${COMP_WORDS[1]} in
${commands.map(commandBranch).join("")}    help) words='${names}' ;;
  esac
  _release_ops_words "$words" "$current"
}

complete -F _release_ops ${PROGRAM}
`;
}

/** What may stand behind a flag, by flag. */
function valueBranches(commands: readonly Completable[]): string {
  const flags = [
    ...new Map(commands.flatMap((each) => each.flags).map((flag) => [flag.name, flag])).values(),
  ];
  const branch = (wanted: (flag: Flag) => boolean, body: string): string => {
    const names = flags.filter(wanted).map(({ name }) => `--${name}`);
    return names.length === 0 ? "" : `    ${names.join("|")}) ${body} ;;\n`;
  };
  const chosen = flags.map(({ name, values }) =>
    branch(
      (flag) => flag.name === name && values !== undefined,
      `_release_ops_words '${values?.join(" ")}' "$current"; return`,
    )
  );
  return [
    ...chosen,
    branch(({ path }) => path === "folder", '_release_ops_paths -d "$current"; return'),
    branch(({ path }) => path === "file", '_release_ops_paths -f "$current"; return'),
    // Behind a switch the next flag may stand as well.
    branch(({ kind }) => kind === "boolean", "words='true false'"),
    branch(
      ({ kind, path, values }) => kind !== "boolean" && path === undefined && values === undefined,
      "return",
    ),
  ].join("");
}

function commandBranch({ name, flags, choices }: Completable): string {
  const operand = choices.length === 0
    ? ""
    : `\n      (( COMP_CWORD > 2 )) || words+=' ${choices.join(" ")}'`;
  return `    ${name})\n      words+=' ${flagWords(flags).join(" ")}'${operand} ;;\n`;
}

/** Every spelling of the flags of a command. */
function flagWords(flags: readonly Flag[]): string[] {
  return [
    ...flags.flatMap(({ name, kind }) =>
      kind === "boolean" ? [`--${name}`, `--no-${name}`] : [`--${name}`]
    ),
    "--help",
  ];
}
