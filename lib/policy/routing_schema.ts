/**
 * `routing.yml`: which team a blocker goes to.
 * @module
 */

import * as v from "valibot";
import { stateEntry } from "./state_entry.ts";
import { FILE_KEYS, key, section } from "./section.ts";
import { filledList, flag, hours, label, line, list, oneOf, whole } from "./values.ts";

const ASSIGNEE = 'allowed is the login of a person, such as "octocat" or "@octocat"';

/**
 * A person's login, or a team as older files have it (`@org/team`): GitHub cannot assign teams, so
 * those are dropped with a warning. Logins: letters, digits and inner hyphens, by GitHub's rules;
 * an underscore occurs in enterprise-managed accounts.
 */
const assignee = v.pipe(
  v.string(ASSIGNEE),
  v.regex(/^@?[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\/[A-Za-z0-9._-]{1,100}|\[bot\])?$/, ASSIGNEE),
);

const assignees = v.pipe(
  list(assignee),
  v.maxLength(10, "allowed are at most 10 assignees: GitHub's limit for an issue"),
  v.transform((names) =>
    names.filter((name) => !isTeam(name)).map((name) => name.replace("@", ""))
  ),
);

/** Whether an assignee is a team, which GitHub cannot assign. */
export function isTeam(assignee: string): boolean {
  return assignee.includes("/");
}

const PEOPLE = "People to assign (GitHub cannot assign teams).";

const rules = list(section({
  type: key(
    "What the patterns are compared with: label (labels of the issue), filepath (globs over the paths " +
      "that the issue mentions) or keyword (whole words of title and body, in any case).",
    oneOf("label", "filepath", "keyword"),
  ),
  patterns: key("One match is enough.", filledList(line(), "pattern")),
}, ["description"]));

const BOOST = "allowed is true, false or a whole number from 0 to 10, without quotes";

const team = section({
  assignees: v.optional(key(PEOPLE, assignees), []),
  labels: key(
    "Labels of the team: an issue that has one of them is already routed.",
    filledList(label, "label"),
  ),
  priority_boost: v.optional(
    key(
      "By how many rules of auto_priority this team's issues rank higher; true means 1.",
      v.pipe(
        v.union([flag, v.picklist([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])], BOOST),
        v.transform(Number),
      ),
    ),
    0,
  ),
  rules: v.optional(
    key("Rules of this team; without any it is routed to by hand only.", rules),
    [],
  ),
}, ["description"]);

const autoPriority = section({
  enabled: v.optional(key("Switch for priorities by age.", flag), false),
  rules: v.optional(
    key(
      "Priority labels by age: the rule with the greatest age that is reached counts.",
      v.pipe(
        list(section({
          age_hours: key("Age of the issue.", hours({ from: 0, to: 8760 })),
          priority: key("Label that says so.", label),
        })),
        v.check(
          (found) => new Set(found.map(({ age_hours }) => age_hours)).size === found.length,
          "allowed is one rule for each age_hours: remove the repeated one",
        ),
        v.transform((found) => found.toSorted((a, b) => a.age_hours - b.age_hours)),
      ),
    ),
    [],
  ),
});

const TEAM =
  "allowed is a team's name of letters, digits, dots, hyphens and underscores, other than " +
  "default, which stands for no team";

/**
 * Schema of `routing.yml`.
 * @internal
 */
export const routingSchema = section({
  enabled: v.optional(key("Switch for the whole step.", flag), true),
  trigger_labels: v.optional(
    key("An open issue with one of these labels is routed.", filledList(label, "label")),
    ["release-blocker"],
  ),
  teams: v.optional(
    key(
      "Teams by name. Inside one type of rule the order of the teams decides.",
      v.record(
        v.pipe(v.string(TEAM), v.regex(/^(?!default$)[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, TEAM)),
        team,
        "allowed is a group of teams by name",
      ),
    ),
    {},
  ),
  default: v.optional(
    key(
      "Where an issue goes that no rule matches.",
      section({
        assignees: v.optional(key(PEOPLE, assignees), []),
        labels: v.optional(key("Labels that say that nobody was found.", list(label)), [
          "needs-triage",
        ]),
      }),
    ),
    {},
  ),
  post_routing_actions: v.optional(
    key(
      "What else happens to a routed issue.",
      section({
        add_routing_comment: v.optional(
          key("Write one comment that names the rule that decided.", flag),
          true,
        ),
        remove_triage_label: v.optional(key("Remove the label needs-triage.", flag), true),
        auto_priority: v.optional(key("Priority labels by age.", autoPriority), {}),
      }),
    ),
    {},
  ),
  rate_limit: v.optional(
    key(
      "Bounds on what one cycle may do.",
      section({
        max_issues_per_run: v.optional(
          key(
            "At most so many issues are routed in one cycle.",
            whole("issues", { min: 1, max: 100 }),
          ),
          20,
        ),
        cooldown_minutes: v.optional(
          key(
            "An issue is not looked at again for so many minutes.",
            whole("minutes", { min: 0, max: 129_600 }),
          ),
          30,
        ),
      }),
    ),
    {},
  ),
  state: stateEntry,
}, FILE_KEYS);

/**
 * What `routing.yml` says, defaults filled in.
 * @internal
 */
export type RoutingPolicy = v.InferOutput<typeof routingSchema>;
