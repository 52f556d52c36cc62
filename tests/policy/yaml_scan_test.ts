import { assertEquals } from "@std/assert";
import { scanYaml } from "../../lib/policy/yaml_scan.ts";
import type { KeyPath } from "../../lib/policy/yaml_outline.ts";

function line(text: string, ...path: KeyPath): number | null {
  return scanYaml(text).lineOf(path);
}

function anchors(text: string): string[] {
  return scanYaml(text).anchors.map(({ line, text }) => `${line} ${text}`);
}

const TEXT = `# a comment: with a colon
version: "1.0"

"quoted key":
  deep: 1
list:
- name: a
  other: b

- name: 'c: d'
nested:
  - - x
    - y
  - z: |
      fake: 1
      - fake

    real: 2
folded: >-
  fake: 3
last: [1, {a: 2},
  3]
after: plain text
  that: continues
end: "a quoted
  fake: text"
done: true
`;

Deno.test("scanYaml() finds the line of every key and entry", () => {
  const expected: [KeyPath, number][] = [
    [["version"], 2],
    [["quoted key"], 4],
    [["quoted key", "deep"], 5],
    [["list"], 6],
    [["list", 0], 7],
    [["list", 0, "other"], 8],
    [["list", 1, "name"], 10],
    [["nested", 0, 1], 13],
    [["nested", 1, "z"], 14],
    [["nested", 1, "real"], 18],
    [["folded"], 19],
    [["last"], 21],
    [["after"], 23],
    [["end"], 25],
    [["done"], 27],
  ];
  assertEquals(expected.map(([path]) => scanYaml(TEXT).lineOf(path)), expected.map(([, at]) => at));
});

Deno.test("lineOf() gives the line of the nearest group when a key is missing or in brackets", () => {
  assertEquals(line(TEXT, "nested", 1, "missing"), 14);
  assertEquals(line(TEXT, "last", 1, "a"), 21);
  assertEquals(line(TEXT, "missing"), null);
});

Deno.test("scanYaml() counts lines in files of every system", () => {
  assertEquals(line("a: 1\r\nb: 2\r\n", "b"), 2);
  assertEquals(line("a: 1\rb: 2\r", "b"), 2);
  assertEquals(line("---\na: 1\n", "a"), 2);
});

Deno.test("scanYaml() finds anchors and aliases wherever a value can start", () => {
  assertEquals(anchors("a: &x 1\nb: *x\n"), ["1 &x", "2 *x"]);
  assertEquals(anchors("- &x a\n- *x\n- - *x\n"), ["1 &x", "2 *x", "3 *x"]);
  assertEquals(anchors("a: [*x, {b: *y, *z : 1}]\n"), ["1 *x,", "1 *y,", "1 *z"]);
  assertEquals(anchors("a: [1,\n  *x]\n"), ["2 *x]"]);
  assertEquals(anchors("a:\n  &x\n  b: 1\n"), ["2 &x"]);
  assertEquals(anchors("a: !!str &x 1\n"), ["1 &x"]);
  assertEquals(anchors("--- &x\na: 1\n"), ["1 &x"]);
  assertEquals(anchors("&x a: 1\n"), ["1 &x"]);
  assertEquals(anchors("patterns:\n  - *.ts\n"), ["2 *.ts"]);
});

Deno.test("scanYaml() leaves & and * inside texts alone", () => {
  const harmless = [
    "a: R&D *now*\n",
    "a: \"&x\"\nb: '*y'\n",
    "a: [R&D, 'it''s *x', \"\\\" *y\"]\n",
    "# &x\na: 1 # *y\n",
    "a: |\n  &x\n  *y\nb: 2\n",
    "a: plain\n  *continued\n",
    'a: "two\n  *lines"\n',
    "a: [b, # *x\n  c]\n",
    "a: {b: x*y, c: http:*z}\n",
  ];
  assertEquals(harmless.map(anchors), harmless.map(() => []));
});
