/**
 * Anchors of headings, as GitHub makes them.
 * @module
 */

/**
 * Gives each heading of one document its anchor: lower case, punctuation and symbols gone, blanks as
 * hyphens; the second heading of the same words gets `-1`, as GitHub's renderer does.
 */
export class Slugger {
  readonly #used = new Map<string, number>();

  /**
   * The anchor of the next heading.
   * @param heading the heading's words, without markup
   */
  slug(heading: string): string {
    const plain = heading.trim().toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
      .replaceAll(" ", "-");
    const count = this.#used.get(plain) ?? 0;
    this.#used.set(plain, count + 1);
    return count === 0 ? plain : `${plain}-${count}`;
  }
}
