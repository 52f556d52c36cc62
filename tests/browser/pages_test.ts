/**
 * The pages in a real browser, on every kind of day.
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import type { Browser } from "playwright-core";
import { HOSTILE } from "../hostile/corpus.ts";
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
import { examine, hasBrowser, launch, LOOKS } from "./chromium.ts";
import { indexPage, singleHtml } from "./render.ts";

const ignore = !hasBrowser();
/** The browser keeps timers and pipes of its own between tests. */
const options = { ignore, sanitizeOps: false, sanitizeResources: false };

const DAYS = {
  ordinary: ordinaryDay(),
  green: greenDay(),
  first: firstDay(),
  blind: blindDay(),
  partial: partialDay(),
  huge: hugeDay(),
  hard: hardDay(),
  hostile: hardDay(Object.values(HOSTILE).flat().slice(0, 300)),
};

const PAGES = { "index.html": indexPage, "release_ops_single_page.html": singleHtml };

let browser: Browser | null = null;
const folder = ignore ? "" : Deno.makeTempDirSync();

Deno.test.beforeAll(async () => {
  if (!ignore) browser = await launch();
});
Deno.test.afterAll(async () => {
  await browser?.close();
  if (folder !== "") await Deno.remove(folder, { recursive: true });
});

for (const [day, facts] of Object.entries(DAYS)) {
  for (const [file, render] of Object.entries(PAGES)) {
    Deno.test({
      name: `${file} opens clean in both widths and schemes on a day that is ${day}`,
      ...options,
      fn: async () => {
        assert(browser !== null);
        const path = join(folder, `${day}_${file}`);
        await Deno.writeTextFile(path, render(facts));
        for (const look of LOOKS) {
          const { files, ...found } = await examine(browser, path, look);
          assertEquals(found, {
            complaints: [],
            requests: [],
            dialogs: [],
            overflow: 0,
            violations: [],
            dead_anchors: [],
          }, `${day} ${look.width} ${look.scheme}`);
          assertEquals(files.filter((name) => !FILES.includes(name)), []);
        }
      },
    });
  }
}
