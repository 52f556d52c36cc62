/**
 * What a bundle is made of, told by its source map.
 * @module
 */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** What is read of a source map (revision 3, as bundlers write it). */
export interface SourceMap {
  /** Paths, as seen from where the bundle was written. */
  readonly sources: readonly string[];
  /** Lines by `;`, segments by `,`, numbers in base 64. */
  readonly mappings: string;
}

/** Characters of `text` by package, the largest first; ours go by folder, the bundler's own by `bundler`. */
export function sizesByPackage(text: string, map: SourceMap): Map<string, number> {
  const sizes = new Map<string, number>();
  const add = (source: number | null, count: number): void => {
    const name = source === null ? "bundler" : packageOf(map.sources[source] ?? "");
    if (count > 0) sizes.set(name, (sizes.get(name) ?? 0) + count);
  };
  const lines = text.split("\n");
  let source = 0;
  map.mappings.split(";").forEach((segments, index) => {
    const length = lines[index]?.length ?? 0;
    let [column, owner]: [number, number | null] = [0, null];
    for (const segment of segments.split(",").filter((one) => one !== "")) {
      const [step = 0, sourceStep] = decoded(segment);
      add(owner, step);
      column += step;
      owner = sourceStep === undefined ? null : source += sourceStep;
    }
    add(owner, length - column);
  });
  return new Map([...sizes].sort(([, a], [, b]) => b - a));
}

/** `@octokit/core` of a path in Deno's cache (`npm/HOST/NAME`); `lib`, `templates` … of one of ours. */
export function packageOf(source: string): string {
  const parts = source.split(/[/\\]/);
  const cache = parts.lastIndexOf("npm");
  if (cache === -1) return parts.find((part) => part !== ".." && part !== ".") ?? source;
  const [scope = "", name = ""] = parts.slice(cache + 2);
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
}

/** Numbers of a segment: base 64, six bits each, the lowest the sign, the highest "more follows". */
function decoded(segment: string): number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if ((bits & 32) !== 0) continue;
    numbers.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}
