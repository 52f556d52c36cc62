/**
 * Templates: Markdown and HTML reports, rendered with eta. What a template prints with `<%= %>` is
 * escaped for its sink; `Markdown` objects pass through into Markdown.
 *
 * The set of templates is chosen once, before anything is rendered: the shipped one, or with a folder
 * of a person's own in front of it (`--templates DIR`). A template is JavaScript that runs with all
 * rights of the program.
 * @module
 */

import { Eta } from "eta";
import { Failure, messageOf } from "../failure.ts";
import { html } from "./html.ts";
import { Markdown, text } from "./markdown.ts";
import { HTML_TEMPLATES, MARKDOWN_TEMPLATES, STYLE_SHEET } from "./template_files.ts";
import { faultOf } from "./template_fault.ts";

/** Name of a Markdown template: `NAME.md.eta`. */
export type MarkdownTemplate = keyof typeof MARKDOWN_TEMPLATES;
/** Name of an HTML template: `NAME.html.eta`. */
export type HtmlTemplate = keyof typeof HTML_TEMPLATES;

/** File of the style sheet, among the templates. */
const STYLE_FILE = "style.css";
/** Ending of the file names by kind. */
const ENDINGS = { md: ".md.eta", html: ".html.eta" } as const;
const SHIPPED = { md: MARKDOWN_TEMPLATES, html: HTML_TEMPLATES } as const;

/** Names of all files that a folder of templates may hold. */
export const TEMPLATE_NAMES: readonly string[] = [
  ...Object.keys(MARKDOWN_TEMPLATES).map((name) => name + ENDINGS.md),
  ...Object.keys(HTML_TEMPLATES).map((name) => name + ENDINGS.html),
  STYLE_FILE,
].toSorted();

/** A set of templates. */
export class Templates {
  readonly #markdown: Eta;
  readonly #html: Eta;
  /** The one style sheet of every page. */
  readonly style: string;

  /**
   * Compiles a person's own, so that a broken one is found before any step runs, and the shipped ones when
   * they are first used.
   * @param own text by file name; what is missing is as shipped
   * @param folder where they are, for messages
   * @throws {Failure} exit 2, naming file and line, for the first by name that is broken
   */
  constructor(own: Readonly<Record<string, string>> = {}, folder = "") {
    this.#markdown = engine("md", { own, folder });
    this.#html = engine("html", { own, folder });
    this.style = own[STYLE_FILE] ?? STYLE_SHEET;
  }

  /** A Markdown report; blank lines are folded and the text ends with one newline. */
  markdown(name: MarkdownTemplate, view: object): string {
    return `${this.#markdown.render(`@${name}`, view).replace(/\n{3,}/g, "\n\n").trim()}\n`;
  }

  /** An HTML page, or a part of one. */
  html(name: HtmlTemplate, view: object): string {
    return this.#html.render(`@${name}`, view);
  }
}

function engine(
  kind: keyof typeof ENDINGS,
  { own, folder }: { own: Readonly<Record<string, string>>; folder: string },
): Eta {
  const markdown = kind === "md";
  const options = {
    autoEscape: true,
    ...(markdown ? { autoTrim: false as const } : {}),
    escapeFunction: markdown ? escapedMarkdown : (value: unknown): string => html(String(value)),
  };
  const eta = new Eta(options);
  const traced = new Eta({ ...options, debug: true });
  const known = Object.keys(SHIPPED[kind]).map((name) => `@${name}`);
  for (const [name, shipped] of Object.entries(SHIPPED[kind])) {
    const file = name + ENDINGS[kind];
    const source = own[file];
    if (source === undefined) {
      // Few cycles use them all.
      let compiled: ReturnType<Eta["compile"]> | undefined;
      eta.loadTemplate(`@${name}`, function (this: Eta, view, given): string {
        compiled ??= eta.compile(shipped);
        return compiled.call(this, view, given);
      });
      continue;
    }
    const path = folder === "" ? file : `${folder.replace(/\/+$/, "")}/${file}`;
    const fault = faultOf(source, known);
    if (fault !== null) throw broken(path, fault);
    const compiled = traced.compile(source);
    eta.loadTemplate(`@${name}`, function (this: Eta, view, given): string {
      return compiled.call(this, view, { ...given, filepath: path });
    });
  }
  eta.RuntimeErr = (error, _source, line, path): never => {
    throw error instanceof Failure ? error : broken(path, { line, why: messageOf(error) });
  };
  return eta;
}

function escapedMarkdown(value: unknown): string {
  return value instanceof Markdown ? value.source : text(String(value)).source;
}

function broken(path: string, { line, why }: { line: number; why: string }): Failure {
  return new Failure("broken-template", `Cannot use the template ${path}, line ${line}: ${why}`, {
    remedy: "Correct it, or take it out of the folder to use the shipped one.",
  });
}

const shipped = new Templates();
let chosen = shipped;

/** Chooses the templates of the process, before anything is rendered; null for the shipped ones. */
export function useTemplates(templates: Templates | null): void {
  chosen = templates ?? shipped;
}

/** Renders a Markdown report. */
export function renderMarkdown(
  name: MarkdownTemplate,
  view: object,
  options: { shipped?: boolean } = {},
): string {
  return templatesOf(options).markdown(name, view);
}

/** Renders an HTML page. */
export function renderHtml(
  name: HtmlTemplate,
  view: object,
  options: { shipped?: boolean } = {},
): string {
  return templatesOf(options).html(name, view);
}

/** The style sheet of every page. */
export function styleSheet(options: { shipped?: boolean } = {}): string {
  return templatesOf(options).style;
}

/** What says that something failed is always as shipped: a broken template must not hide that it is. */
function templatesOf(options: { shipped?: boolean }): Templates {
  return options.shipped === true ? shipped : chosen;
}
