import {
  assertEquals,
  assertNotEquals,
  assertStrictEquals,
  assertStringIncludes,
} from "@std/assert";
import type { BlockerDecision } from "../../lib/blockers/plan.ts";
import type { Carried, Cycle, CycleFacts } from "../../lib/cycle/cycle.ts";
import type { IssueFacts } from "../../lib/observation/observation.ts";
import { gatherFacts } from "../../lib/pages/gather.ts";
import { pageBlockers } from "../../lib/pages/page_blockers.ts";
import { emptyState } from "../../lib/state/defaults.ts";
import { StateKeeper } from "../../lib/state/keeper.ts";
import type { State } from "../../lib/state/state.ts";
import { bundleIndex } from "../../steps/bundle_index.ts";
import { singlePage } from "../../steps/single_page.ts";
import { singlePageHtml } from "../../steps/single_page_html.ts";
import { ago, candidate, dashboardOf, NOW, ordinaryDay, step } from "./fixtures.ts";

/** An open issue on the working observation. */
function issue(number: number, overrides: Partial<IssueFacts> = {}): IssueFacts {
  return {
    number,
    id: `I_${number}`,
    url: `https://github.com/acme/rocket/issues/${number}`,
    title: "4.2: Unit Tests failed",
    body: "",
    state: "open",
    created_at: ago(300),
    updated_at: ago(300),
    closed_at: null,
    author: "bot",
    viewer_did_author: true,
    labels: ["release-blocker", "P0"],
    assignees: [],
    ...overrides,
  };
}

/** A decision of step 2 and what became of it. */
function carried(
  decision: Partial<BlockerDecision>,
  result: Carried<BlockerDecision>["result"] = null,
): Carried<BlockerDecision> {
  return {
    decision: {
      verdict: "track",
      fingerprint: "release_line=4.2&blocking_workflow=Unit%20Tests",
      line: "4.2",
      what: "Unit Tests",
      severity: "P0",
      subject: null,
      issue: null,
      since: ago(120),
      reason: "It holds.",
      change: null,
      record: null,
      ...decision,
    },
    result,
  };
}

const DONE = { outcome: "done", created: null, comment_id: null, error: null } as const;

/** A cycle as far as the pages read it. */
function aCycle(
  { issues = [], facts = {}, state = emptyState(), blind = null }: {
    issues?: IssueFacts[];
    facts?: CycleFacts;
    state?: State;
    blind?: string | null;
  },
): Cycle {
  const observed = { repository: { url: "https://github.com/acme/rocket" }, gaps: [], issues };
  const cycle: unknown = {
    at: NOW,
    now: Temporal.Instant.from(NOW),
    version: "0.1.0",
    options: { repository: "acme/rocket", run_id: "7", run_url: null },
    policies: {
      escalation: { labels: { base: ["release-blocker"] } },
      digest: { aging_buckets: ordinaryDay().buckets },
      routing: {
        trigger_labels: ["release-blocker"],
        teams: { backend: { labels: ["team:backend"] } },
        post_routing_actions: { auto_priority: { rules: [] } },
      },
    },
    gate: { mode: "live", observation: observed },
    observed,
    blind,
    state: new StateKeeper(state),
    files: new Map([["dashboard.md", "# Release train dashboard\n"]]),
    results: [step("1", "dashboard")],
    facts,
  };
  return cycle as Cycle;
}

Deno.test("gatherFacts() joins what steps 2 and 4 say of one issue", () => {
  const found = issue(12, { labels: ["release-blocker", "team:backend"] });
  const next = { level: "page", at: "2026-01-08T10:00:00Z" } as const;
  const [blocker] = gatherFacts(aCycle({
    issues: [found],
    facts: {
      blockers: { carried: [carried({ issue: found })], notes: [] },
      escalation: [{
        decision: {
          issue: found,
          severity: "P0",
          first_seen: ago(250),
          age_minutes: 250,
          level_before: "warn",
          level: "escalate",
          fires: true,
          next,
          change: null,
          reason: "It is old.",
        },
        result: null,
      }],
    },
  })).blockers;
  assertEquals(blocker, {
    number: 12,
    title: found.title,
    url: found.url,
    line: "4.2",
    what: "Unit Tests",
    severity: "P0",
    level: "escalate",
    since: ago(250),
    age_minutes: 250,
    owner: "backend",
    next,
    tracking: "tracked",
    holds: true,
  });
});

Deno.test("gatherFacts() names assignees as owners when no team has the issue, and nobody for the default", () => {
  const state = emptyState();
  state.blockers.blockers["issue:2"] = {
    issue_number: 2,
    first_seen: ago(300),
    last_seen: NOW,
    last_issue_update: null,
    escalation_level: "none",
    severity: "P1",
    route: { team: "default", rule: "the default", at: NOW },
  };
  const issues = [issue(1, { assignees: ["ada", "grace"] }), issue(2)];
  const owners = gatherFacts(aCycle({ issues, state })).blockers.map((
    { number, owner },
  ) => [number, owner]);
  assertEquals(owners, [[1, "@ada, @grace"], [2, null]]);
});

Deno.test("gatherFacts() shows a person's issue that no decision names, when routing and escalation failed", () => {
  const blockers = gatherFacts(aCycle({ issues: [issue(5)] })).blockers;
  assertEquals(blockers.map(({ number, line, tracking }) => [number, line, tracking]), [
    [5, null, "tracked"],
  ]);
});

Deno.test("gatherFacts() leaves out what is under the threshold or was dismissed by a person", () => {
  const dismissed = issue(9, { labels: ["P0"] });
  const facts: CycleFacts = {
    blockers: {
      carried: [carried({ verdict: "wait" }), carried({ verdict: "dismissed", issue: dismissed })],
      notes: [],
    },
  };
  assertEquals(gatherFacts(aCycle({ issues: [dismissed], facts })).blockers, []);
});

Deno.test("gatherFacts() shows what was raised under its new number, and what is over the cap", () => {
  const raised = carried({ verdict: "raise" }, { ...DONE, created: 31 });
  const deferred = carried(
    { verdict: "raise", fingerprint: "other", what: "Lint" },
    { ...DONE, outcome: "deferred", error: "over the cap" },
  );
  const facts: CycleFacts = { blockers: { carried: [raised, deferred], notes: [] } };
  const found = gatherFacts(aCycle({ issues: [issue(31)], facts }));
  assertEquals(found.blockers.map(({ number, tracking }) => [number, tracking]), [
    [31, "tracked"],
    [null, "deferred"],
  ]);
  assertEquals(found.changes.map(({ kind, text }) => [kind, text]), [
    ["raised", "New blocker: 4.2, Unit Tests (#31)"],
    ["problem", "4.2, Lint: not written: over the cap"],
  ]);
});

Deno.test("gatherFacts() tells which candidates changed since the last cycle, if one is remembered", () => {
  const cycle = aCycle({});
  const found = dashboardOf([
    candidate("main", { line: "main" }),
    candidate("v4.2.0-rc.3", { line: "4.2", state: "blocked", failing: "Lint" }),
    candidate("v4.1.7-rc.1", { line: "4.1" }),
  ]);
  const said = (before: Record<string, string>, complete = true): string[] => {
    const empty = emptyState();
    const dashboard = { ...found, complete };
    const state = new StateKeeper({
      ...empty,
      blockers: { ...empty.blockers, candidate_states: before },
    });
    return gatherFacts({ ...cycle, state, facts: { dashboard } }).changes.map(({ text }) => text);
  };
  const before = { main: "success", "v4.2.0-rc.3": "pending", "v4.0.0-rc.9": "blocked" };
  assertEquals(said(before), [
    "v4.2.0-rc.3: blocked, was pending",
    "v4.0.0-rc.9 is no candidate any more, it was blocked",
    "New candidate v4.1.7-rc.1: passing",
  ]);
  assertEquals(said(before, false).some((text) => text.includes("no candidate any more")), false);
  assertEquals(said({}), []);
});

Deno.test("gatherFacts() names the line of a person's issue by its title, if one line alone fits", () => {
  const dashboard = dashboardOf([
    candidate("v4.2.0-rc.2", { line: "4.2" }),
    candidate("release/4.3", { line: "4.3" }),
  ]);
  const titles = ["v4.2.0-rc.1 loses data", "4.2 and 4.3 lose data", "The signing key expired"];
  const issues = titles.map((title, index) =>
    issue(index + 1, { title, viewer_did_author: false })
  );
  const { blockers } = gatherFacts(aCycle({ issues, facts: { dashboard } }));
  assertEquals(blockers.map(({ number, line, what }) => [number, line, what]), [
    [1, "4.2", null],
    [2, null, null],
    [3, null, null],
  ]);
});

Deno.test("gatherFacts() lets the checks speak for a tracked blocker until step 2 has decided", () => {
  const state = emptyState();
  state.blockers.blockers["issue:1"] = {
    issue_number: 1,
    first_seen: ago(300),
    last_seen: ago(60),
    last_issue_update: null,
    escalation_level: "none",
    severity: "P0",
    fingerprint: "release_line=4.2&blocking_workflow=Unit%20Tests",
  };
  const holds = (dashboard: ReturnType<typeof dashboardOf>, more: CycleFacts = {}): unknown =>
    gatherFacts(aCycle({ issues: [issue(1)], state, facts: { dashboard, ...more } })).blockers
      .map((blocker) => blocker.holds);
  const met = [candidate("v4.2.0-rc.2")];
  assertEquals(holds(dashboardOf([candidate("v4.2.0-rc.2", { state: "blocked" })])), [true]);
  assertEquals(holds(dashboardOf(met)), [false]);
  assertEquals(holds(dashboardOf(met, { complete: false })), [true]);
  const left_out = [{ name: "release/4.2", why: "no room", line: "4.2" }];
  assertEquals(holds(dashboardOf(met, { left_out })), [true]);
  assertEquals(holds(dashboardOf(met), { blockers: { carried: [], notes: [] } }), [true]);
});

Deno.test("gatherFacts() tells escalations first, the highest level first, and no failed step", () => {
  const rose = (number: number, level: "warn" | "page"): unknown => ({
    decision: { issue: issue(number), fires: true, level, level_before: "none", severity: "P0" },
    result: DONE,
  });
  const cycle = aCycle({
    issues: [issue(1), issue(2)],
    facts: {
      blockers: { carried: [carried({ verdict: "raise" }, { ...DONE, created: 3 })], notes: [] },
      escalation: [rose(1, "warn"), rose(2, "page")] as CycleFacts["escalation"],
    },
  });
  cycle.results.push(step("5", "digest", { outcome: "failed", summary: "Posting failed" }));
  assertEquals(gatherFacts(cycle).changes.map(({ text }) => text), [
    "#2 rose from none to page: 4.2: Unit Tests failed",
    "#1 rose from none to warn: 4.2: Unit Tests failed",
    "New blocker: 4.2, Unit Tests (#3)",
  ]);
});

Deno.test("gatherFacts() calls a repository without any memory a first run", () => {
  assertEquals(gatherFacts(aCycle({})).first_run, true);
});

Deno.test("each page's step leaves a page that says so when it failed", () => {
  const cycle = aCycle({});
  for (const failed of [singlePage, singlePageHtml, bundleIndex]) {
    const files = failed.placeholder?.(cycle, "the <reason> it gave") ?? {};
    assertEquals(Object.keys(files), failed.reports);
    for (const [name, text] of Object.entries(files)) {
      assertStringIncludes(
        text,
        name.endsWith(".md") ? "**Not generated:**" : "the &lt;reason&gt; it gave",
      );
    }
  }
});

Deno.test("the pages' steps run on a cycle that saw nothing", async () => {
  const cycle = aCycle({ blind: "GitHub answered 503" });
  for (const page of [singlePage, singlePageHtml, bundleIndex]) {
    const { outcome, files } = await page.run(cycle);
    assertEquals([outcome, Object.keys(files)], ["done", page.reports]);
    for (const [name, text] of Object.entries(files)) {
      cycle.files.set(name, text);
      assertStringIncludes(text.toUpperCase(), "INCOMPLETE");
    }
  }
});

Deno.test("pageBlockers() are those of before only while everything they are made of is the same", () => {
  const cycle = aCycle({ issues: [issue(1), issue(2)] });
  const before = pageBlockers(cycle);
  assertEquals(before.map(({ number }) => number), [1, 2]);
  assertStrictEquals(pageBlockers(cycle), before);

  const changed: Record<string, (cycle: Cycle) => void> = {
    "an issue was closed": (cycle) => {
      const { issues } = cycle.gate.observation;
      const [first, ...rest] = issues as IssueFacts[];
      const closed = { ...first, state: "closed" } as IssueFacts;
      Object.assign(cycle.gate, {
        observation: { ...cycle.gate.observation, issues: [closed, ...rest] },
      });
    },
    "a level was remembered": (cycle) => {
      cycle.state.remember((state) => {
        const record = {
          issue_number: 1,
          first_seen: ago(500),
          last_seen: NOW,
          last_issue_update: null,
          escalation_level: "page",
          severity: "P0",
        } as const;
        return { ...state, blockers: { ...state.blockers, blockers: { "issue:1": record } } };
      }, { planned: false });
    },
    "the dashboard was generated": (cycle) => {
      cycle.facts.dashboard = dashboardOf([candidate("v4.2.0-rc.1")]);
    },
    "step 2 decided": (cycle) => {
      const dismissed = carried({ verdict: "dismissed", issue: issue(1) });
      cycle.facts.blockers = { carried: [dismissed], notes: [] };
    },
    "step 4 decided": (cycle) => {
      cycle.facts.escalation = [{
        decision: {
          issue: issue(2),
          severity: "P1",
          first_seen: ago(900),
          age_minutes: 900,
          level_before: "none",
          level: "warn",
          fires: false,
          next: null,
          change: null,
          reason: "It is old.",
        },
        result: null,
      }];
    },
  };
  for (const [what, change] of Object.entries(changed)) {
    const cycle = aCycle({ issues: [issue(1), issue(2)] });
    const before = pageBlockers(cycle);
    change(cycle);
    assertNotEquals(pageBlockers(cycle), before, what);
    assertEquals(pageBlockers({ ...cycle }), pageBlockers(cycle), what);
  }
});
