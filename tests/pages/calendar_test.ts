import { assertEquals, assertStringIncludes } from "@std/assert";
import { servicesOf } from "../../lib/cadence/service.ts";
import { calendarHtml } from "../../lib/pages/calendar_page.ts";
import { type CalendarInput, calendarView } from "../../lib/pages/calendar_view.ts";
import { at, daily, twiceADay } from "../cadence/cadences.ts";

function simulated(changes: Partial<CalendarInput> = {}): CalendarInput {
  const period = { from: at("2026-01-30T00:00"), to: at("2026-02-02T00:00") };
  const ticks = [at("2026-01-30T08:10"), at("2026-01-31T08:05"), at("2026-02-01T10:20")];
  return {
    from: "2026-01-30T00:00:00Z",
    to: "2026-02-02T00:00:00Z",
    ticks: 3,
    services: servicesOf({ digest: daily({ catch_up_hours: 6 }) }, { period, ticks }),
    zones: { digest: "UTC" },
    source: "three ticks",
    version: "1.2.3",
    ...changes,
  };
}

Deno.test("calendarView() says in one line what each gating misses", () => {
  assertEquals(
    calendarView(simulated()).headline,
    "Of 3 due, gating by elapsed time misses 2, by occurrence 1, with catch-up 0",
  );
});

Deno.test("calendarView() lays out months in weeks from Monday to Sunday", () => {
  const [task] = calendarView(simulated()).tasks;
  assertEquals(task?.months.map(({ title }) => title), ["January 2026", "February 2026"]);
  const [january, february] = task?.months ?? [];
  const [sheet] = january?.sheets ?? [];
  assertEquals(sheet?.weeks.map((week) => week.map(({ date }) => date || "-").join(" ")), [
    "- - - 1 2 3 4",
    "5 6 7 8 9 10 11",
    "12 13 14 15 16 17 18",
    "19 20 21 22 23 24 25",
    "26 27 28 29 30 31 -",
  ]);
  assertEquals(february?.sheets[0]?.weeks[0]?.map(({ date }) => date).join(), ",,,,,,1");
});

Deno.test("calendarView() marks a day by the worst of its occurrences", () => {
  const period = { from: at("2026-01-08T00:00"), to: at("2026-01-09T00:00") };
  const services = servicesOf({ handoff: twiceADay() }, {
    period,
    ticks: [at("2026-01-08T09:10")],
  });
  const [task] = calendarView(simulated({ services, zones: {} })).tasks;
  const day = task?.months[0]?.sheets[1]?.weeks.flat().find(({ date }) => date === "8");
  assertEquals(day, {
    date: "8",
    marks: [
      { icon: "success", said: "09:00 on time, after 10 min" },
      { icon: "blocked", said: "17:00 missed" },
    ],
    tone: "blocked",
  });
});

Deno.test("calendarView() puts an occurrence on its day in the task's own zone", () => {
  const cadence = daily({
    timezone: "Pacific/Auckland",
    windows: [{ start: "08:00", end: "09:00" }],
  });
  const period = { from: at("2026-01-30T12:00"), to: at("2026-02-01T00:00") };
  const services = servicesOf({ digest: cadence }, { period, ticks: [] });
  const [task] = calendarView(simulated({ services, zones: { digest: "Pacific/Auckland" } })).tasks;
  assertEquals(task?.list.map(({ opens }) => opens), ["2026-01-31 08:00", "2026-02-01 08:00"]);
});

Deno.test("calendarView() tells when nothing is due", () => {
  const view = calendarView(simulated({ services: [] }));
  assertEquals([view.headline, view.tasks], ["Nothing is due in this period", []]);
});

Deno.test("calendarHtml() is one page without script, and escapes what it is given", () => {
  const page = calendarHtml(simulated({ source: "real ticks from <b>x</b>.txt" }));
  assertStringIncludes(page, "real ticks from &lt;b&gt;x&lt;/b&gt;.txt");
  assertStringIncludes(page, "default-src &#39;none&#39;");
  assertStringIncludes(page, "Release Ops Orchestrator 1.2.3");
  assertEquals(page.includes("<script"), false);
  assertEquals(page.includes("undefined"), false);
});
