/**
 * The `state` group of the older policy files. All steps share one state folder now, which
 * `blockers.yml` names; a different path here is read so that it can be warned about.
 * @module
 */

import * as v from "valibot";
import { key, section } from "./section.ts";
import { relativePath } from "./values.ts";

const oldState = section({
  path: v.optional(key("Older place of the state file.", relativePath)),
}, ["storage"]);

/**
 * Entry `state` of a policy that used to have a state file of its own.
 * @internal
 */
export const stateEntry = v.optional(
  key("Accepted from older policy files; blockers.yml says where the state is.", oldState),
);
