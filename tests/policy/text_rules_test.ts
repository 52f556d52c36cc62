import { assertEquals } from "@std/assert";
import {
  isBranchName,
  isDate,
  isRelativePath,
  isTimeOfDay,
  isTimeZone,
} from "../../lib/policy/text_rules.ts";

function refusedBy(rule: (text: string) => boolean, texts: readonly string[]): string[] {
  return texts.filter((text) => !rule(text));
}

Deno.test("isRelativePath() accepts paths inside the repository", () => {
  const good = ["docs/releases/_state", "a", ".github/state", "a/b.json", "a b/c", "..a/b"];
  assertEquals(refusedBy(isRelativePath, good), []);
});

Deno.test("isRelativePath() refuses every way out of the repository", () => {
  const bad = [
    "",
    "/etc/passwd",
    "..",
    "../x",
    "a/../../x",
    "a/..",
    "a//b",
    "a/",
    "./a",
    "a/./b",
    "a\\b",
    "..\\x",
    "C:/x",
    ".git/hooks",
    "a/.GIT/x",
    "a\nb",
    "a\0b",
    "a*",
    " a",
    "a /b",
  ];
  assertEquals(refusedBy(isRelativePath, bad), bad);
});

Deno.test("isBranchName() follows the rules of git", () => {
  const good = ["main", "release-ops/state", "a.b", "state@1"];
  const bad = [
    "",
    "a b",
    "a..b",
    "-a",
    "a~1",
    "a^",
    "a:b",
    "a.lock",
    "/a",
    "a/",
    "a//b",
    ".a",
    "@",
  ];
  const more = ["a@{1}", "refs/heads/a", "a.", "a\\b", "a\nb", "a?", "a*", "a[", "x".repeat(245)];
  assertEquals(refusedBy(isBranchName, good), []);
  assertEquals(refusedBy(isBranchName, [...bad, ...more]), [...bad, ...more]);
});

Deno.test("isTimeOfDay() accepts 00:00 to 23:59 in two digits each", () => {
  assertEquals(refusedBy(isTimeOfDay, ["00:00", "08:30", "19:59", "23:59"]), []);
  const bad = ["8am", "8:00", "24:00", "23:60", "08:00:00", "0800", "", "08:00 ", "０8:00"];
  assertEquals(refusedBy(isTimeOfDay, bad), bad);
});

Deno.test("isDate() accepts days of the calendar only", () => {
  assertEquals(refusedBy(isDate, ["2026-12-25", "2028-02-29"]), []);
  const bad = ["2026-02-29", "2026-13-01", "2026-1-1", "25.12.2026", "2026-12-25T00:00Z", ""];
  assertEquals(refusedBy(isDate, bad), bad);
});

Deno.test("isTimeZone() accepts names of the IANA database only", () => {
  assertEquals(
    refusedBy(isTimeZone, ["UTC", "Europe/Berlin", "America/New_York", "Etc/GMT+5"]),
    [],
  );
  const bad = ["Mars/Olympus", "+01:00", "UTC+1", "", "Berlin", "2026-01-01T00:00[UTC]"];
  assertEquals(refusedBy(isTimeZone, bad), bad);
});
