/**
 * What shifts leave to each other in their own words: notes, one per line, the newest first.
 * @module
 */

/** Notes that are carried at most; older ones are dropped. */
const MOST_NOTES = 5;
/** Characters of all notes together: state has a bound. */
const MOST_CHARACTERS = 2_000;

/** The notes in a context, the newest first. */
export function notesOf(context: string | null): string[] {
  return (context ?? "").split(/[\r\n]+/).map((note) => note.trim()).filter((note) => note !== "");
}

/**
 * The context after a note was added: the same note again adds nothing, what is too much goes from the
 * oldest end. Null when there is no note at all.
 */
export function carriedContext(previous: string | null, added: string | null): string | null {
  const note = notesOf(added).join(" ");
  const notes = [...new Set([...note === "" ? [] : [note], ...notesOf(previous)])];
  const kept: string[] = [];
  let left = MOST_CHARACTERS;
  for (const each of notes.slice(0, MOST_NOTES)) {
    const characters = Array.from(each);
    if (kept.length > 0 && characters.length > left) break;
    kept.push(characters.length > left ? `${characters.slice(0, left - 1).join("")}…` : each);
    left -= characters.length + 1;
  }
  return kept.length === 0 ? null : kept.join("\n");
}
