/**
 * What stands at a position of one line of YAML.
 * @module
 */

/** Whether a character separates words; the end of the line does too. */
export function isSpace(char: string | undefined): boolean {
  return char === undefined || char === " " || char === "\t";
}

/** Position of the next character that is no space. */
export function skipSpaces(line: string, position: number): number {
  let next = position;
  while (next < line.length && isSpace(line[next])) next++;
  return next;
}

/** Position after a tag such as `!!str`, if there is one. */
export function skipTag(line: string, position: number): number {
  return line[position] === "!" ? skipTag(line, skipWord(line, position)) : position;
}

/** Position of the word after the one at a position. */
export function skipWord(line: string, position: number): number {
  let next = position;
  while (!isSpace(line[next])) next++;
  return skipSpaces(line, next);
}

/** The key that starts at a position, and where it ends; null when there is none. */
export function keyAt(line: string, position: number): { name: string; end: number } | null {
  const first = line[position];
  if (first === undefined || "#&*!|>[{%@`".includes(first)) return null;
  if (first === '"' || first === "'") {
    const end = endOfQuoted(line, position + 1, first);
    if (end === null) return null;
    const colon = skipSpaces(line, end);
    if (line[colon] !== ":" || !isSpace(line[colon + 1])) return null;
    return { name: line.slice(position + 1, end - 1), end: colon + 1 };
  }
  for (let next = position; next < line.length; next++) {
    if (line[next] === "#" && isSpace(line[next - 1])) return null;
    if (line[next] === ":" && isSpace(line[next + 1])) {
      return { name: line.slice(position, next).trimEnd(), end: next + 1 };
    }
  }
  return null;
}

/** Position after the closing quote, from just after the opening one; null when it is not on this line. */
export function endOfQuoted(line: string, start: number, quote: string): number | null {
  for (let position = start; position < line.length; position++) {
    if (quote === '"' && line[position] === "\\") position++;
    else if (line[position] === quote) {
      if (quote === '"' || line[position + 1] !== quote) return position + 1;
      position++;
    }
  }
  return null;
}

/** Whether a colon inside `[]` or `{}` ends a key rather than being part of a word such as `a:b`. */
export function isFlowColon(line: string, position: number): boolean {
  return line[position] === ":" &&
    (isSpace(line[position + 1]) || /["']/.test(line[position - 1] ?? ""));
}
