/**
 * How labels that we create look: a colour and a description, so that nobody wonders where they are from.
 * @module
 */

/** Colour (six hexadecimal digits, no `#`) and description of a label. */
export interface LabelLook {
  /** As REST takes it: `b60205`. */
  readonly color: string;
  /** GitHub allows 100 characters. */
  readonly description: string;
}

const LOOKS: readonly (readonly [RegExp, LabelLook])[] = [
  [/^release-blocker$/i, { color: "b60205", description: "Keeps a release line from shipping" }],
  [/^p0$/i, { color: "d93f0b", description: "Blocked: a required check failed" }],
  [/^p1$/i, {
    color: "fbca04",
    description: "Pending too long: a required check has not finished",
  }],
  [/page/i, {
    color: "b60205",
    description: "Release blocker open so long that somebody is paged",
  }],
  [/escalat/i, { color: "d93f0b", description: "Release blocker open too long" }],
  [/warn/i, { color: "fbca04", description: "Release blocker open longer than it should be" }],
  [/triage/i, { color: "ededed", description: "No team has taken this yet" }],
  [/^team[:/]/i, { color: "1d76db", description: "Routed to this team" }],
  [/^priority[:/]/i, { color: "5319e7", description: "Priority by age" }],
];

/** The look of a label by its name. */
export function labelLook(name: string): LabelLook {
  return LOOKS.find(([pattern]) => pattern.test(name))?.[1] ??
    { color: "c5def5", description: "Used by the release ops cycle" };
}
