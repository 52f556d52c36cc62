/**
 * Our own lint rule, `pure-deciding`: deciding code may not read a clock, roll dice, or touch the
 * outside, and may not import code that does.
 * @module
 */

/** Folders of `lib/` that decide: facts, policy, state and `now` in; decision and reason out. */
const DECIDING =
  /\/lib\/(?:blockers|cadence|candidates|escalation|facts|observation|report|routing|views|pages)\//;
/** Files of other folders that are held to the same. */
const DECIDING_FILES =
  /\/lib\/(?:gate\/(?:action|apply|label_look)|cycle\/loop_guard|state\/(?:defaults|keeper|kinds|material|merge|parse|prune|repair|serialize|shapes|state)|policy\/(?:\w+_schema|pattern|load\w*|advice)|doctor\/(?:access|diagnose|facts|finding|policy|state|surroundings)|init\/(?:plan|policy_texts|repository|workflow_text))\.ts$/;
/** What only doing code may import, but for its types. */
const DOING =
  /\/(?:github\/(?:client|github_hub|observe|overview)|cycle\/run_cycle|bundle\/\w+|state\/(?:local_store|safe_path|save)|policy\/read_folder|doctor\/gather|init\/(?:read_repository|write_files))\.ts$/;
/** Globals that are the outside, a clock or dice. */
const OUTSIDE = new Set(["Deno", "fetch", "performance", "crypto", "setTimeout", "setInterval"]);
/** Members that are a clock or dice. */
const MEMBERS = new Set(["Date.now", "Temporal.Now", "Math.random"]);

const plugin: Deno.lint.Plugin = {
  name: "release-ops",
  rules: {
    "pure-deciding": {
      create(context): Deno.lint.LintVisitor {
        const file = context.filename.replaceAll("\\", "/");
        if (!DECIDING.test(file) && !DECIDING_FILES.test(file)) return {};
        return {
          ImportDeclaration(node): void {
            if (node.importKind !== "type" && DOING.test(String(node.source.value))) {
              context.report({ node, message: "Deciding code does not import doing code" });
            }
          },
          MemberExpression(node): void {
            if (node.object.type !== "Identifier") return;
            const member = node.property.type === "Identifier" ? node.property.name : "";
            const name = `${node.object.name}.${member}`;
            if (OUTSIDE.has(node.object.name) || MEMBERS.has(name)) {
              context.report({ node, message: `Deciding code is pure: ${name} is not` });
            }
          },
          CallExpression(node): void {
            if (node.callee.type === "Identifier" && OUTSIDE.has(node.callee.name)) {
              context.report({
                node,
                message: `Deciding code is pure: ${node.callee.name} is not`,
              });
            }
          },
          NewExpression(node): void {
            if (
              node.callee.type === "Identifier" && node.callee.name === "Date" &&
              node.arguments.length === 0
            ) {
              context.report({ node, message: "Deciding code is pure: a date of now is not" });
            }
          },
        };
      },
    },
  },
};

export default plugin;
