/**
 * Writes pictures of the pages, so that people can look at them: `deno task pages [DAY …]`. The first
 * screen of the demo's landing page goes to docs/index.png, which the README shows.
 * @module
 */

import { ensureDir } from "@std/fs/ensure-dir";
import { join, resolve } from "@std/path";
import type { Browser } from "playwright-core";
import { main } from "../../main.ts";
import { launch, LOOKS } from "./chromium.ts";
import { DAYS } from "./days.ts";
import { indexPage, singleHtml } from "./render.ts";

const FOLDER = resolve("artifacts/pages");
const PAGES = { index: indexPage, single: singleHtml };

/** Both pages of a day in each look, and as a PDF. */
async function picturesOf(browser: Browser, day: string): Promise<void> {
  const facts = DAYS[day];
  if (facts === undefined) {
    throw new RangeError(`There is no day "${day}", only ${Object.keys(DAYS).join(", ")}`);
  }
  const page = await browser.newPage();
  for (const [kind, render] of Object.entries(PAGES)) {
    const path = join(FOLDER, `${day}_${kind}.html`);
    await Deno.writeTextFile(path, render(facts));
    await page.goto(`file://${path}`);
    for (const { width, scheme } of LOOKS) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme });
      const picture = path.replace(".html", `_${width}_${scheme}.png`);
      await page.screenshot({ path: picture, fullPage: true });
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.pdf({ path: path.replace(".html", ".pdf"), preferCSSPageSize: true });
  }
  await page.close();
}

/** What a person sees first of the demo. */
async function pictureOfDemo(browser: Browser): Promise<void> {
  await main(["demo", "--out", FOLDER]);
  const page = await browser.newPage({ viewport: { width: 1280, height: 780 } });
  await page.goto(`file://${FOLDER}/release-ops-cycle-demo/index.html`);
  await page.screenshot({ path: resolve("docs/index.png") });
  await page.close();
}

if (import.meta.main) {
  await ensureDir(FOLDER);
  await ensureDir(resolve("docs"));
  const browser = await launch();
  const days = Deno.args.length > 0 ? Deno.args : Object.keys(DAYS);
  for (const day of days) await picturesOf(browser, day);
  await pictureOfDemo(browser);
  await browser.close();
}
