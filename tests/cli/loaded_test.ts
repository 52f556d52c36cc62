import { assert, assertEquals } from "@std/assert";

/** What only a cycle needs: GitHub's client, the renderers, Markdown. */
const HEAVY = ["@octokit/rest", "marked", "sanitize-html", "eta"];

/** Of `deno info --json`, what is read here. */
interface Graph {
  readonly redirects: Readonly<Record<string, string>>;
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly isDynamic?: boolean;
      readonly code?: { readonly specifier?: string };
    }[];
  }[];
}

const ROOT = new URL("../../", import.meta.url);
const graph = await graphOf("main.ts");

async function graphOf(entry: string): Promise<Graph> {
  const command = new Deno.Command(Deno.execPath(), { args: ["info", "--json", entry], cwd: ROOT });
  const { stdout } = await command.output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Everything that is loaded before the first line of a module runs: its static imports, and theirs. */
function loadedBy(path: string): Set<string> {
  const modules = new Map(graph.modules.map((module) => [module.specifier, module]));
  const loaded = new Set<string>();
  const follow = (specifier: string): void => {
    const target = graph.redirects[specifier] ?? specifier;
    if (loaded.has(target)) return;
    loaded.add(target);
    for (const { isDynamic, code } of modules.get(target)?.dependencies ?? []) {
      if (isDynamic !== true && code?.specifier !== undefined) follow(code.specifier);
    }
  };
  follow(new URL(path, ROOT).href);
  return loaded;
}

/** Names of the npm packages among modules. */
function packagesOf(modules: ReadonlySet<string>): string[] {
  const names = [...modules].flatMap((specifier) =>
    /^npm:\/?((?:@[^/]+\/)?[^/@]+)/.exec(specifier)?.[1] ?? []
  );
  return [...new Set(names)].toSorted();
}

Deno.test("main.ts loads the arguments' parser and nothing else for --version and --help", () => {
  const loaded = loadedBy("main.ts");
  assertEquals(packagesOf(loaded), ["deno-std"]);
  const ours = [...loaded].filter((specifier) =>
    /\/(steps|lib\/(?!cli|report|failure|version))/.test(specifier)
  );
  assertEquals(ours, []);
});

Deno.test("should-run loads no more than YAML and schemas", () => {
  assertEquals(packagesOf(loadedBy("lib/cli/should_run_command.ts")), ["deno-std", "valibot"]);
});

Deno.test("should-run loads neither task's schema before it knows which, nor the embedded policies", () => {
  const found = [...loadedBy("lib/cli/should_run_command.ts")].filter((specifier) =>
    /\/(?:\w+_schema|embedded)\.ts$|\.yml$/.test(specifier)
  );
  assertEquals(found, []);
});

Deno.test("check loads no more than YAML, schemas and regular expressions", () => {
  const packages = packagesOf(loadedBy("lib/cli/check_command.ts"));
  assertEquals(packages, ["deno-std", "re2js", "valibot"]);
});

Deno.test("should-run and check keep Node's layer away: no built-in, and no paths, which ask for it", () => {
  for (const path of ["main.ts", "lib/cli/should_run_command.ts", "lib/cli/check_command.ts"]) {
    const found = [...loadedBy(path)].filter((specifier) =>
      /^node:|deno-std.*\/path\//.test(specifier)
    );
    assertEquals(found, [], path);
  }
});

Deno.test("nothing but what asks GitHub loads signing in, and nothing but help its manual", () => {
  const only = /\/(?:sign_in|app_key|app_token|manual|completions)\.ts$/;
  for (const path of ["main.ts", "lib/cli/should_run_command.ts", "lib/cli/check_command.ts"]) {
    assertEquals([...loadedBy(path)].filter((specifier) => only.test(specifier)), [], path);
  }
  const asking = [...loadedBy("lib/cli/run.ts")].filter((specifier) => only.test(specifier));
  assertEquals(asking.length, 3);
});

Deno.test("a cycle loads what the others must not: the graph is read as it is", () => {
  const cycle = new Set([...loadedBy("lib/cli/run.ts"), ...loadedBy("lib/pages/markdown_html.ts")]);
  const steps = graph.modules.filter(({ specifier }) => specifier.includes("/steps/"));
  for (const { specifier } of steps) loadedBy(specifier).forEach((one) => cycle.add(one));
  for (const name of HEAVY) assert(packagesOf(cycle).includes(name), name);
});
