/**
 * Answers of the REST API: the shapes of success and failure, and pages.
 * @module
 */

/** An answer before it becomes an HTTP response. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One entry of a validation failure, as GitHub words them. */
export interface FieldError {
  readonly resource: string;
  readonly field: string;
  readonly code: "missing_field" | "invalid" | "already_exists" | "custom";
  readonly message?: string;
  readonly value?: string;
}

/** Where GitHub's errors point. */
const DOCUMENTATION = "https://docs.github.com/rest";

/** Thrown by a route: the request fails with this answer. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(status: number, message: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.answer = {
      status,
      body: { message, ...extra, documentation_url: DOCUMENTATION, status: String(status) },
    };
  }
}

/** 404 in GitHub's words. */
export function notFound(message = "Not Found"): Refusal {
  return new Refusal(404, message);
}

/** 422 in GitHub's words. */
export function invalid(...errors: FieldError[]): Refusal {
  return new Refusal(422, "Validation Failed", { errors });
}

/** A successful answer. */
export function ok(body: unknown, status = 200): Answer {
  return { status, body };
}

/** Where in a list a request stands. */
export interface PageRequest {
  readonly page: number;
  readonly size: number;
}

/** Reads `page` and `per_page`: GitHub answers with at most 100 whatever is asked, 30 by default. */
export function pageRequest(
  url: URL,
  options: { maxPageSize: number; defaultSize?: number },
): PageRequest {
  const page = Number(url.searchParams.get("page") ?? 1);
  const size = Number(url.searchParams.get("per_page") ?? options.defaultSize ?? 30);
  return {
    page: Number.isInteger(page) && page > 0 ? page : 1,
    size: Math.min(Number.isInteger(size) && size > 0 ? size : 30, 100, options.maxPageSize),
  };
}

/** The items of one page. */
export function slice<T>(items: readonly T[], at: PageRequest): T[] {
  return items.slice((at.page - 1) * at.size, at.page * at.size);
}

/** The `link` header of a page: none when everything fits on one. */
export function linkHeaders(
  url: URL,
  at: PageRequest & { total: number },
): Record<string, string> {
  const last = Math.max(1, Math.ceil(at.total / at.size));
  const links: string[] = [];
  const add = (rel: string, page: number): void => {
    const target = new URL(url);
    target.searchParams.set("page", String(page));
    links.push(`<${target.href}>; rel="${rel}"`);
  };
  if (at.page > 1) add("prev", at.page - 1);
  if (at.page < last) add("next", at.page + 1);
  if (at.page < last) add("last", last);
  if (at.page > 1) add("first", 1);
  return links.length === 0 ? {} : { link: links.join(", ") };
}
