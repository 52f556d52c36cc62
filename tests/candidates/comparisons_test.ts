import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  matchOf,
  type PathQuestions,
  pathQuestions,
  recallComparison,
  reduceComparison,
  rememberComparisons,
} from "../../lib/candidates/comparisons.ts";
import type { Comparison } from "../../lib/observation/observation.ts";
import { compilePattern, type Pattern } from "../../lib/policy/pattern.ts";
import { emptyState } from "../../lib/state/defaults.ts";
import { parseState } from "../../lib/state/parse.ts";
import { serializeState } from "../../lib/state/serialize.ts";
import type { State } from "../../lib/state/state.ts";
import { NOW } from "./builders.ts";

const PAIR = { base: "b".repeat(40), head: "a".repeat(40) };
const OWN = "docs/state.json";
const PATTERNS = ["^docs/", "\\.go$"].map(compilePattern);
const ASKED = { patterns: PATTERNS, own_files: [OWN] };
const FILES = ["README.md", "docs/a.md", "docs/b.md"];
const COMPARED = reduceComparison(PAIR, { files: FILES, truncated: false, questions: ASKED });

/** What the next cycle reads of what this one remembers. */
function reread(state: State): State {
  return parseState(serializeState(state), { now: NOW }).state;
}

function remembering(...comparisons: Comparison[]): State {
  return rememberComparisons(comparisons, { complete: true })(emptyState());
}

Deno.test("pathQuestions() has each pattern of the policy once", () => {
  const policy = {
    conditional_required: [
      { name: "Docs", when_paths_match: ["^docs/", "\\.md$"] },
      { name: "Links", when_paths_match: ["\\.md$"] },
    ],
  };
  assertEquals(pathQuestions(policy, [OWN]).patterns.map(({ source }) => source), [
    "^docs/",
    "\\.md$",
  ]);
});

Deno.test("reduceComparison() keeps the first file of each pattern, and that there is none", () => {
  assertEquals(COMPARED, {
    ...PAIR,
    changed_files: 3,
    truncated: false,
    matches: { "^docs/": "docs/a.md", "\\.go$": null },
  });
  assertEquals(matchOf(COMPARED, "^docs/"), "docs/a.md");
  assertEquals(matchOf(COMPARED, "\\.go$"), null);
  assertEquals([matchOf(COMPARED, "\\.rs$"), matchOf(COMPARED, "constructor")], [
    undefined,
    undefined,
  ]);
});

Deno.test("reduceComparison() does not take a file of ours for an answer, and counts it", () => {
  const files = [OWN, "src/a.go"];
  const compared = reduceComparison(PAIR, { files, truncated: false, questions: ASKED });
  assertEquals([compared.changed_files, compared.matches], [
    2,
    { "^docs/": null, "\\.go$": "src/a.go" },
  ]);
  const both = reduceComparison(PAIR, {
    files: [OWN, "docs/a.md"],
    truncated: false,
    questions: ASKED,
  });
  assertEquals(matchOf(both, "^docs/"), "docs/a.md");
});

Deno.test("recallComparison() asks again when a remembered file is one of ours", () => {
  const { observation } = remembering({
    ...COMPARED,
    matches: { "^docs/": OWN, "\\.go$": null },
  });
  assertEquals(recallComparison(observation, PAIR, ASKED), null);
  assertEquals(recallComparison(observation, PAIR, { ...ASKED, own_files: [] }) === null, false);
});

Deno.test("recallComparison() gives back what was remembered, through the state files", () => {
  const paths = fc.array(fc.constantFrom("README.md", "a.go", "docs/ü|.md", "__proto__"), {
    minLength: 1,
  });
  const sources = fc.uniqueArray(
    fc.constantFrom("^docs/", "\\.go$", "", "constructor", "a|b"),
  );
  fc.assert(fc.property(paths, sources, fc.boolean(), (files, list, truncated) => {
    const questions = { patterns: list.map(compilePattern), own_files: ["a.go"] };
    const compared = reduceComparison(PAIR, { files, truncated, questions });
    const { observation } = reread(remembering(compared));
    assertEquals(recallComparison(observation, PAIR, questions), compared);
  }));
});

Deno.test("recallComparison() asks again when either commit is another", () => {
  const { observation } = remembering(COMPARED);
  assertEquals(recallComparison(observation, { ...PAIR, base: "c".repeat(40) }, ASKED), null);
  assertEquals(recallComparison(observation, { ...PAIR, head: "c".repeat(40) }, ASKED), null);
});

Deno.test("recallComparison() asks again when the policy has a pattern that was not asked", () => {
  const { observation } = remembering(COMPARED);
  const more = (...patterns: Pattern[]): PathQuestions => ({ ...ASKED, patterns });
  assertEquals(
    recallComparison(observation, PAIR, more(...PATTERNS, compilePattern("^README"))),
    null,
  );
  assertEquals(recallComparison(observation, PAIR, more(compilePattern("^docs/?"))), null);
});

Deno.test("recallComparison() holds only what the present policy asks", () => {
  const { observation } = remembering(COMPARED);
  assertEquals(
    recallComparison(observation, PAIR, { ...ASKED, patterns: PATTERNS.slice(0, 1) })?.matches,
    {
      "^docs/": "docs/a.md",
    },
  );
});

Deno.test("recallComparison() asks again when a remembered file does not match its pattern", () => {
  const { observation } = remembering({
    ...COMPARED,
    matches: { "^docs/": "src/docs/a.md", "\\.go$": null },
  });
  assertEquals(recallComparison(observation, PAIR, ASKED), null);
});

/** The remembered comparison as a hostile or broken file may have it. */
const DAMAGES: Readonly<Record<string, unknown>> = {
  "it is no object": 7,
  "a match is no text": { ...COMPARED, matches: { "^docs/": 7, "\\.go$": null } },
  "a match is lost": { ...COMPARED, matches: { "\\.go$": null } },
  "the matches are a list": { ...COMPARED, matches: [null, null] },
  "the matches are gone": { ...COMPARED, matches: undefined },
  "the matches come by the prototype": {
    ...COMPARED,
    matches: JSON.parse('{"__proto__": {"^docs/": null, "\\\\.go$": null}}'),
  },
  "the count is negative": { ...COMPARED, changed_files: -1 },
  "the count is no number": { ...COMPARED, changed_files: "many" },
  "no file changed": { ...COMPARED, changed_files: 0 },
  "truncated is no flag": { ...COMPARED, truncated: "no" },
};
for (const [what, known] of Object.entries(DAMAGES)) {
  Deno.test(`recallComparison() asks again when ${what}`, () => {
    const file = { version: "1.0.0", comparisons: { [`${PAIR.base}...${PAIR.head}`]: known } };
    const { state } = parseState({ "observation_state.json": JSON.stringify(file) }, { now: NOW });
    assertEquals(recallComparison(state.observation, PAIR, ASKED), null);
  });
}

Deno.test("recallComparison() answers every pattern with a file that it matches, whatever a file holds", () => {
  const odd = fc.oneof(fc.constantFrom("docs/a.md", "a.go", "x"), fc.jsonValue());
  const matches = fc.dictionary(fc.constantFrom("^docs/", "\\.go$", "x"), fc.option(odd));
  const known = fc.record({
    changed_files: fc.oneof(fc.nat(3), fc.jsonValue()),
    truncated: fc.oneof(fc.boolean(), fc.jsonValue()),
    matches: fc.oneof(matches, fc.jsonValue()),
  });
  fc.assert(fc.property(known, (claim) => {
    const file = JSON.stringify({ comparisons: { [`${PAIR.base}...${PAIR.head}`]: claim } });
    const { state } = parseState({ "observation_state.json": file }, { now: NOW });
    const recalled = recallComparison(state.observation, PAIR, ASKED);
    for (const pattern of recalled === null ? [] : PATTERNS) {
      const found = matchOf(recalled ?? COMPARED, pattern.source);
      assert(found === null || (found !== undefined && pattern.test(found)));
    }
  }));
});

Deno.test("rememberComparisons() keeps the pairs of present candidates only", () => {
  const other = { ...COMPARED, head: "c".repeat(40) };
  const before = remembering(COMPARED);
  const after = rememberComparisons([other], { complete: true })(before);
  assertEquals(Object.keys(after.observation.comparisons), [`${other.base}...${other.head}`]);
});

Deno.test("rememberComparisons() forgets nothing when GitHub could not be read in full", () => {
  const other = { ...COMPARED, head: "c".repeat(40) };
  const after = rememberComparisons([other], { complete: false })(remembering(COMPARED));
  assertEquals(Object.keys(after.observation.comparisons).length, 2);
});

Deno.test("rememberComparisons() keeps that a list was cut, and no list that is empty", () => {
  const empty = reduceComparison(PAIR, { files: [], truncated: false, questions: ASKED });
  assertEquals(remembering(empty).observation.comparisons, {});
  const { observation } = reread(remembering({ ...COMPARED, truncated: true }));
  assertEquals(recallComparison(observation, PAIR, ASKED)?.truncated, true);
});

Deno.test("rememberComparisons() stays small, however long paths and patterns are", () => {
  const many = Array.from({ length: 200 }, (_, index) => ({
    ...COMPARED,
    head: index.toString(16).padStart(40, "0"),
    matches: { "^docs/": `docs/${"ü".repeat(index === 0 ? 90_000 : 2_000)}` },
  }));
  const text = serializeState(remembering(...many))["observation_state.json"];
  const kept = Object.keys(JSON.parse(text).comparisons).length;
  assert(kept > 20 && kept < 30, `${kept} are kept`);
  assert(text.length < 100_000);
});

Deno.test("rememberComparisons() leaves out a pattern that state files cannot name", () => {
  const questions = { patterns: [compilePattern("__proto__")], own_files: [] };
  const odd = reduceComparison(PAIR, { files: FILES, truncated: false, questions });
  const { state, damage } = parseState(serializeState(remembering(odd)), { now: NOW });
  assertEquals([damage, state.observation.comparisons], [[], {}]);
});
