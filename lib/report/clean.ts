/**
 * What every sink needs before it escapes: hostile text without control, bidirectional and invisible
 * characters, and without anything that GitHub turns into a link, a mention or an emoji by itself.
 * @module
 */

/** Zero-width space: invisible, and no part of a login, a number, a host name or a sha. */
export const ZWSP = "\u200b";

/** ANSI escape sequences: CSI, OSC and the two-character ones. */
// deno-lint-ignore no-control-regex -- control characters are what it is for
const ANSI = /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[@-Z\\^_]/g;

// deno-lint-ignore no-control-regex -- as above
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/**
 * Everything Unicode calls ignorable (zero-width, bidirectional controls, fillers, tags, variation
 * selectors), and the annotation characters.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;

/** The invisible characters that change what people see: in emoji, key caps, and joining scripts. */
const WANTED = new RegExp(
  [
    "(?<=\\p{Extended_Pictographic})\\ufe0f",
    "\\ufe0f(?=\\u20e3)",
    "(?<=\\p{Extended_Pictographic}\\ufe0f?|\\p{Emoji_Modifier})\\u200d(?=\\p{Extended_Pictographic})",
    "(?<=[\\u0600-\\u1cff])[\\u200c\\u200d](?=[\\u0600-\\u1cff])",
  ].join("|"),
  "u",
);

const INVISIBLE_OR_WANTED = new RegExp(`(${WANTED.source})|${INVISIBLE.source}`, "gu");

/**
 * The same text without what could deceive a reader or a parser. ANSI sequences and invisible
 * characters are removed, other control characters and lone surrogates become U+FFFD, a pile of more
 * than four combining marks is cut, white space becomes single spaces.
 *
 * @param options `lines`: keep line breaks, as `\n`, and indentation; `max`: longest result in code
 * points, cut with `…`
 */
export function clean(value: string, options: { lines?: boolean; max?: number } = {}): string {
  const visible = value
    .toWellFormed()
    .replace(ANSI, "")
    .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, "\n")
    .replace(CONTROL, "\ufffd")
    .replace(INVISIBLE_OR_WANTED, (_all, wanted: string | undefined) => wanted ?? "")
    .replace(/(\p{M}{4})\p{M}+/gu, "$1");
  const spaced = options.lines
    ? visible.replace(/\t/g, "    ").replace(/[^\S\n]+(?=\n|$)/g, "")
    : visible.replace(/\s+/g, " ").trim();
  return cutText(spaced, options.max ?? Infinity);
}

/** At most `max` code points, the last one `…` when something was cut; never half an emoji. */
export function cutText(value: string, max: number): string {
  if (value.length <= max) return value;
  const points = Array.from(value);
  if (points.length <= max) return value;
  const kept = points.slice(0, Math.max(0, max - 1)).join("");
  return max < 1 ? "" : `${kept.replace(/[\s\u200c\u200d]+$/u, "")}…`;
}

/**
 * Clean one-line text in which GitHub finds nothing to link: a zero-width space breaks mentions,
 * `#1`, `GH-1`, `owner/repo#1`, URLs, `www.`, mail addresses, shas and `:emoji:`.
 *
 * Entities and backslashes do not help: GitHub looks for these in the text nodes of the rendered
 * HTML, where `&#64;team` and `\#1` are `@team` and `#1` again. Code spans are not enough either: an
 * answer by e-mail quotes them without backticks. A zero-width space is what Dependabot uses too.
 */
export function unlinked(value: string): string {
  return value
    .replace(/@/g, `@${ZWSP}`)
    .replace(/#(?=\w|$)/g, `#${ZWSP}`)
    .replace(/\bGH-(?=\d)/gi, `$&${ZWSP}`)
    .replace(/:(?=\/\/)/g, `:${ZWSP}`)
    .replace(/www(?=\.)/gi, `$&${ZWSP}`)
    // a time of day is no emoji: none begins with two digits and a colon or a hyphen
    .replace(/:(?!\d\d[:-])(?=[\w+-]+:)/g, `:${ZWSP}`)
    .replace(
      /(?<![A-Za-z0-9_])[0-9a-f]{7,}(?![A-Za-z0-9_])/gi,
      (sha) => sha.replace(/.{6}(?=.)/g, `$&${ZWSP}`),
    );
}
