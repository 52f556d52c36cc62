/**
 * Octokit's table of REST methods without those that the program never names: it has a thousand, and a
 * bundler cannot tell which are used.
 * @module
 */

/** The table: methods by scope. Its values are lists of texts and plain objects. */
type Endpoints = Record<string, Record<string, unknown>>;

/**
 * The same program with a shorter table. A method stays as long as its name stands anywhere else,
 * whatever it is there; so nothing that is called, taken apart or looked up by its name can go.
 * @returns null when the table is not found, or is not as it is known
 */
export function withUsedEndpoints(code: string): string | null {
  const begin = code.search(/\{actions:\{\w+:\["(?:DELETE|GET|PATCH|POST|PUT) /);
  const end = begin < 0 ? null : endOfLiteral(code, begin);
  if (end === null) return null;
  const [before, table, after] = [code.slice(0, begin), code.slice(begin, end), code.slice(end)];
  const used = new Set([before, after].flatMap((text) => text.match(/[A-Za-z_$][\w$]*/g) ?? []));
  let all: Endpoints;
  try {
    all = JSON.parse(table.replace(/([{,])([A-Za-z_$][\w$]*):/g, '$1"$2":'));
  } catch {
    return null;
  }
  const kept = Object.entries(all).flatMap(([scope, methods]) => {
    const own = Object.entries(methods).filter(([name]) => used.has(name));
    return own.length === 0 ? [] : [[scope, Object.fromEntries(own)]];
  });
  return before + JSON.stringify(Object.fromEntries(kept)) + after;
}

/** Where the object that begins here ends; null when it does not. Texts in it may hold any bracket. */
function endOfLiteral(code: string, begin: number): number | null {
  let depth = 0;
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs;
  token.lastIndex = begin;
  for (let found = token.exec(code); found !== null; found = token.exec(code)) {
    if (/^[{[]$/.test(found[0])) depth++;
    else if (/^[}\]]$/.test(found[0]) && --depth === 0) return token.lastIndex;
  }
  return null;
}
