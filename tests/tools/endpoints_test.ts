import { assertEquals } from "@std/assert";
import { withUsedEndpoints } from "../../tools/endpoints.ts";

const TABLE =
  'var e={actions:{cancel:["POST /x/{id}/cancel"],get:["GET /x",{},{renamed:["a","b"]}]},' +
  'issues:{create:["POST /i",{note:"}]"}],close:["PATCH /i"]},teams:{list:["GET /t"]}};';

Deno.test("withUsedEndpoints() keeps the methods that the rest of the program names, as they are", () => {
  assertEquals(
    withUsedEndpoints(`a.get(1);${TABLE}let{issues:t}=c.rest;t.create({})`),
    'a.get(1);var e={"actions":{"get":["GET /x",{},{"renamed":["a","b"]}]},' +
      '"issues":{"create":["POST /i",{"note":"}]"}]}};let{issues:t}=c.rest;t.create({})',
  );
});

Deno.test("withUsedEndpoints() keeps a method that is taken apart or looked up by its name", () => {
  const kept = withUsedEndpoints(
    `${TABLE}let{list:l}=c.rest.teams,{close}=i;c.rest.actions["get"]()`,
  );
  assertEquals(
    [...(kept ?? "").matchAll(/"(\w+)":\["[A-Z]+ /g)].map(([, name]) => name),
    ["get", "close", "list"],
  );
});

Deno.test("withUsedEndpoints() leaves the program alone where it does not know the table", () => {
  for (
    const code of ["", "let e={actions:{}}", TABLE.slice(0, 60), TABLE.replace('"GET /t"', "f()")]
  ) {
    assertEquals(withUsedEndpoints(code), null, code);
  }
});
