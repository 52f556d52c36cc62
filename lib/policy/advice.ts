/**
 * Warnings about policies that are valid one by one: keys that contradict each other or have no effect.
 * @module
 */

import { DEFAULT_STATE_PATH } from "./blockers_schema.ts";
import type { PolicyName } from "./names.ts";
import type { Policies } from "./policies.ts";
import { valueAt } from "./problem.ts";
import { isTeam } from "./routing_schema.ts";
import { STATE_FILES } from "../state/state.ts";
import type { KeyPath } from "./yaml_outline.ts";

/** A warning and the key it is about. */
export interface Advice {
  /** The policy that holds the key. */
  readonly policy: PolicyName;
  /** The key concerned. */
  readonly path: KeyPath;
  /** What has no effect, and what to do. */
  readonly message: string;
}

/** The files as they were written, by policy, before defaults. */
export type RawPolicies = Readonly<Record<PolicyName, unknown>>;

/** All warnings about valid policies. */
export function adviceOn(policies: Policies, raw: RawPolicies): Advice[] {
  return [
    ...doubledChecks(policies),
    ...unroutedBlockers(policies),
    ...alreadyRouted(policies),
    ...assignedTeams(raw),
    ...otherCadence(raw),
    ...shiftsWithoutWindows(raw),
    ...otherStatePaths(policies, raw),
  ];
}

function doubledChecks({ required_checks }: Policies): Advice[] {
  const { always_required, conditional_required, informational } = required_checks;
  const seen = new Map<string, string>();
  return ([
    ["always_required", always_required],
    ["conditional_required", conditional_required],
    ["informational", informational],
  ] as const).flatMap(([listName, checks]) =>
    checks.flatMap((check, index): Advice[] => {
      const identity = JSON.stringify([check.name, check.workflow]);
      const before = seen.get(identity);
      seen.set(identity, before ?? listName);
      // One check with several conditions is fine: either makes it required.
      if (before === undefined || (before === listName && listName === "conditional_required")) {
        return [];
      }
      return [{
        policy: "required_checks",
        path: [listName, index, "name"],
        message: `the same check already stands in ${before}: remove one of them`,
      }];
    })
  );
}

function unroutedBlockers({ routing, escalation }: Policies): Advice[] {
  const base = escalation.labels.base;
  if (!routing.enabled || routing.trigger_labels.some((label) => base.includes(label))) return [];
  return [{
    policy: "routing",
    path: ["trigger_labels"],
    message: "blockers that the orchestrator raises are not routed: " +
      `add one of their labels, which are ${
        base.join(", ")
      } (labels.base of the escalation policy)`,
  }];
}

function alreadyRouted({ routing }: Policies): Advice[] {
  return Object.entries(routing.teams).flatMap(([team, { labels }]) =>
    labels.flatMap((label, index): Advice[] =>
      routing.trigger_labels.includes(label)
        ? [{
          policy: "routing",
          path: ["teams", team, "labels", index],
          message:
            "it is a trigger label too, so every issue that carries it looks already routed: " +
            "give the team a label of its own",
        }]
        : []
    )
  );
}

function assignedTeams(raw: RawPolicies): Advice[] {
  const teams = valueAt(raw.routing, ["teams"]);
  const groups: KeyPath[] = [
    ...Object.keys(typeof teams === "object" && teams !== null ? teams : {})
      .map((name): KeyPath => ["teams", name, "assignees"]),
    ["default", "assignees"],
  ];
  return groups.flatMap((path) => {
    const names = valueAt(raw.routing, path);
    return !Array.isArray(names)
      ? []
      : names.flatMap((name, index): Advice[] =>
        typeof name === "string" && isTeam(name)
          ? [{
            policy: "routing",
            path: [...path, index],
            message: "GitHub cannot assign a team, so nobody is assigned: " +
              "name people, or leave it to the team's labels",
          }]
          : []
      );
  });
}

function otherCadence(raw: RawPolicies): Advice[] {
  return (["digest", "handoff"] as const).flatMap((policy): Advice[] => {
    const hours = valueAt(raw[policy], ["cadence_hours"]);
    const older = valueAt(raw[policy], ["cadence", "hours"]);
    if (hours === undefined || older === undefined || hours === older) return [];
    return [{
      policy,
      path: ["cadence", "hours"],
      message: "it has no effect, because cadence_hours says otherwise: remove it",
    }];
  });
}

function shiftsWithoutWindows(raw: RawPolicies): Advice[] {
  const has = (path: KeyPath): boolean => valueAt(raw.handoff, path) !== undefined;
  if (!has(["schedule", "shift_changes"])) return [];
  if (has(["run_windows_utc"]) || has(["run_window_utc"])) return [];
  return [{
    policy: "handoff",
    path: ["schedule", "shift_changes"],
    message:
      "it names the shifts only: without run_windows_utc a handoff is written at 09:00-09:30 " +
      "and 17:00-17:30, so add the windows",
  }];
}

const OLDER_STATE_FILES = {
  routing: STATE_FILES.triage,
  escalation: STATE_FILES.blockers,
  digest: STATE_FILES.digest,
  handoff: STATE_FILES.handoff,
} as const;

function otherStatePaths({ blockers }: Policies, raw: RawPolicies): Advice[] {
  const folder = blockers.state.path;
  return (["routing", "escalation", "digest", "handoff"] as const).flatMap((policy): Advice[] => {
    const path = valueAt(raw[policy], ["state", "path"]);
    if (
      path === undefined || path === folder || path === `${folder}/${OLDER_STATE_FILES[policy]}`
    ) {
      return [];
    }
    return [{
      policy,
      path: ["state", "path"],
      message: `it has no effect, all state is in ${folder}` +
        (folder === DEFAULT_STATE_PATH ? ": set state.path in blockers.yml to move it" : ""),
    }];
  });
}
