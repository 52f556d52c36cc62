/**
 * Groups of keys in a policy: their descriptions, the keys of older files, and rules over several keys.
 * @module
 */

import * as v from "valibot";

/**
 * Keys that every policy file may have; they describe the file and change nothing.
 * @internal
 */
export const FILE_KEYS = ["version", "description", "owner", "last_updated", "notes"] as const;

/**
 * A schema with its description.
 * @internal
 */
export type Key<Schema extends v.GenericSchema> = v.SchemaWithPipe<
  readonly [Schema, v.DescriptionAction<v.InferOutput<Schema>, string>]
>;

/**
 * Describes a key, for editors and for the reference made from the JSON Schemas.
 * @internal
 */
export function key<Schema extends v.GenericSchema>(
  description: string,
  schema: Schema,
): Key<Schema> {
  return v.pipe(schema, v.description(description));
}

/**
 * A group of keys.
 * @internal
 */
export type Section<Entries extends v.ObjectEntries> = v.GenericSchema<
  v.InferInput<v.ObjectSchema<Entries, string>>,
  v.InferOutput<v.ObjectSchema<Entries, string>>
>;

/**
 * A group of keys. `tolerated` are keys of older policy files that have no effect here: they cause no
 * warning and do not appear in the result.
 * @internal
 */
export function section<Entries extends v.ObjectEntries>(
  entries: Entries,
  tolerated: readonly string[] = [],
): Section<Entries> {
  const ignored = Object.fromEntries(tolerated.map((name) => [name, toleratedKey(name)]));
  const schema: v.GenericSchema = v.pipe(
    v.object({ ...ignored, ...entries }, "allowed is a group of keys, indented below it"),
    v.transform((found) =>
      Object.fromEntries(Object.entries(found).filter(([name]) => !tolerated.includes(name)))
    ),
  );
  return schema as Section<Entries>;
}

function toleratedKey(name: string): v.GenericSchema {
  const about = FILE_KEYS.some((fileKey) => fileKey === name)
    ? "About the file, for people; it has no effect."
    : "Accepted from older policy files; it has no effect.";
  return v.optional(v.pipe(v.unknown(), v.description(about)));
}

/**
 * A rule over several keys of a group: what is wrong, at which key (none: the group itself).
 * @internal
 */
export interface Broken {
  /** The key below the group, as it stands in the file; empty for the group itself. */
  readonly at: readonly (string | number)[];
  /** What is allowed and what to do. */
  readonly message: string;
}

/**
 * A rule over several keys of a group; it is asked only when each of them is fine by itself.
 * @internal
 */
export function rule<Value>(
  broken: (value: Value) => readonly Broken[],
): v.RawCheckAction<Value> {
  return v.rawCheck<Value>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const { at, message } of broken(dataset.value)) {
      const path = at.map((part): v.IssuePathItem => ({
        type: "unknown",
        origin: "value",
        input: dataset.value,
        key: part,
        value: undefined,
      }));
      addIssue(
        path.length > 0
          ? { message, path: path as [v.IssuePathItem, ...v.IssuePathItem[]] }
          : { message },
      );
    }
  });
}
