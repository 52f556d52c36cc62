/**
 * Every page of every kind of day, by name.
 * @module
 */

import { servicesOf } from "../../lib/cadence/service.ts";
import { ticksOf } from "../../lib/cadence/ticks.ts";
import { calendarHtml } from "../../lib/pages/calendar_page.ts";
import { failedPage } from "../../lib/pages/failed_page.ts";
import type { PageFacts } from "../../lib/pages/page_facts.ts";
import { at, daily, twiceADay } from "../cadence/cadences.ts";
import type { Cycle } from "../../lib/cycle/cycle.ts";
import { CORPUS } from "../hostile/corpus.ts";
import {
  blindDay,
  FILES,
  firstDay,
  greenDay,
  hardDay,
  hugeDay,
  ordinaryDay,
  partialDay,
} from "../pages/fixtures.ts";
import { indexPage, singleHtml } from "./render.ts";

/** The days that people may meet. */
export const DAYS: Readonly<Record<string, PageFacts>> = {
  ordinary: ordinaryDay(),
  green: greenDay(),
  first: firstDay(),
  blind: blindDay(),
  partial: partialDay(),
  huge: hugeDay(),
  hard: hardDay(),
};

/** Both pages of each day, and the pages that no day has: `ordinary index.html`. */
export function allPages(): Record<string, string> {
  return {
    ...Object.fromEntries(
      Object.entries(DAYS).flatMap(([day, facts]) => [
        [`${day} index.html`, indexPage(facts)],
        [`${day} release_ops_single_page.html`, singleHtml(facts)],
      ]),
    ),
    "calendar of simulate": calendar(),
    "page that failed": failed(),
  };
}

/** The hostile corpus in titles that are as long as a page shows them, several strings in each. */
export function packed(): string[] {
  const titles: string[] = [];
  for (const value of CORPUS) {
    const last = titles.at(-1);
    if (last === undefined || `${last} ${value}`.length > 190) titles.push(value);
    else titles[titles.length - 1] = `${last} ${value}`;
  }
  return titles;
}

function calendar(): string {
  const period = { from: at("2026-01-20T00:00"), to: at("2026-02-10T00:00") };
  const ticks = ticksOf({
    every_minutes: 60,
    delay_minutes: { min: 0, max: 45 },
    drop_probability: 0.2,
    seed: 7,
  }, period);
  const cadences = {
    digest: daily({ catch_up_hours: 6 }),
    handoff: twiceADay({ cadence_hours: 10 }),
  };
  return calendarHtml({
    from: "2026-01-20T00:00:00Z",
    to: "2026-02-10T00:00:00Z",
    ticks: ticks.length,
    services: servicesOf(cadences, { period, ticks }),
    zones: {},
    source: "a model",
    version: "0.0.0-test",
  });
}

function failed(): string {
  const files = new Map(FILES.map((name) => [name, ""]));
  const options = { repository: "acme/rocket" } as Cycle["options"];
  const words = { title: "Release ops bundle", why: "the template is broken", file: "index.html" };
  return failedPage({ files, options }, words);
}
