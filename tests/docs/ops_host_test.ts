import { fromFileUrl, join } from "@std/path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { COMMANDS } from "../../lib/cli/commands.ts";
import { type ParsedFlags, readFlags } from "../../lib/cli/flags.ts";

const FOLDER = fromFileUrl(new URL("../../docs/", import.meta.url));
const PROGRAM = "/usr/local/bin/release-ops";
const page = await text("ops_host.md");
const service = await text("ops_host/release-ops.service");
const timer = await text("ops_host/release-ops.timer");
const settings = await text("ops_host/release-ops.env");

async function text(path: string): Promise<string> {
  return await Deno.readTextFile(join(FOLDER, path));
}

/** Values of a unit by key, in order; those that a reader may switch on (`#Key=`) count with `offered`. */
function unit(source: string, { offered = false } = {}): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of source.split("\n")) {
    const [, off, key = "", value = ""] = /^(#?)([A-Z][A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (key === "" || (off === "#" && !offered)) continue;
    found.set(key, [...found.get(key) ?? [], value]);
  }
  return found;
}

/** Variables that are set or offered by lines `NAME=`, `#NAME=`. */
function variablesIn(source: string): string[] {
  return [...source.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map(([, name = ""]) => name);
}

/** Reads a call of the program as the program would; throws for what it does not take. */
function read(call: string): ParsedFlags {
  const [name, ...args] = call.split(" ");
  const command = COMMANDS.find((each) => each.name === name);
  assert(command !== undefined, call);
  return readFlags(args, { flags: command.flags, env: () => undefined });
}

function assertKnown(names: readonly string[]): void {
  const known = config.permissions.default.env.allow;
  assert(names.length > 0);
  assertEquals(names.filter((name) => !known.includes(name)), []);
}

/** Commands of the page's blocks of a language. */
function blocks(language: string): string[] {
  const pattern = new RegExp("^```" + language + "\\n([\\s\\S]*?)^```", "gm");
  return [...page.matchAll(pattern)].flatMap(([, body = ""]) => body.trimEnd().split("\n"));
}

Deno.test("the service calls the program with flags that it takes, below folders that it may write to", () => {
  const [start = ""] = unit(service).get("ExecStart") ?? [];
  assert(start.startsWith(`${PROGRAM} run `), start);
  const { values } = read(start.slice(PROGRAM.length + 1));
  const writable = config.permissions.default.write;
  assert(writable.includes(String(values.out)) && writable.includes(String(values["state-dir"])));
});

Deno.test("the service and the settings set variables that the program reads", () => {
  const environment = unit(service, { offered: true }).get("Environment") ?? [];
  assertKnown(environment.map((each) => each.slice(0, each.indexOf("="))));
  assertKnown(variablesIn(settings));
  for (const name of page.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)) assertKnown([name[1] ?? ""]);
});

Deno.test("each secret of the service is a credential that its variable points to", () => {
  const values = unit(service, { offered: true });
  const loaded = (values.get("LoadCredential") ?? []).map((each) => each.split(":"));
  const pointed = (values.get("Environment") ?? []).map((each) => each.split("=%d/")[1]);
  assertEquals(loaded.map(([name]) => name), pointed);
  for (const [, path = ""] of loaded) assertStringIncludes(page, path);
  assertEquals(unit(service).get("LoadCredential")?.length, 1, "one identity is on");
});

Deno.test("the service is hardened, except for what a compiler at run time needs", () => {
  const values = unit(service);
  const wanted: Record<string, string> = {
    Type: "oneshot",
    DynamicUser: "yes",
    StateDirectory: "release-ops",
    NoNewPrivileges: "yes",
    CapabilityBoundingSet: "",
    ProtectSystem: "strict",
    ProtectHome: "yes",
    PrivateTmp: "yes",
    PrivateDevices: "yes",
    RestrictAddressFamilies: "AF_INET AF_INET6 AF_UNIX",
    SystemCallFilter: "@system-service",
    MemoryDenyWriteExecute: "no",
  };
  for (const [key, value] of Object.entries(wanted)) assertEquals(values.get(key), [value], key);
});

Deno.test("the timer ticks hourly, and once after a time without power", () => {
  const values = unit(timer);
  assertEquals(values.get("OnCalendar"), ["hourly"]);
  assertEquals(values.get("Persistent"), ["true"]);
  assertEquals(values.get("WantedBy"), ["timers.target"]);
});

Deno.test("the page calls the program as it can be called, and names files that are there", async () => {
  const cron = blocks("cron");
  assertEquals(cron.length, 1);
  assert(/^7 \* \* \* \* release-ops cd \/var\/lib\/release-ops && set -a && /.test(cron[0] ?? ""));
  assertStringIncludes(cron[0] ?? "", ` ${PROGRAM} run `, "cron's PATH may lack the folder");
  const made = blocks("sh").find((line) => line.endsWith(" /var/lib/release-ops"));
  assertEquals(made, "install -d -o release-ops -m 750 /var/lib/release-ops");
  assertKnown([...(cron[0] ?? "").matchAll(/ ([A-Z_]+)=/g)].map(([, name = ""]) => name));
  const prose = page.replaceAll(/^```[\s\S]*?^```/gm, "").replaceAll(/\s+/g, " ");
  const inline = [...prose.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
  const calls = [...cron, ...blocks("sh"), ...inline].flatMap((line) => {
    const call = /(?:^|\s)(?:\/usr\/local\/bin\/)?release-ops ((?!cd )[a-z][a-z-]*(?: .*)?)$/.exec(
      line,
    )?.[1];
    return call === undefined ? [] : [call];
  });
  assert(calls.length >= 2, calls.join());
  for (const call of calls) read(call);
  for (const [, path = ""] of page.matchAll(/(docs\/ops_host\/[a-z.-]+)/g)) {
    assert((await Deno.stat(join(FOLDER, "..", path.replace(/\.$/, "")))).isFile, path);
  }
});

/** True where systemd's own checker is installed. */
async function hasAnalyze(): Promise<boolean> {
  try {
    return (await new Deno.Command("systemd-analyze", { args: ["--version"] }).output()).success;
  } catch {
    return false;
  }
}

Deno.test({
  name: "systemd finds nothing wrong with the units",
  ignore: !await hasAnalyze(),
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      // The program is not installed where tests run.
      const standIn = service.replaceAll(PROGRAM, "/bin/true");
      const path = join(folder, "release-ops.service");
      await Deno.writeTextFile(path, standIn);
      await Deno.writeTextFile(join(folder, "release-ops.timer"), timer);
      const args = ["verify", path, join(folder, "release-ops.timer")];
      const { code, stderr } = await new Deno.Command("systemd-analyze", { args }).output();
      assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
