/**
 * Lines of a stream of text.
 * @module
 */

/** Cuts text into its lines, without their ends; what follows the last end is a line too, unless empty. */
export class TextLineStream extends TransformStream<string, string> {
  /** Holds what may still go on. */
  constructor() {
    let rest = "";
    super({
      transform(chunk, controller): void {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) controller.enqueue(line);
      },
      flush(controller): void {
        if (rest !== "") controller.enqueue(rest);
      },
    });
  }
}
