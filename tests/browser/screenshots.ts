/**
 * Writes pictures of the pages, so that people can look at them: `deno run -A … screenshots.ts DIR`.
 * @module
 */

import { ensureDir } from "@std/fs/ensure-dir";
import { join, resolve } from "@std/path";
import {
  blindDay,
  firstDay,
  greenDay,
  hardDay,
  hugeDay,
  ordinaryDay,
  partialDay,
} from "../pages/fixtures.ts";
import { launch, LOOKS } from "./chromium.ts";
import { indexPage, singleHtml } from "./render.ts";

const DAYS = { ordinaryDay, greenDay, firstDay, blindDay, partialDay, hugeDay, hardDay };

if (import.meta.main) {
  const folder = resolve(Deno.args[0] ?? "artifacts/pages");
  await ensureDir(folder);
  const browser = await launch();
  for (const [day, facts] of Object.entries(DAYS)) {
    for (const [kind, render] of Object.entries({ index: indexPage, single: singleHtml })) {
      const path = join(folder, `${day}_${kind}.html`);
      await Deno.writeTextFile(path, render(facts()));
      for (const { width, scheme } of LOOKS) {
        const page = await browser.newPage({
          viewport: { width, height: 900 },
          colorScheme: scheme,
        });
        await page.goto(`file://${path}`);
        await page.screenshot({
          path: path.replace(".html", `_${width}_${scheme}.png`),
          fullPage: true,
        });
        await page.close();
      }
      const page = await browser.newPage();
      await page.goto(`file://${path}`);
      await page.pdf({ path: path.replace(".html", ".pdf"), format: "A4" });
      await page.close();
    }
  }
  await browser.close();
}
