/**
 * A fixed piece of work, run as a process of its own in every bench: how fast this machine is just now.
 * It does what a cycle does most (JSON, expressions, sorting, building text), and never changes with
 * the program, so that times of two machines can be compared as multiples of it.
 * @module
 */

/** Lines of a made-up list; the same in every run. */
function lines(round: number): string[] {
  return Array.from({ length: 20_000 }, (_, index) => `${(index * 7_919 + round) % 20_011} - [ok]`);
}

function work(): number {
  let seen = 0;
  for (let round = 0; round < 10; round++) {
    const sorted = lines(round).toSorted();
    const copy = JSON.parse(JSON.stringify(sorted.map((line, at) => ({ line, at })))) as {
      line: string;
    }[];
    seen += copy.map(({ line }) => line.replace(/[[\]]/g, "\\$&")).join("\n").length;
  }
  return seen;
}

if (work() === 0) throw new Error("nothing was done");
