/**
 * Wildcards without regular expressions: every character but `*` and `?` stands for itself, and no
 * pattern takes more than pattern × text steps.
 * @module
 */

/** True when the whole text matches; `*` stands for any characters or none, `?` for exactly one. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star !== -1) {
      p = star + 1; // give the last star one character more, and try again from there
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** Likewise for paths: wildcards stay inside a segment, and a segment `**` stands for any number of segments. */
export function matchesSegments(pattern: readonly string[], path: readonly string[]): boolean {
  let p = 0;
  let s = 0;
  let star = -1;
  let resume = 0;
  while (s < path.length) {
    const part = pattern[p];
    if (part === "**") {
      star = p++;
      resume = s;
    } else if (part !== undefined && matchesWildcard(part, path[s] as string)) {
      p++;
      s++;
    } else if (star !== -1) {
      p = star + 1;
      s = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === "**") p++;
  return p === pattern.length;
}
