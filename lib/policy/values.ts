/**
 * The values that policies are made of, each with the sentence that says what is allowed. A message
 * continues "KEY is VALUE: ", so it starts with "allowed is" and ends with what to do, if that is not plain.
 * @module
 */

import * as v from "valibot";
import { isRelativePath, isTimeOfDay, isTimeZone } from "./text_rules.ts";

/**
 * A whole number between two limits, both allowed; `unit` in the plural.
 * @internal
 */
export function whole(
  unit: string,
  limits: { min: number; max: number },
): v.GenericSchema<number> {
  const allowed =
    `allowed is a whole number of ${unit} from ${limits.min} to ${limits.max}, without quotes`;
  return v.pipe(
    v.number(allowed),
    v.integer(allowed),
    v.minValue(limits.min, allowed),
    v.maxValue(limits.max, allowed),
  );
}

/**
 * A number of hours between two limits, fractions allowed; `above` is itself not allowed.
 * @internal
 */
export function hours(
  limits: { from: number; to: number } | { above: number; to: number },
): v.GenericSchema<number> {
  const [least, atLeast] = "above" in limits
    ? [`above ${limits.above}`, (value: number): boolean => value > limits.above]
    : [`from ${limits.from}`, (value: number): boolean => value >= limits.from];
  const allowed = `allowed is a number of hours ${least} to ${limits.to}, without quotes`;
  return v.pipe(
    v.number(allowed),
    v.check(atLeast, allowed),
    v.maxValue(limits.to, allowed),
    v.metadata("above" in limits ? { exclusiveMinimum: limits.above } : { minimum: limits.from }),
  );
}

/**
 * A time span in minutes, at most 90 days.
 * @internal
 */
export const minutes = whole("minutes", { min: 1, max: 129_600 });

/**
 * A switch.
 * @internal
 */
export const flag = v.boolean(
  "allowed is true or false, without quotes",
);

/**
 * A text on one line, at most `max` characters.
 * @internal
 */
export function line(max = 200): v.GenericSchema<string> {
  const allowed =
    `allowed is a text of 1 to ${max} characters on one line, without spaces around it`;
  return v.pipe(v.string(allowed), v.regex(/^\S(?:.*\S)?$/, allowed), v.maxLength(max, allowed));
}

/**
 * A text that may have several lines.
 * @internal
 */
export function prose(max = 10_000): v.GenericSchema<string> {
  const allowed = `allowed is a text of at most ${max} characters`;
  return v.pipe(v.string(allowed), v.maxLength(max, allowed));
}

/**
 * The name of a label: GitHub's limit is 50 characters.
 * @internal
 */
export const label = line(50);

/**
 * A list, maybe empty.
 * @internal
 */
export function list<Item extends v.GenericSchema>(item: Item): v.ArraySchema<Item, string> {
  return v.array(item, "allowed is a list: each entry on its own line after a dash, or [a, b]");
}

/**
 * A list with at least one entry; `what` says of what.
 * @internal
 */
export function filledList<Item extends v.GenericSchema>(
  item: Item,
  what: string,
): v.GenericSchema<v.InferInput<Item>[], v.InferOutput<Item>[]> {
  return v.pipe(list(item), v.minLength(1, `allowed is a list with at least one ${what}`));
}

/**
 * One of a few words.
 * @internal
 */
export function oneOf<const Words extends readonly string[]>(
  ...words: Words
): v.PicklistSchema<Words, string> {
  return v.picklist(words, `allowed is ${words.map((word) => `"${word}"`).join(", ")}`);
}

const PATH = 'allowed is a path inside the repository, such as "docs/releases": ' +
  'with "/" between its parts, not starting with "/", without "..", "." or ".git"';

/**
 * A path inside the repository.
 * @internal
 */
export const relativePath = v.pipe(
  v.string(PATH),
  v.maxLength(300, PATH),
  v.check(isRelativePath, PATH),
);

const TIME = 'allowed is a time "HH:MM" from "00:00" to "23:59", in quotes';

/**
 * A time of day.
 * @internal
 */
export const timeOfDay = v.pipe(
  v.string(TIME),
  v.check(isTimeOfDay, TIME),
  v.metadata({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$" }),
);

const ZONE = 'allowed is a name of the IANA time zone database, such as "Europe/Berlin" or "UTC"';

/**
 * A time zone.
 * @internal
 */
export const timeZone = v.pipe(
  v.string(ZONE),
  v.check(isTimeZone, ZONE),
);
