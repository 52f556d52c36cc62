/**
 * The embedded templates: text imports, so that they travel inside the bundle and the binary.
 * @module
 */

import blockedIssues from "../../templates/blocked_issues.md.eta" with { type: "text" };
import commentAdopted from "../../templates/comment_adopted.md.eta" with { type: "text" };
import commentCleared from "../../templates/comment_cleared.md.eta" with { type: "text" };
import commentDuplicate from "../../templates/comment_duplicate.md.eta" with { type: "text" };
import commentEscalated from "../../templates/comment_escalated.md.eta" with { type: "text" };
import commentReturned from "../../templates/comment_returned.md.eta" with { type: "text" };
import commentRouted from "../../templates/comment_routed.md.eta" with { type: "text" };
import cycleSummary from "../../templates/cycle_summary.md.eta" with { type: "text" };
import dashboard from "../../templates/dashboard.md.eta" with { type: "text" };
import digest from "../../templates/digest.md.eta" with { type: "text" };
import escalation from "../../templates/escalation.md.eta" with { type: "text" };
import handoff from "../../templates/handoff.md.eta" with { type: "text" };
import issueCleared from "../../templates/issue_cleared.md.eta" with { type: "text" };
import issueStatus from "../../templates/issue_status.md.eta" with { type: "text" };
import notGenerated from "../../templates/not_generated.md.eta" with { type: "text" };
import routing from "../../templates/routing.md.eta" with { type: "text" };
import singlePage from "../../templates/single_page.md.eta" with { type: "text" };
import barsHtml from "../../templates/bars.html.eta" with { type: "text" };
import calendarHtml from "../../templates/calendar.html.eta" with { type: "text" };
import failedHtml from "../../templates/failed.html.eta" with { type: "text" };
import healthHtml from "../../templates/health.html.eta" with { type: "text" };
import iconsHtml from "../../templates/icons.html.eta" with { type: "text" };
import indexPageHtml from "../../templates/index.html.eta" with { type: "text" };
import linkedHtml from "../../templates/linked.html.eta" with { type: "text" };
import matrixHtml from "../../templates/matrix.html.eta" with { type: "text" };
import moreHtml from "../../templates/more.html.eta" with { type: "text" };
import pageHtml from "../../templates/page.html.eta" with { type: "text" };
import singlePageHtml from "../../templates/single_page.html.eta" with { type: "text" };
import styleSheet from "../../templates/style.css" with { type: "text" };

/** Markdown templates by name. */
export const MARKDOWN_TEMPLATES = {
  blocked_issues: blockedIssues,
  comment_adopted: commentAdopted,
  comment_cleared: commentCleared,
  comment_duplicate: commentDuplicate,
  comment_escalated: commentEscalated,
  comment_returned: commentReturned,
  comment_routed: commentRouted,
  cycle_summary: cycleSummary,
  dashboard,
  digest,
  escalation,
  handoff,
  issue_cleared: issueCleared,
  issue_status: issueStatus,
  not_generated: notGenerated,
  routing,
  single_page: singlePage,
} as const;

/** HTML templates by name. */
export const HTML_TEMPLATES = {
  bars: barsHtml,
  calendar: calendarHtml,
  failed: failedHtml,
  health: healthHtml,
  icons: iconsHtml,
  index: indexPageHtml,
  linked: linkedHtml,
  matrix: matrixHtml,
  more: moreHtml,
  page: pageHtml,
  single_page: singlePageHtml,
} as const;

/** The one style sheet of every page. */
export const STYLE_SHEET: string = styleSheet;
