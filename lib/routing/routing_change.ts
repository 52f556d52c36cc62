/**
 * What is written to an issue that is routed: the comment for people, and the actions in an order that
 * can be taken up again after a failure.
 * @module
 */

import type { Action, Change } from "../gate/action.ts";
import { humanText } from "../report/human_text.ts";
import { code, join, type Markdown } from "../report/markdown.ts";
import type { Route } from "./route.ts";
import { routingKey, routingNote } from "./routing_recall.ts";
import { RULE_NAMES, ruleWords } from "./rules.ts";

/** What is left to write for a route. */
export interface RoutingEffects {
  /** Where the issue goes, for the words of the comment. */
  readonly route: Route;
  /** To be added: of the team, and a priority. */
  readonly labels: readonly string[];
  /** Logins to be added, without `@`. */
  readonly assignees: readonly string[];
  /** The triage label to take off; null for none. */
  readonly remove: string | null;
  /** True when no other label of the issue would bring it here again. */
  readonly remove_last: boolean;
  /** Whether the policy wants a comment. */
  readonly comments: boolean;
  /** One sentence for people; plain text. */
  readonly reason: string;
  /** When, `YYYY-MM-DDTHH:MM:SSZ`: the comment keeps it for a cycle that has to recall the routing. */
  readonly at: string;
}

/**
 * The change for one issue. Labels come last, since a team label tells later cycles that it is done;
 * only a triage label without which the issue would be out of sight goes after them.
 */
export function routingChange(issue: number, effects: RoutingEffects): Change {
  const { labels, assignees, remove, reason } = effects;
  const actions: Action[] = [];
  if (effects.comments) {
    const body = `${routingComment(effects).source}\n\n${noteOf(effects)}`;
    actions.push({ kind: "comment", issue, key: routingKey(issue), body });
  }
  if (assignees.length > 0) actions.push({ kind: "add_assignees", issue, assignees });
  const removal: Action[] = remove === null ? [] : [{ kind: "remove_label", issue, label: remove }];
  const addition: Action[] = labels.length === 0 ? [] : [{ kind: "add_labels", issue, labels }];
  actions.push(...effects.remove_last ? [...addition, ...removal] : [...removal, ...addition]);
  return { reason, cap: "routed_issues", actions };
}

function noteOf({ route, at, labels, assignees, remove }: RoutingEffects): string {
  return routingNote({
    at,
    team: route.team ?? "default",
    rule: ruleWords(route.rule),
    labels,
    assignees,
    removed: remove === null ? [] : [remove],
  });
}

/** The comment that tells people why the issue came to them. Mentions nobody: assigning does. */
function routingComment({ route: { team, rule }, labels, assignees }: RoutingEffects): Markdown {
  return humanText("comment_routed", {
    team,
    rule: rule.type === "default" ? null : RULE_NAMES[rule.type],
    pattern: code(rule.pattern ?? ""),
    matched: rule.pattern === null || rule.matched_text === null ? null : code(rule.matched_text),
    labels: labels.length === 0 ? null : codes(labels),
    assignees: assignees.length === 0 ? null : codes(assignees),
  });
}

function codes(names: readonly string[]): Markdown {
  return join(names.map((name) => code(name)), ", ");
}
