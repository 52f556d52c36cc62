/**
 * What the text of an issue mentions: words that people can read, and paths of files. Hidden comments
 * say nothing, and addresses are no words: `/actions/runs/1` is about no team.
 * @module
 */

const MAX_PATHS = 200;
const MAX_PATH_LENGTH = 255;

/** The text of an issue without hidden comments (markers among them) and with addresses blanked out. */
export function visibleText(markdown: string): string {
  return markdownWithoutComments(markdown).replace(ADDRESS, " ").normalize("NFC")
    .replace(/\s+/g, " ").trim();
}

/**
 * Paths that a text mentions, each once, in order, at most 200. A path has a slash inside or a file
 * extension; of addresses only links to files of the same repository count.
 * @param repository web address of the repository, without a slash at the end
 */
export function pathsIn(markdown: string, repository: string): string[] {
  const found = new Set<string>();
  const rest = markdownWithoutComments(markdown).replace(ADDRESS, (address) => {
    const linked = linkedFile(address, repository);
    if (linked !== null) add(found, linked);
    return " ";
  });
  const prose = rest.replace(/`([^`\n]+)`/g, (_, span: string) => {
    for (const token of span.split(/\s+/)) add(found, token.replace(/(:\d+)+$/, ""));
    return " ";
  });
  for (const [token] of prose.matchAll(/[^\s`"'<>()[\]{},;|*:=!?]+/g)) add(found, token);
  return [...found];
}

const ADDRESS = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s<>"'`)\]|]+/gi;

function markdownWithoutComments(markdown: string): string {
  let text = "";
  let from = 0;
  for (;;) {
    const start = markdown.indexOf("<!--", from);
    const end = start === -1 ? -1 : markdown.indexOf("-->", start + 4);
    if (end === -1) return text + markdown.slice(from); // a comment without an end is shown as text
    text += `${markdown.slice(from, start)} `;
    from = end + 3;
  }
}

/** `…/blob/BRANCH/src/x.ts` of the repository; a branch with a slash in its name is cut short. */
function linkedFile(address: string, repository: string): string | null {
  if (repository === "" || !address.startsWith(`${repository}/`)) return null;
  const path = address.slice(repository.length + 1).split(/[?#]/, 1)[0] ?? "";
  const [view, ref, ...file] = path.split("/");
  if (!["blob", "tree", "raw", "blame", "edit"].includes(view ?? "") || ref === undefined) {
    return null;
  }
  try {
    return decodeURIComponent(file.join("/"));
  } catch {
    return file.join("/");
  }
}

function add(found: Set<string>, token: string): void {
  if (found.size >= MAX_PATHS || token.length > MAX_PATH_LENGTH) return;
  const path = token
    .replace(/\\([!-/:-@[-`{-~])/g, "$1") // Markdown's escapes
    .replaceAll("\\", "/")
    .replace(/^(\.{0,2}\/)+/, "")
    .replace(/[./]+$/, "");
  if (path === "" || path.startsWith("@")) return; // `@org/team` is a mention, `@scope/name` a package
  if (path.includes("/") || /[^.]\.[A-Za-z]\w*$/.test(path) || /^\.[A-Za-z]\w+/.test(path)) {
    found.add(path);
  }
}
