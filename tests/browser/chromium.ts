/**
 * A real browser for the pages, or a loud word that there is none.
 * @module
 */

import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

/** True when pages can be opened. Without a browser it says so, and in CI that is a failure. */
export function hasBrowser(): boolean {
  try {
    if (Deno.statSync(CHROMIUM).isFile) return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const words = `There is no browser at ${CHROMIUM}: the tests of the pages in a browser`;
  if (Deno.env.get("CI") === "true") throw new Error(`${words} cannot run. Install chromium.`);
  const line = "=".repeat(80);
  Deno.stderr.writeSync(new TextEncoder().encode(`\n${line}\n${words} are SKIPPED.\n${line}\n\n`));
  return false;
}

/** Starts the browser with a user folder of its own, which goes when it is closed. */
export async function launch(): Promise<Browser> {
  return await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}

/** How a page is looked at. */
export interface Look {
  readonly width: number;
  readonly scheme: "light" | "dark";
}

/** Both widths and both schemes. */
export const LOOKS: readonly Look[] = [390, 1280].flatMap((width) =>
  (["light", "dark"] as const).map((scheme) => ({ width, scheme }))
);

/** What a page did that it must not do, and what it is like. */
export interface Findings {
  readonly complaints: string[];
  /** Requests beside the page itself. */
  readonly requests: string[];
  readonly dialogs: string[];
  /** By how many pixels the page is wider than the window. */
  readonly overflow: number;
  readonly violations: string[];
  /** Anchors that point nowhere. */
  readonly dead_anchors: string[];
  /** Relative addresses of files. */
  readonly files: string[];
}

/** Opens a file and looks at it. */
export async function examine(browser: Browser, path: string, look: Look): Promise<Findings> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: 900 },
    colorScheme: look.scheme,
    // Only for axe-core, which the page's own policy would keep out; the page has no script.
    bypassCSP: true,
  });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    const dialogs: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      dialog.dismiss();
    });
    await page.goto(`file://${path}`);
    const overflow = await page.evaluate<number>(
      "document.documentElement.scrollWidth - document.documentElement.clientWidth",
    );
    const links = await linksOf(page);
    const violations = await violationsOf(page);
    return {
      complaints,
      requests: requests.filter((url) => url !== `file://${path}`),
      dialogs,
      overflow,
      violations,
      ...links,
    };
  } finally {
    await context.close();
  }
}

async function linksOf(page: Page): Promise<Pick<Findings, "dead_anchors" | "files">> {
  const hrefs = await page.evaluate<string[]>(
    "[...document.querySelectorAll('a[href], use[href]')].map((it) => it.getAttribute('href'))",
  );
  const ids = new Set(
    await page.evaluate<string[]>("[...document.querySelectorAll('[id]')].map((it) => it.id)"),
  );
  return {
    dead_anchors: hrefs.filter((href) =>
      href.startsWith("#") && !ids.has(decodeURIComponent(href.slice(1)))
    ),
    files: [
      ...new Set(
        hrefs.filter((href) => href.startsWith("./")).map((href) =>
          decodeURIComponent(href.slice(2))
        ),
      ),
    ],
  };
}

async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.map(({ id, help, nodes }) =>
      id + ": " + help + ": " + nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")))`,
  );
}
