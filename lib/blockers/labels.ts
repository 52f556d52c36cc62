/**
 * Labels and logins, compared as GitHub compares them: without regard to case.
 * @module
 */

/** True when a label, or a login, is among these. */
export function carries(labels: readonly string[], label: string): boolean {
  return labels.some((it) => fold(it) === fold(label));
}

/** The wanted labels that are not among these, each once. */
export function lacking(labels: readonly string[], wanted: readonly string[]): string[] {
  return unique(wanted).filter((label) => !carries(labels, label));
}

/** The labels without any of these. */
export function without(labels: readonly string[], gone: readonly string[]): string[] {
  return labels.filter((label) => !carries(gone, label));
}

/** Each label once, as it was spelled first. */
export function unique(labels: readonly string[]): string[] {
  return [...new Map(labels.toReversed().map((label) => [fold(label), label])).values()]
    .toReversed();
}

/** A label or login as it is compared. */
export function fold(name: string): string {
  return name.toLowerCase();
}
