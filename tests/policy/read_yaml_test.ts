import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { stringify } from "@std/yaml";
import { MAX_YAML_BYTES, readYaml } from "../../lib/policy/read_yaml.ts";

function refusal(text: string): string {
  const reading = readYaml(text);
  return reading.ok
    ? "accepted"
    : reading.problems.map(({ line, message }) => `${line}: ${message}`).join("\n");
}

Deno.test("readYaml() refuses an alias bomb, naming anchors and aliases", () => {
  const bomb = [
    "a: &a [x, x, x, x, x, x, x, x, x]",
    ..."bcdefghi".split("").map((name, index) => {
      const before = "abcdefgh"[index];
      return `${name}: &${name} [${Array(9).fill(`*${before}`).join(", ")}]`;
    }),
  ].join("\n");
  const words = refusal(bomb);
  assertStringIncludes(words, "1: &a is an anchor");
  assertStringIncludes(words, "2: *a, is an alias, which policies do not allow");
});

Deno.test("readYaml() tells that a pattern that starts with a star needs quotes", () => {
  assertStringIncludes(refusal("patterns:\n  - *.ts\n"), "2: *.ts is an alias");
  assertStringIncludes(refusal("patterns:\n  - *.ts\n"), "put it in quotes");
});

Deno.test("readYaml() refuses deep nesting, in brackets and by indentation", () => {
  assertStringIncludes(refusal("a: " + "[".repeat(25) + "]".repeat(25)), "nested too deeply");
  assertStringIncludes(refusal("[".repeat(100_000)), "nested too deeply");
  assertStringIncludes(refusal("- ".repeat(100_000) + "a"), "nested too deeply");
  const indented = Array.from({ length: 30 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n");
  assertStringIncludes(refusal(indented), "20: groups are nested too deeply");
});

Deno.test("readYaml() accepts twenty levels", () => {
  assertEquals(refusal("a: " + "[".repeat(19) + "]".repeat(19)), "accepted");
});

Deno.test("readYaml() refuses keys that reach a prototype, and merge keys", () => {
  for (const key of ["__proto__", "constructor", "prototype", "<<"]) {
    assertEquals(
      refusal(`a: 1\nb:\n  ${key}: {x: 1}\n`),
      `3: the key ${key} is not allowed: remove it`,
    );
    assertEquals(refusal(`b: {"${key}": 1}`), `1: the key ${key} is not allowed: remove it`);
  }
});

Deno.test("readYaml() gives mappings without a prototype", () => {
  const reading = readYaml("a: {b: 1}\n");
  assert(reading.ok);
  const value = reading.value as { a: unknown };
  assertEquals(Object.getPrototypeOf(value), null);
  assertEquals(Object.getPrototypeOf(value.a), null);
});

Deno.test("readYaml() refuses a megabyte", () => {
  assertStringIncludes(refusal(`a: ${"x".repeat(1024 * 1024)}`), "null: the file is too large");
});

Deno.test("readYaml() counts the size in bytes", () => {
  assertEquals(refusal(`a: ${"x".repeat(MAX_YAML_BYTES - 3)}`), "accepted");
  assertStringIncludes(refusal(`a: ${"é".repeat(MAX_YAML_BYTES / 2)}`), "too large");
});

Deno.test("readYaml() names the line of what is no YAML, of a doubled key and of a second document", () => {
  assertStringIncludes(refusal("a: 1\na: 2\n"), "2: the file is not valid YAML");
  assertStringIncludes(refusal("a: 1\na: 2\n"), "duplicated key");
  assertStringIncludes(refusal("a: 1\n---\nb: 2\n"), "2: the file is not valid YAML");
  assertStringIncludes(refusal("a: 1\nb: [1, 2\nc: 3\n"), "3: the file is not valid YAML");
  assertStringIncludes(refusal("a: !!js/function x\n"), "1: the file is not valid YAML");
});

Deno.test("readYaml() leaves times and dates texts, so that 17:30 is no number", () => {
  const reading = readYaml("a: 17:30\nb: 2026-12-25\nc: yes\n");
  assert(reading.ok);
  assertEquals({ ...(reading.value as object) }, { a: "17:30", b: "2026-12-25", c: "yes" });
});

Deno.test("readYaml() gives null for a file of comments", () => {
  const reading = readYaml("# nothing\n");
  assert(reading.ok);
  assertEquals(reading.value, null);
});

Deno.test("readYaml() reads back whatever plain values were written, every key on a line", () => {
  const text = fc.string({ maxLength: 12 });
  const key = fc.stringMatching(/^[a-z_]{1,8}$/).filter((word) =>
    !["__proto__", "constructor", "prototype"].includes(word)
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.dictionary(
      key,
      fc.oneof({ maxDepth: 4 }, text, fc.integer(), fc.boolean(), fc.array(text), tie("tree")),
      { maxKeys: 4, noNullPrototype: true },
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const written = stringify(value, { useAnchors: false, lineWidth: -1 });
      const reading = readYaml(written);
      assert(reading.ok);
      assertEquals(JSON.parse(JSON.stringify(reading.value)), value);
      for (const name of Object.keys(value as object)) {
        const line = reading.outline.lineOf([name]);
        assert(line !== null && written.split("\n")[line - 1]?.includes(name));
      }
    }),
    { numRuns: 200 },
  );
});

Deno.test("readYaml() never throws and never hangs on garbage", () => {
  const garbage = fc.array(
    fc.constantFrom(
      "a",
      ":",
      " ",
      "\n",
      "-",
      "&",
      "*",
      "[",
      "]",
      "{",
      "}",
      '"',
      "'",
      "#",
      "|",
      "!",
      "\t",
      ",",
      "  ",
      "- ",
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(garbage, (parts) => {
      const reading = readYaml(parts.join(""));
      assert(reading.ok || reading.problems.length > 0);
    }),
    { numRuns: 500 },
  );
});
