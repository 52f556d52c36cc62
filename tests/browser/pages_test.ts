/**
 * The pages in a real browser, on every kind of day.
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { FILES, hardDay } from "../pages/fixtures.ts";
import { hasBrowser, LOOKS, Viewer } from "./chromium.ts";
import { allPages, packed } from "./days.ts";
import { indexPage, singleHtml } from "./render.ts";

const ignore = !hasBrowser();
/** The browser keeps timers and pipes of its own between tests. */
const options = { ignore, sanitizeOps: false, sanitizeResources: false };
const GOOD = { complaints: [], requests: [], dialogs: [] };

let viewer: Viewer | null = null;

Deno.test.beforeAll(async () => {
  if (!ignore) viewer = await Viewer.start();
});
Deno.test.afterAll(async () => await viewer?.close());

function started(): Viewer {
  assert(viewer !== null);
  return viewer;
}

for (const [name, html] of ignore ? [] : Object.entries(allPages())) {
  Deno.test({
    name: `the page opens clean in every width and scheme, and on paper: ${name}`,
    ...options,
    fn: async () => {
      const viewer = started();
      await viewer.open(html);
      for (const look of [...LOOKS, ...EDGES]) {
        await viewer.look(look);
        assertEquals(await viewer.overflow(), 0, `${look.width} ${look.scheme}`);
      }
      await viewer.look({ width: 390, scheme: "light" });
      assertEquals(await viewer.violations("all"), []);
      await viewer.look({ width: 1280, scheme: "dark" });
      assertEquals(await viewer.violations("colours"), []);
      const { files, dead_anchors } = await viewer.links();
      assertEquals(dead_anchors, []);
      assertEquals(files.filter((file) => !FILES.includes(file)), []);
      assertEquals(await viewer.cutOnPaper(), []);
      assertEquals(viewer.behaviour, GOOD);
    },
  });
}

/** The narrowest phone and a wide screen. */
const EDGES = [{ width: 360, scheme: "light" }, { width: 1600, scheme: "light" }] as const;

Deno.test({
  name: "a page prints as a PDF",
  ...options,
  fn: async () => {
    const viewer = started();
    await viewer.open(indexPage(hardDay()));
    const pdf = new TextDecoder("latin1").decode(await viewer.pdf());
    assert(pdf.startsWith("%PDF-"));
    assert((pdf.match(/\/Type\s*\/Page\b/g) ?? []).length > 1);
  },
});

for (const [name, render] of Object.entries({ index: indexPage, single: singleHtml })) {
  Deno.test({
    name: `hostile strings bring no element, no request and no dialog into the ${name} page`,
    ...options,
    fn: async () => {
      const viewer = started();
      const titles = packed();
      // The single page shows ten blockers and forty lines, so it is filled several times.
      const size = name === "index" ? titles.length : 10;
      for (let begin = 0; begin < titles.length; begin += size) {
        const part = titles.slice(begin, begin + size);
        await viewer.open(render(hardDay(part.map((_title, index) => `plain${begin + index}`))));
        const own = await viewer.elements();
        await viewer.open(render(hardDay(part)));
        const found = await viewer.elements();
        const at = Math.max(2, found.findIndex((element, index) => element !== own[index]));
        assertEquals(found.slice(at - 2, at + 3), own.slice(at - 2, at + 3), part.join("\n"));
        assertEquals(found.length, own.length, part.join("\n"));
        assertEquals(viewer.behaviour, GOOD);
      }
    },
  });
}
