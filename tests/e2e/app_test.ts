import { join } from "@std/path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { WorldBuilder } from "../emulator/builders.ts";
import type { AppRecord } from "../emulator/world.ts";
import { anAppKey } from "../github/app_keys.ts";
import { testOfSource } from "./as_process.ts";
import { aTrain, filesOf, type Given, namesIn, type Ran, type Train } from "./harness.ts";
import { blocked } from "./worlds.ts";

const KEY = anAppKey();
const OTHER_KEY = anAppKey();
/** GitHub promises nothing about the shape of its tokens. */
const TOKEN = "a~token~of~no~known~shape";
const GRANTED: NonNullable<AppRecord["installation"]>["permissions"] = {
  contents: "write",
  issues: "write",
  checks: "read",
  statuses: "read",
  actions: "read",
};

/**
 * A world with an app, which is installed unless told otherwise. It stands at the real time, because
 * that is what an app signs in by.
 */
function withApp(
  change: (app: AppRecord & { installation: object }) => void = () => {},
): WorldBuilder {
  const builder = blocked(Temporal.Now.instant().toString({ smallestUnit: "second" }));
  const app = {
    id: 123,
    client_id: "Iv1.0a1b2c",
    slug: "release-bot",
    public_key: KEY.public_key,
    installation: { id: 77, suspended_at: null, permissions: { ...GRANTED } },
  };
  change(app);
  builder.world.app = app;
  return builder;
}

/** A train that takes no token but the ones the app is given. */
async function appTrain(builder = withApp()): Promise<Train> {
  return await aTrain(builder, { tokens: [] });
}

/** The environment of an app, its key in a file. */
async function asApp(
  train: Train,
  { pem = KEY.pkcs1, env = {} }: { pem?: string; env?: Given["env"] } = {},
): Promise<Given> {
  const path = join(train.folder, "app.pem");
  await Deno.writeTextFile(path, pem);
  return {
    env: {
      GITHUB_TOKEN: undefined,
      RELEASE_OPS_APP_ID: "123",
      RELEASE_OPS_APP_PRIVATE_KEY_FILE: path,
      ...env,
    },
  };
}

/** Hands out the token without a shape in place of the emulator's. */
function withoutShape(train: Train): void {
  train.github.tokens.add(TOKEN);
  train.github.intercept = async (call, perform) => {
    if (!call.path.endsWith("/access_tokens")) return undefined;
    const answer = await perform();
    return Response.json({ ...await answer.json(), token: TOKEN }, { status: answer.status });
  };
}

function hoursAfter(now: string, hours: number): string {
  return Temporal.Instant.from(now).add({ hours }).toString();
}

function tokenRequests(ran: Ran): unknown[] {
  return ran.requests.filter(({ path }) => path.endsWith("/access_tokens")).map(({ body }) => body);
}

Deno.test("an app runs a cycle with a token for this repository and what a cycle needs alone", async () => {
  await using train = await appTrain();
  const ran = await train.cycle([], await asApp(train));
  assertEquals(ran.exit, 0, ran.err);
  assertEquals(train.openIssues, ["4.2 is blocked: Unit Tests failed"]);
  assertEquals(ran.requests.slice(0, 2).map(({ method, path }) => `${method} ${path}`), [
    "GET /repos/acme/widgets/installation",
    "POST /app/installations/77/access_tokens",
  ]);
  assertEquals(tokenRequests(ran), [{ repositories: ["widgets"], permissions: GRANTED }]);
});

Deno.test("an app's cycle that writes nothing gets a token that cannot write", async () => {
  await using train = await appTrain();
  const reading = { ...GRANTED, contents: "read", issues: "read" };
  for (const args of [["--dry-run"], ["--no-enable-issue-writes"]]) {
    const ran = await train.cycle(args, await asApp(train));
    assertEquals([ran.exit, ran.writes], [0, []], ran.err);
    assertEquals(tokenRequests(ran), [{ repositories: ["widgets"], permissions: reading }]);
  }
  const local = ["--state-dir", join(train.folder, "state")];
  const ran = await train.cycle(local, await asApp(train));
  assertEquals(tokenRequests(ran), [
    { repositories: ["widgets"], permissions: { ...GRANTED, contents: "read" } },
  ]);
});

Deno.test("an app signs in with its client id, a PKCS#8 key, a known installation, and on Enterprise Server", async () => {
  await using train = await appTrain();
  const ran = await train.cycle(
    [],
    await asApp(train, {
      pem: KEY.pkcs8,
      env: {
        RELEASE_OPS_APP_ID: "Iv1.0a1b2c",
        RELEASE_OPS_APP_INSTALLATION_ID: "77",
        GITHUB_API_URL: train.github.enterpriseUrl,
        GITHUB_GRAPHQL_URL: undefined,
      },
    }),
  );
  assertEquals(ran.exit, 0, ran.err);
  assertEquals(ran.requests[0]?.path, "/app/installations/77/access_tokens");
});

Deno.test("an app signs in by the real clock, whatever --now says", async () => {
  await using train = await appTrain();
  const ran = await train.cycle(["--now", hoursAfter(train.now, 4)], await asApp(train));
  assertEquals(ran.exit, 0, ran.err);
});

Deno.test("an app's token is asked for again when GitHub fails to give it", async () => {
  await using train = await appTrain();
  const failed = new Set<string>();
  train.github.intercept = ({ path }) => {
    const signing = path.endsWith("/installation") || path.endsWith("/access_tokens");
    if (!signing || failed.has(path)) return undefined;
    failed.add(path);
    return new Response("{}", { status: 502 });
  };
  const ran = await train.cycle([], await asApp(train));
  assertEquals([ran.exit, failed.size], [0, 2], ran.err);
});

Deno.test("neither key nor tokens of an app are in anything that a cycle leaves or says", async () => {
  await using train = await appTrain();
  withoutShape(train);
  const given = await asApp(train, {
    env: {
      GITHUB_OUTPUT: await train.runnerFile("output"),
      GITHUB_STEP_SUMMARY: await train.runnerFile("summary"),
      CONTEXT: `${TOKEN} ${KEY.pkcs1}`,
    },
  });
  const ran = await train.cycle(["--verbose", "--force-digest", "--force-handoff"], given);
  assertEquals(ran.exit, 0, ran.err);
  await Deno.remove(join(train.folder, "app.pem"));
  const texts = [ran.out, ran.err, ...(await filesOf(train.folder)).values()];
  const secrets = [TOKEN, ...KEY.pkcs1.split("\n").filter((line) => line.length > 40)];
  for (const text of texts) {
    for (const secret of secrets) assert(!text.includes(secret), text.slice(0, 200));
    assert(!/eyJ[\w-]{10,}\./.test(text), "the app's own token");
  }
});

testOfSource("a bug that throws an app's key or token prints neither", async () => {
  await using train = await appTrain();
  withoutShape(train);
  const given = await asApp(train);
  const steps = (): never => {
    throw new TypeError(`${TOKEN}\n${KEY.pkcs1}`);
  };
  const ran = await train.cycle([], { ...given, steps });
  assertEquals(ran.exit, 1);
  assertStringIncludes(ran.err, "***");
  assert(!ran.err.includes(TOKEN));
  for (const line of KEY.pkcs1.split("\n").slice(1, -2)) assert(!ran.err.includes(line));
});

interface Refusal {
  readonly title: string;
  readonly world?: () => WorldBuilder;
  readonly given?: (train: Train) => Promise<Given>;
  readonly says: string;
  readonly remedy: string;
  /** How many requests it takes to find out. */
  readonly requests: number;
}

const REFUSALS: Refusal[] = [
  {
    title: "an app beside a token",
    given: (train) => asApp(train, { env: { GH_TOKEN: "test-token" } }),
    says: "Cannot choose between identities: GH_TOKEN and RELEASE_OPS_APP_ID are set",
    remedy: "Unset GH_TOKEN, or the other.",
    requests: 0,
  },
  {
    title: "an app without a key file",
    given: (train) => asApp(train, { env: { RELEASE_OPS_APP_PRIVATE_KEY_FILE: "" } }),
    says: "RELEASE_OPS_APP_ID is set, but RELEASE_OPS_APP_PRIVATE_KEY_FILE is not",
    remedy: "Set RELEASE_OPS_APP_PRIVATE_KEY_FILE as well",
    requests: 0,
  },
  {
    title: "a key file without an app",
    given: (train) => asApp(train, { env: { RELEASE_OPS_APP_ID: undefined } }),
    says: "RELEASE_OPS_APP_PRIVATE_KEY_FILE is set, but RELEASE_OPS_APP_ID is not",
    remedy: "Set RELEASE_OPS_APP_ID as well",
    requests: 0,
  },
  {
    title: "an app's id that is none",
    given: (train) => asApp(train, { env: { RELEASE_OPS_APP_ID: "my app" } }),
    says: 'Cannot use RELEASE_OPS_APP_ID: the value is "my app", allowed is the app\'s number',
    remedy: "settings of the app",
    requests: 0,
  },
  {
    title: "an installation's id that is none",
    given: (train) => asApp(train, { env: { RELEASE_OPS_APP_INSTALLATION_ID: "acme" } }),
    says: 'Cannot use RELEASE_OPS_APP_INSTALLATION_ID: the value is "acme", allowed is a number',
    remedy: "of its installation",
    requests: 0,
  },
  {
    title: "a key file that cannot be read",
    given: (train) => asApp(train, { env: { RELEASE_OPS_APP_PRIVATE_KEY_FILE: "/nowhere.pem" } }),
    says: "Cannot read the file of RELEASE_OPS_APP_PRIVATE_KEY_FILE (/nowhere.pem)",
    remedy: "let the user that runs this read the file",
    requests: 0,
  },
  {
    title: "a key file without a key",
    given: (train) => asApp(train, { pem: "ssh-rsa AAAA" }),
    says: "as a private key: it holds no such key",
    remedy: "the file that GitHub gave",
    requests: 0,
  },
  {
    title: "the key of another app",
    given: (train) => asApp(train, { pem: OTHER_KEY.pkcs1 }),
    says: "Cannot sign in as the GitHub App 123: GitHub answered 401",
    remedy: "belong to the same app",
    requests: 1,
  },
  {
    title: "an app that does not exist",
    given: (train) => asApp(train, { env: { RELEASE_OPS_APP_ID: "124" } }),
    says: "Cannot sign in as the GitHub App 124: GitHub answered 404 (Integration not found)",
    remedy: "belong to the same app",
    requests: 1,
  },
  {
    title: "an app that is not installed",
    world: () => withApp((app) => Object.assign(app, { installation: null })),
    says: "Cannot sign in as the GitHub App 123: it is not installed on acme/widgets",
    remedy: "Install the app on that repository",
    requests: 1,
  },
  {
    title: "an installation that does not exist",
    given: (train) => asApp(train, { env: { RELEASE_OPS_APP_INSTALLATION_ID: "78" } }),
    says: "Cannot sign in as the GitHub App 123: it has no installation 78",
    remedy: "Correct RELEASE_OPS_APP_INSTALLATION_ID, or unset it",
    requests: 1,
  },
  {
    title: "a suspended installation",
    world: () =>
      withApp((app) => Object.assign(app.installation, { suspended_at: "2026-01-01T00:00:00Z" })),
    says: "its installation on acme/widgets is suspended",
    remedy: "Unsuspend it",
    requests: 1,
  },
  {
    title: "a suspended installation that is given by its number",
    world: () =>
      withApp((app) => Object.assign(app.installation, { suspended_at: "2026-01-01T00:00:00Z" })),
    given: (train) => asApp(train, { env: { RELEASE_OPS_APP_INSTALLATION_ID: "77" } }),
    says: "its installation on acme/widgets is suspended",
    remedy: "Unsuspend it",
    requests: 1,
  },
  {
    title: "an app without the permissions of a cycle",
    world: () =>
      withApp((app) => Object.assign(app.installation, { permissions: { issues: "read" } })),
    says: "The permissions requested are not granted to this installation",
    remedy: "contents: write, issues: write, checks: read, statuses: read, actions: read",
    requests: 2,
  },
];

for (const { title, world = withApp, given = asApp, says, remedy, requests } of REFUSALS) {
  Deno.test(`${title} is refused with one clear message, and nothing is written`, async () => {
    await using train = await appTrain(world());
    const ran = await train.cycle([], await given(train));
    assertEquals([ran.exit, ran.out, ran.writes], [2, "", []], ran.err);
    assertEquals(ran.requests.length, requests);
    const [told = "", advice = "", ...more] = ran.err.trimEnd().split("\n");
    assert(told.startsWith("release-ops: "), ran.err);
    assertStringIncludes(told, says);
    assertStringIncludes(advice, remedy);
    assertEquals(more, [], "no stack");
    assertEquals(await namesIn(train.out), []);
  });
}

Deno.test("a clock that is off is refused by GitHub, and the clock is named", async () => {
  await using train = await appTrain();
  const given = await asApp(train);
  train.github.intercept = (_call, perform) => {
    const late = structuredClone(train.github.world);
    late.now = hoursAfter(late.now, 8);
    return perform(late);
  };
  const ran = await train.cycle([], given);
  assertEquals(ran.exit, 2);
  assertStringIncludes(ran.err, "'Expiration time' claim");
  assertStringIncludes(ran.err, "the clock of this machine");
});

Deno.test("an app that cannot reach GitHub refuses, in words, before anything was written", async () => {
  await using train = await appTrain();
  const given = await asApp(train);
  train.github.intercept = () => Response.json({ message: "Server Error" }, { status: 503 });
  const ran = await train.cycle([], given);
  assertEquals([ran.exit, ran.writes], [2, []]);
  assertStringIncludes(ran.err, "Cannot sign in as the GitHub App 123: GitHub answered 503");
  assertStringIncludes(ran.err, "Run again");
  assertEquals(await namesIn(train.out), []);
});

for (
  const [what, path, answer] of [
    ["installation", "/installation", {}],
    ["token", "/access_tokens", {}],
    ["token", "/access_tokens", { token: "" }],
    ["token", "/access_tokens", { token: "ghs_1\nghs_2" }],
  ] as const
) {
  Deno.test(`an answer ${JSON.stringify(answer)} that lacks the ${what} is no sign-in`, async () => {
    await using train = await appTrain();
    const given = await asApp(train);
    train.github.intercept = (call) =>
      call.path.endsWith(path) ? Response.json(answer, { status: 201 }) : undefined;
    const ran = await train.cycle([], given);
    assertEquals([ran.exit, ran.writes], [2, []]);
    assertStringIncludes(ran.err, `GitHub App 123: GitHub's answer lacks the ${what}`);
    assertStringIncludes(ran.err, "Run again");
    assert(ran.requests.every(({ path }) => !path.endsWith("/graphql")), "nobody asks unsigned");
  });
}

Deno.test("an installation whose answer says nothing of a suspension is not suspended", async () => {
  await using train = await appTrain();
  const given = await asApp(train);
  train.github.intercept = (call) =>
    call.path.endsWith("/installation") ? Response.json({ id: 77 }) : undefined;
  assertEquals((await train.cycle([], given)).exit, 0);
});

Deno.test("doctor says as which app it looks, and what the app may do", async () => {
  await using train = await appTrain();
  const { out } = await train.run(["doctor"], await asApp(train));
  assertStringIncludes(
    out,
    "The token of the GitHub App 123 (installation 77): GitHub accepts it.",
  );
  assertStringIncludes(out, "GitHub gave the app's token issues: write");
  assertStringIncludes(out, "GitHub gave the app's token contents: write");
});

Deno.test("doctor goes on with the policies when an app cannot sign in, and says why", async () => {
  await using train = await appTrain(withApp((app) => Object.assign(app, { installation: null })));
  const { out, exit } = await train.run(["doctor"], await asApp(train));
  assertEquals(exit, 2);
  assertStringIncludes(
    out,
    "fail  token     Cannot sign in as the GitHub App 123: it is not installed",
  );
  assertStringIncludes(out, "-> Install the app on that repository");
  assertStringIncludes(out, "policies");
});

for (const name of ["GITHUB_TOKEN_FILE", "RELEASE_OPS_APP_PRIVATE_KEY_FILE"]) {
  Deno.test(`a file of ${name} without end is refused, and not read whole`, async () => {
    await using train = await appTrain();
    const path = join(train.folder, "disk.img");
    await Deno.writeFile(path, new Uint8Array(0));
    await Deno.truncate(path, 2 ** 31);
    const app_id = name === "GITHUB_TOKEN_FILE" ? undefined : "123";
    const env = { GITHUB_TOKEN: undefined, RELEASE_OPS_APP_ID: app_id, [name]: path };
    const ran = await train.cycle([], { env });
    assertEquals([ran.exit, ran.requests], [2, []]);
    assertStringIncludes(ran.err, `Cannot read the file of ${name}`);
    assertStringIncludes(ran.err, "it has more than 65536 bytes");
  });
}

Deno.test("a token is read from the file of GITHUB_TOKEN_FILE, and kept out of everything", async () => {
  const token = "a token of no known shape".replaceAll(" ", "~");
  await using train = await aTrain(blocked(), { tokens: [token] });
  const path = join(train.folder, "token");
  await Deno.writeTextFile(path, `${token}\n`);
  const env = { GITHUB_TOKEN: undefined, GITHUB_TOKEN_FILE: path };
  const ran = await train.cycle(["--context", `see ${token}`], { env });
  assertEquals(ran.exit, 0, ran.err);
  await Deno.remove(path);
  for (const text of [ran.out, ran.err, ...(await filesOf(train.folder)).values()]) {
    assert(!text.includes(token));
  }
});

for (
  const [what, text, says] of [
    ["empty", "\n", "it holds nothing"],
    ["more than a token", "one two\nthree\n", "it holds more than one word"],
    ["missing", null, "Cannot read the file of GITHUB_TOKEN_FILE"],
  ] as const
) {
  Deno.test(`a token file that is ${what} is refused, and not quoted`, async () => {
    await using train = await aTrain(blocked());
    const path = join(train.folder, "token");
    if (text !== null) await Deno.writeTextFile(path, text);
    const env = { GITHUB_TOKEN: undefined, GITHUB_TOKEN_FILE: path };
    const ran = await train.cycle([], { env });
    assertEquals([ran.exit, ran.requests], [2, []]);
    assertStringIncludes(ran.err, says);
    assert(!ran.err.includes("three"));
  });
}
