import { assertEquals, assertThrows } from "@std/assert";
import { cleaned, extractOpenapi } from "./extract_openapi.ts";
import { withoutDescriptions } from "./extract_graphql.ts";

Deno.test("cleaned() writes nullable as a choice with null and drops annotations, not properties", () => {
  assertEquals(
    cleaned({
      type: "object",
      description: "x",
      nullable: true,
      properties: { description: { type: "string", nullable: true, example: "y" } },
    }),
    {
      anyOf: [{ type: "null" }, {
        type: "object",
        properties: { description: { anyOf: [{ type: "null" }, { type: "string" }] } },
      }],
    },
  );
});

Deno.test("extractOpenapi() keeps the asked operations and every schema they reach, and no other", () => {
  const ref = (name: string): { $ref: string } => ({ $ref: `#/components/schemas/${name}` });
  const json = (
    name: string,
  ): { [key: string]: { [key: string]: { schema: { $ref: string } } } } => ({
    content: { "application/json": { schema: ref(name) } },
  });
  const description = {
    paths: {
      "/a": {
        get: { responses: { "200": json("a"), "404": { $ref: "#/components/responses/gone" } } },
        post: { responses: { "200": json("c") } },
      },
    },
    components: {
      responses: { gone: json("error") },
      schemas: { a: { items: ref("b") }, b: {}, c: {}, error: {} },
    },
  };
  const extract = extractOpenapi(description, ["GET /a"]);
  assertEquals(extract.operations, {
    "GET /a": {
      responses: { "200": { $ref: "#/schemas/a" }, "404": { $ref: "#/schemas/error" } },
      body: null,
    },
  });
  assertEquals(extract.schemas, { a: { items: { $ref: "#/schemas/b" } }, error: {}, b: {} });
  assertThrows(() => extractOpenapi(description, ["PUT /a"]), Error, "Cannot find PUT /a");
});

Deno.test("withoutDescriptions() keeps types and deprecations only", () => {
  const sdl =
    `"""words""" type Query { "more" old: Int @deprecated(reason: "r") @preview new: Int }`;
  assertEquals(
    withoutDescriptions(sdl),
    `type Query {\n  old: Int @deprecated(reason: "r")\n  new: Int\n}\n`,
  );
});

Deno.test("the emulator imports nothing of the program it judges", async () => {
  const folder = new URL("./", import.meta.url);
  const guilty: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.endsWith(".ts") || name === "queries_test.ts") continue;
    const text = await Deno.readTextFile(new URL(name, folder));
    if (/from "\.\.\/\.\.\/(?:lib|steps|main)/.test(text)) guilty.push(name);
  }
  assertEquals(guilty, []);
});
