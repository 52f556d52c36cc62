import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  compareVersions,
  lineOfBranch,
  parseTag,
  type Version,
} from "../../lib/candidates/versions.ts";

function version(name: string): Version {
  const parsed = parseTag(name);
  if (parsed === null) throw new Error(`${name} is no version`);
  return parsed;
}

Deno.test("parseTag() reads every spelling of an RC as the same version", () => {
  for (
    const name of [
      "v4.2.0-rc.3",
      "4.2.0-rc3",
      "v4.2.0-RC.3",
      "4.2.0rc3",
      "V4.2.0-rc-3",
      "v4.2-rc.3",
    ]
  ) {
    const parsed = version(name);
    assertEquals([parsed.kind, parsed.line], ["rc", "4.2"], name);
    assertEquals(compareVersions(parsed, version("v4.2.0-rc.3")), 0, name);
  }
});

Deno.test("parseTag() reads releases with and without v, patch and build", () => {
  for (const name of ["v4.2.0", "4.2.0", "v4.2", "v4.2.0+build.5", "04.02.00"]) {
    assertEquals([version(name).kind, version(name).line], ["ga", "4.2"], name);
  }
});

Deno.test("parseTag() takes other pre-releases for neither release nor RC", () => {
  const names = [
    "v4.0.0-alpha.1",
    "v4.0.0-beta.2",
    "v3.12.0-dev.1",
    "1.999.0-nonsense",
    "v1.0.0-rc.1-fix",
    "v1.0.0-arc.1",
  ];
  for (const name of names) assertEquals(version(name).kind, "other", name);
});

Deno.test("parseTag() returns null when the name is no version", () => {
  const names = [
    "",
    "latest",
    "v4",
    "1.2.3.4",
    "nightly-2026-01-08",
    "v1.2.3-",
    "v1.2.x",
    "release/4.2",
    "v99999999999.0.0",
    "v1.2.3 4",
  ];
  for (const name of names) assertEquals(parseTag(name), null, name);
});

Deno.test("parseTag() never throws, whatever the name", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.stringMatching(/^v?[0-9.]{1,9}-?[rcRC.0-9a-]{0,9}$/)),
      (name) => {
        const parsed = parseTag(name);
        return parsed === null || ["ga", "rc", "other"].includes(parsed.kind);
      },
    ),
  );
});

Deno.test("compareVersions() orders RC numbers as numbers, before the release", () => {
  const names = [
    "v4.2.0-rc.10",
    "v4.2.0",
    "v4.10.0",
    "v4.2.0-rc3",
    "v4.2.1-rc.1",
    "v4.2.0-rc",
    "v4.9.0",
  ];
  assertEquals(names.sort((a, b) => compareVersions(version(a), version(b))), [
    "v4.2.0-rc",
    "v4.2.0-rc3",
    "v4.2.0-rc.10",
    "v4.2.0",
    "v4.2.1-rc.1",
    "v4.9.0",
    "v4.10.0",
  ]);
});

Deno.test("lineOfBranch() finds the version in the name", () => {
  const lines = {
    "release/4.2": "4.2",
    "release-4.2": "4.2",
    "release-v1.2.1": "1.2",
    "release/v4.2.x": "4.2",
    "release-3.6.1": "3.6",
    "release/4.2-hotfix": "4.2",
    "release/10.04": "10.4",
  };
  for (const [name, line] of Object.entries(lines)) assertEquals(lineOfBranch(name), line);
});

Deno.test("lineOfBranch() takes a branch without a version for its own line", () => {
  for (const name of ["release/next", "release-4", "release-2026-01"]) {
    assertEquals(lineOfBranch(name), name);
  }
});
