/**
 * A real browser for the pages, or a loud word that there is none. One browser and one page serve all
 * tests: starting either costs more than looking.
 * @module
 */

import { join } from "@std/path";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
/** Width of A4 between margins of 12 mm, in CSS pixels. */
const PAPER = 703;

/**
 * True when pages can be opened. Without a browser a test of that name says so among the results,
 * where the runner shows it whatever it hides; in CI that is a failure.
 */
export function hasBrowser(): boolean {
  try {
    if (Deno.statSync(CHROMIUM).isFile) return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const words = `there is no browser at ${CHROMIUM}: no page was opened. Install chromium.`;
  if (Deno.env.get("CI") === "true") throw new Error(words);
  Deno.test({ name: `SKIPPED, ${words}`, ignore: true, fn: () => {} });
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

/** What a page did that it must not do; empty when it behaved. */
export interface Behaviour {
  readonly complaints: string[];
  /** Requests beside the page itself. */
  readonly requests: string[];
  readonly dialogs: string[];
}

/** A browser with one page in it, under the pages' own policy. */
export class Viewer {
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #folder: string;
  #behaviour: Behaviour = { complaints: [], requests: [], dialogs: [] };

  private constructor(browser: Browser, page: Page, folder: string) {
    this.#browser = browser;
    this.#page = page;
    this.#folder = folder;
    page.on("console", (message) => this.#behaviour.complaints.push(message.text()));
    page.on("pageerror", (error) => this.#behaviour.complaints.push(error.message));
    page.on("request", (request) => this.#behaviour.requests.push(request.url()));
    page.on("dialog", (dialog) => {
      this.#behaviour.dialogs.push(dialog.message());
      dialog.dismiss();
    });
  }

  /** Starts the browser. */
  static async start(): Promise<Viewer> {
    const browser = await launch();
    return new Viewer(browser, await browser.newPage(), await Deno.makeTempDir());
  }

  /** Opens a page as a file, in place of the one before. */
  async open(html: string): Promise<void> {
    const path = join(this.#folder, "page.html");
    await Deno.writeTextFile(path, html);
    this.#behaviour = { complaints: [], requests: [], dialogs: [] };
    await this.#page.emulateMedia({ media: "screen", colorScheme: "light" });
    await this.#page.goto(`file://${path}`);
    const own = this.#behaviour.requests.indexOf(`file://${path}`);
    if (own >= 0) this.#behaviour.requests.splice(own, 1);
    const margin = await this.#ask<string>("getComputedStyle(document.body).margin");
    if (margin !== "0px") this.#behaviour.complaints.push("the style sheet was not applied");
  }

  /** What the page has done so far. */
  get behaviour(): Behaviour {
    return this.#behaviour;
  }

  /** Makes the window so wide and its scheme so. */
  async look({ width, scheme }: Look): Promise<void> {
    await this.#page.setViewportSize({ width, height: 900 });
    await this.#page.emulateMedia({ media: "screen", colorScheme: scheme });
  }

  /** By how many pixels the page is wider than the window. */
  async overflow(): Promise<number> {
    return await this.#ask(
      "document.documentElement.scrollWidth - document.documentElement.clientWidth",
    );
  }

  /** What axe-core finds; `colours` asks for nothing but contrast, the one thing a scheme changes. */
  async violations(rules: "all" | "colours"): Promise<string[]> {
    if (!await this.#ask<boolean>("'axe' in globalThis")) await this.#page.evaluate(axe.source);
    const only = rules === "all" ? "" : "runOnly: ['color-contrast', 'link-in-text-block'],";
    return await this.#ask(
      `axe.run({ ${only} resultTypes: ['violations'], preload: false }).then(({ violations }) =>
        violations.map(({ id, help, nodes }) =>
          id + ": " + help + ": " + nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")))`,
    );
  }

  /** Anchors that point nowhere, and relative addresses of files. */
  async links(): Promise<{ dead_anchors: string[]; files: string[] }> {
    const hrefs = await this.#ask<string[]>(
      "[...document.querySelectorAll('a[href], use[href]')].map((it) => it.getAttribute('href'))",
    );
    const ids = new Set(
      await this.#ask<string[]>("[...document.querySelectorAll('[id]')].map((it) => it.id)"),
    );
    const file = (href: string): string[] =>
      href.startsWith("./") ? [decodeURIComponent(href.slice(2))] : [];
    return {
      dead_anchors: hrefs.filter((href) =>
        href.startsWith("#") && !ids.has(decodeURIComponent(href.slice(1)))
      ),
      files: [...new Set(hrefs.flatMap(file))],
    };
  }

  /** Every element with the names of its attributes, as the browser built them. */
  async elements(): Promise<string[]> {
    return await this.#ask(
      "[...document.querySelectorAll('*')].map((it) => it.localName + it.getAttributeNames().map((name) => '@' + name).join(''))",
    );
  }

  /**
   * What paper would cut: elements beyond its edge, boxes that still scroll, blocks that stay closed.
   * The screen shows the layout of print; nothing is measured that only the printer knows.
   */
  async cutOnPaper(): Promise<string[]> {
    await this.#page.setViewportSize({ width: PAPER, height: 900 });
    await this.#page.emulateMedia({ media: "print", colorScheme: "light" });
    return await this.#ask(`(() => {
      const said = (it) => it.localName + ": " + it.textContent.replace(/\\s+/g, " ").slice(0, 60);
      const shown = [...document.body.querySelectorAll("*")].filter((it) =>
        it.checkVisibility() && !it.matches(".sr, svg *"));
      return [
        ...shown.filter((it) => it.getBoundingClientRect().right > ${PAPER} + 0.5)
          .map((it) => "too wide: " + said(it)),
        ...shown.filter((it) => it.scrollWidth > it.clientWidth + 1 &&
          /auto|scroll|hidden|clip/.test(getComputedStyle(it).overflowX))
          .map((it) => "clipped: " + said(it)),
        ...[...document.querySelectorAll("details > :not(summary)")]
          .filter((it) => !it.checkVisibility({ contentVisibilityAuto: true }))
          .map((it) => "closed: " + said(it)),
      ];
    })()`);
  }

  /** The page as a PDF of A4 sheets. */
  async pdf(): Promise<Uint8Array> {
    return await this.#page.pdf({ format: "A4", preferCSSPageSize: true });
  }

  /** Ends the browser. */
  async close(): Promise<void> {
    await this.#browser.close();
    await Deno.remove(this.#folder, { recursive: true });
  }

  async #ask<T>(expression: string): Promise<T> {
    return await this.#page.evaluate<T>(expression);
  }
}
