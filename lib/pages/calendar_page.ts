/**
 * The calendar of `simulate` as a page of its own.
 * @module
 */

import { renderHtml } from "../report/templates.ts";
import { type CalendarInput, calendarView } from "./calendar_view.ts";
import { pageHtml } from "./page_layout.ts";

/** The page: self-contained, without script. */
export function calendarHtml(input: CalendarInput): string {
  const view = calendarView(input);
  return pageHtml({ title: view.title, body: renderHtml("calendar", view) });
}
