/**
 * What shifts leave to each other in their own words: notes, one per line, the newest first, each with
 * the day on which it was left.
 * @module
 */

/** Notes that are carried at most; older ones are dropped. */
const MOST_NOTES = 5;
/** Characters of all notes together: state has a bound. */
const MOST_CHARACTERS = 2_000;
/** In place of a note: what earlier shifts left is dropped. A word that nobody writes for a note. */
const DROP = "drop";
/** The day before a note; notes of older state files have none. */
const DAY = /^\d{4}-\d\d-\d\d: /;

/** What a shift wants of the context. */
export interface LeftContext {
  /** On one line, without a date; null for nothing to add. */
  readonly note: string | null;
  /** True when what earlier shifts left is to be dropped. */
  readonly drops: boolean;
}

/** Reads what a shift gave with `--context`; null for nothing. */
export function leftContext(given: string | null): LeftContext {
  const note = notesOf(given).join(" ");
  const drops = note.toLowerCase() === DROP;
  return { note: note === "" || drops ? null : note, drops };
}

/** The notes in a context, the newest first. */
export function notesOf(context: string | null): string[] {
  return (context ?? "").split(/[\r\n]+/).map((note) => note.trim()).filter((note) => note !== "");
}

/**
 * The context after a shift left something: the same note again keeps its day, so that a setting which
 * stays on changes nothing; what is too much goes from the oldest end. Null when there is no note at all.
 * @param options `on`: the day, `YYYY-MM-DD`
 */
export function carriedContext(
  previous: string | null,
  { left: { note, drops }, on }: { left: LeftContext; on: string },
): string | null {
  const known = drops ? [] : notesOf(previous);
  const again = known.find((each) => each.replace(DAY, "") === note);
  const added = note === null ? [] : [again ?? `${on}: ${note}`];
  const notes = [...new Set([...added, ...known])];
  const kept: string[] = [];
  let room = MOST_CHARACTERS;
  for (const each of notes.slice(0, MOST_NOTES)) {
    const characters = Array.from(each);
    if (kept.length > 0 && characters.length > room) break;
    kept.push(characters.length > room ? `${characters.slice(0, room - 1).join("")}…` : each);
    room -= characters.length + 1;
  }
  return kept.length === 0 ? null : kept.join("\n");
}
