/**
 * Saving: what of the state is written at the end of a cycle, and the compare-and-swap commit that
 * merges with whoever was faster.
 * @module
 */

import { COMMIT_PREFIX } from "../cycle/loop_guard.ts";
import { Failure } from "../failure.ts";
import type { Hub, ObservationRequest } from "../github/hub.ts";
import type { StateFacts, StateTexts } from "../observation/observation.ts";
import { materialChange } from "./material.ts";
import { mergeState } from "./merge.ts";
import { newerFiles, parseState } from "./parse.ts";
import { serializeState } from "./serialize.ts";
import { type State, STATE_FILES } from "./state.ts";

/** How often a lost race is run again before giving up. */
const ATTEMPTS = 5;

/** The state as it will be saved, stamped with the time of the cycle. */
export function stamped(state: State, at: string): State {
  return {
    ...state,
    blockers: { ...state.blockers, last_updated: at },
    triage: { ...state.triage, last_run_at: at },
  };
}

/** GitHub hands out at most 512,000 bytes of a file as text: a larger one would be read as damaged. */
const MAX_FILE_BYTES = 500_000;

/**
 * The files whose text differs from what is there, but for those to be left alone.
 * @throws {Failure} exit 1 when one of them is too large to be read again
 */
export function changedFiles(
  state: State,
  texts: StateTexts,
  alone: ReadonlySet<string>,
): Record<string, string> {
  const files = Object.entries(serializeState(state)).filter(([file, text]) =>
    texts[file] !== text && !alone.has(file)
  );
  for (const [file, text] of files) {
    const bytes = new TextEncoder().encode(text).length;
    if (bytes <= MAX_FILE_BYTES) continue;
    throw new Failure(
      "state-too-large",
      `Cannot save ${file}: it would have ${bytes} bytes, allowed are ${MAX_FILE_BYTES}`,
      { remedy: "Take out of it what other scripts keep there, or what is over.", exit: 1 },
    );
  }
  return Object.fromEntries(files);
}

/** The state with the parts of some files as they were before: what is not saved is not changed either. */
export function withoutFiles(
  state: State,
  { before, alone }: { before: State; alone: ReadonlySet<string> },
): State {
  const pick = <Part extends keyof State>(part: Part): State[Part] =>
    alone.has(STATE_FILES[part]) ? before[part] : state[part];
  return {
    blockers: pick("blockers"),
    digest: pick("digest"),
    handoff: pick("handoff"),
    triage: pick("triage"),
    observation: pick("observation"),
  };
}

/** What a commit came to. */
export interface Committed {
  /** Full commit id; null when the other side of a race had written everything already. */
  readonly sha: string | null;
  /** Page of the commit; null with `sha`. */
  readonly url: string | null;
  /** The state as it now is on the branch. */
  readonly state: State;
  /** How many races were lost before. */
  readonly races: number;
}

/**
 * Commits the state where it was read. A lost race is read again, merged and retried; when the other
 * side has already written everything, nothing is committed (`sha` is null).
 * @throws {Failure} exit 1 when the branch does not exist, or every race is lost.
 */
export async function commitState(
  hub: Hub,
  options: {
    before: State;
    ours: State;
    read: StateFacts;
    request: ObservationRequest;
    /** Further files for the same commit, text by path. */
    more: Readonly<Record<string, string>>;
    /** Files that must not be overwritten. */
    alone: ReadonlySet<string>;
    run_url: string | null;
    at: string;
  },
): Promise<Committed> {
  const { before, request, more, run_url, at } = options;
  let { read, ours, alone } = options;
  let base = before;
  for (let races = 0; races < ATTEMPTS; races++) {
    if (read.head === null) {
      throw new Failure(
        "no-state-branch",
        `Cannot commit the state: the branch ${read.branch} does not exist`,
        {
          remedy: "Create it, or name another one under state.branch in blockers.yml.",
          exit: 1,
        },
      );
    }
    const files = changedFiles(stamped(ours, at), read.files, alone);
    if (races > 0 && materialChange(base, ours).length === 0 && Object.keys(more).length === 0) {
      return { sha: null, url: null, state: base, races };
    }
    const answer = await hub.commitState({
      branch: read.branch,
      expected_head: read.head,
      message: `${COMMIT_PREFIX} update state${run_url === null ? "" : `\n\n${run_url}`}`,
      files: { ...inFolder(request.state_path, files), ...more },
    });
    if (answer.kind === "committed") return { ...answer, state: stamped(ours, at), races };
    read = await hub.readState(request);
    const { state: theirs, damage } = parseState(read.files, { now: request.now });
    alone = new Set([...alone, ...newerFiles(damage)]);
    ours = mergeState({ base, ours, theirs });
    base = theirs;
  }
  throw new Failure(
    "state-race-lost",
    `Cannot commit the state: the branch moved ${ATTEMPTS} times while we tried`,
    {
      remedy: "Run the cycle again; see what pushes to the branch so often.",
      exit: 1,
    },
  );
}

function inFolder(folder: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]),
  );
}
