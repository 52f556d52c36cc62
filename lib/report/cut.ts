/**
 * Cutting Markdown source to a size without leaving a code block, a collapsible block, a comment or a
 * table half open.
 * @module
 */

/** What was kept. */
export interface Cut {
  /** Markdown source without blank lines at its end. */
  text: string;
  /** How many lines were not kept. */
  cut: number;
}

/** How much is too much, and how it is counted. */
export interface CutOptions {
  /** Largest size of the result. */
  max: number;
  /** Size of a text without line breaks; must not shrink when the text grows. */
  size: (text: string) => number;
  /** Size of a line break. */
  lineBreak: number;
  /** Added after a blank line when something was cut, and counted. */
  note?: string;
}

/** A fence that opens a code block, as the line that would close it. */
type Fence = string;

/** The start of the text that fits, ending at a line where a cut does no harm. */
export function cutTo(source: string, options: CutOptions): Cut {
  const { max, size, lineBreak, note } = options;
  const lines = source.replace(/\s+$/, "").split("\n");
  const sizeOf = (all: readonly string[]): number =>
    all.reduce((sum, line) => sum + size(line) + lineBreak, 0);
  if (sizeOf(lines) - lineBreak <= max) return { text: lines.join("\n"), cut: 0 };

  const tail = note === undefined ? [] : ["", ...note.split("\n")];
  const room = max - sizeOf(tail);
  const best = { count: 0, closers: [] as string[] };
  const open = new OpenBlocks();
  let used = 0;
  for (const [index, line] of lines.entries()) {
    used += size(line) + lineBreak;
    if (used - lineBreak > room) break;
    open.read(line);
    const closers = open.closers();
    if (used + sizeOf(closers) - lineBreak > room || !isGoodEnd(lines, index, open)) continue;
    Object.assign(best, { count: index + 1, closers });
  }
  const kept = best.count > 0
    ? [...withoutBlankEnd(lines.slice(0, best.count)), ...best.closers]
    : [longestStart(lines[0] ?? "", { room, size })].filter((line) => line !== "");
  const text = [...kept, ...(kept.length > 0 ? tail : tail.slice(1))].join("\n");
  return { text, cut: lines.length - best.count };
}

/**
 * Which lines lie inside a code block, its fences included. A fence that is never closed opens nothing:
 * `open` is then the line that would close it.
 */
export function fenced(lines: readonly string[]): { inside: boolean[]; open: string | null } {
  const inside = lines.map(() => false);
  /** Shortest fence of each kind known to stay open: a longer one further down stays open too. */
  const hopeless: Record<string, number> = {};
  let open: Fence | null = null;
  for (let first = 0; first < lines.length; first++) {
    const fence = opens(lines[first] ?? "");
    if (fence === null || fence.length >= (hopeless[fence.charAt(0)] ?? Infinity)) continue;
    const last = lines.findIndex((line, index) => index > first && closes(line, fence));
    if (last < 0) {
      hopeless[fence.charAt(0)] = fence.length;
      open ??= fence;
      continue;
    }
    inside.fill(true, first, last + 1);
    first = last;
  }
  return { inside, open };
}

/** What is open after the lines read so far. */
class OpenBlocks {
  fence: Fence | null = null;
  comment = false;
  details = 0;

  read(line: string): void {
    if (this.fence !== null) {
      if (closes(line, this.fence)) this.fence = null;
      return;
    }
    if (!this.comment) this.fence = opens(line);
    if (this.fence !== null) return;
    for (const [found] of line.matchAll(/<!--|-->|<details\b|<\/details>/g)) {
      if (found === "-->") this.comment = false;
      else if (this.comment) continue;
      else if (found === "<!--") this.comment = true;
      else if (found === "</details>") this.details = Math.max(0, this.details - 1);
      else this.details++;
    }
  }

  /** Lines that close it all. */
  closers(): string[] {
    return [
      ...(this.fence === null ? [] : [this.fence]),
      ...Array.from({ length: this.details }, () => ["", "</details>"]).flat(),
    ];
  }
}

/** Whether the text may end after a line: not with a beginning that has lost what it begins. */
function isGoodEnd(lines: readonly string[], index: number, open: OpenBlocks): boolean {
  if (open.comment) return false;
  let last = index;
  while (last > 0 && lines[last]?.trim() === "") last--;
  const line = lines[last] ?? "";
  if (open.fence !== null) return opens(line) === null || closes(line, open.fence);
  const following = lines[index + 1] ?? "";
  return !(/^ {0,3}#{1,6}\s/.test(line) || /^<(?:details|summary)\b/.test(line) ||
    (last === index && isDelimiterRow(following)) ||
    (isDelimiterRow(line) && following.includes("|")));
}

function isDelimiterRow(line: string): boolean {
  return /^ {0,3}\|[ :|-]*-[ :|-]*$/.test(line);
}

function withoutBlankEnd(lines: readonly string[]): string[] {
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return lines.slice(0, last + 1);
}

/** The longest start of a line that fits, with `…`; nothing of a line that opens a block. */
function longestStart(
  line: string,
  options: { room: number; size: (text: string) => number },
): string {
  if (/^\s*(?:`{3}|~{3}|[<|])/.test(line)) return "";
  const points = Array.from(line);
  let [fits, tooMany] = [0, points.length + 1];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (options.size(`${points.slice(0, middle).join("")}…`) <= options.room) fits = middle;
    else tooMany = middle;
  }
  return fits === 0 ? "" : `${points.slice(0, fits).join("")}…`;
}

function opens(line: string): Fence | null {
  return line.match(/^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/)?.[1] ?? null;
}

function closes(line: string, fence: Fence): boolean {
  const found = line.match(/^ {0,3}(`{3,}|~{3,})\s*$/)?.[1];
  return found !== undefined && found.startsWith(fence);
}
