/**
 * What makes a text a path inside the repository, a branch name, a time of day, a date or a time zone.
 * @module
 */

/**
 * Whether a text is a path below the repository's root. Refused: absolute paths, drives, backslashes,
 * `.`, `..`, empty parts, anything inside `.git`, and characters that some file system or GitHub refuses.
 */
export function isRelativePath(text: string): boolean {
  // deno-lint-ignore no-control-regex -- control characters are what is refused
  if (text.length === 0 || /[\\:*?"<>|\x00-\x1f\x7f]/.test(text)) return false;
  return text.split("/").every((part) =>
    part !== "" && part !== "." && part !== ".." && part.toLowerCase() !== ".git" &&
    !part.startsWith(" ") && !part.endsWith(" ")
  );
}

/** Whether a text can name a branch, by the rules of `git check-ref-format`. */
export function isBranchName(text: string): boolean {
  // deno-lint-ignore no-control-regex -- git refuses control characters
  if (text.length === 0 || text.length > 244 || /[\s~^:?*[\\\x00-\x1f\x7f]/.test(text)) {
    return false;
  }
  if (text === "@" || text.includes("..") || text.includes("@{") || text.startsWith("-")) {
    return false;
  }
  return !text.startsWith("refs/") && !text.endsWith(".") &&
    text.split("/").every((part) =>
      part !== "" && !part.startsWith(".") && !part.endsWith(".lock")
    );
}

/** Whether a text is a time of day `HH:MM`, 00:00 to 23:59. */
export function isTimeOfDay(text: string): boolean {
  return /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/.test(text);
}

/** Whether a text is a date of the calendar, `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text names a time zone of the IANA database. Offsets such as `+01:00` are none. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(text)) return false;
  try {
    // Intl would say the same, but takes 20 ms to start.
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return true;
  } catch {
    return false;
  }
}
