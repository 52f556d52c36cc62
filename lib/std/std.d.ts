// Types of the @std packages we use: the npm mirror ships none. Signatures follow the originals on JSR;
// only what this project calls is declared, so an undeclared use is a type error rather than `any`.

declare module "@std/assert" {
  export function assert(expr: unknown, msg?: string): asserts expr;
  export function assertEquals<T>(actual: T, expected: T, msg?: string): void;
  export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void;
  export function assertStrictEquals<T>(
    actual: unknown,
    expected: T,
    msg?: string,
  ): asserts actual is T;
  export function assertExists<T>(actual: T, msg?: string): asserts actual is NonNullable<T>;
  export function assertMatch(actual: string, expected: RegExp, msg?: string): void;
  export function assertNotMatch(actual: string, expected: RegExp, msg?: string): void;
  export function assertStringIncludes(actual: string, expected: string, msg?: string): void;
  export function assertThrows<E extends Error = Error>(
    fn: () => unknown,
    // deno-lint-ignore no-explicit-any -- the original's own signature: any constructor of E
    ErrorClass: abstract new (...args: any[]) => E,
    msgIncludes?: string,
  ): E;
  export function assertRejects<E extends Error = Error>(
    fn: () => PromiseLike<unknown>,
    // deno-lint-ignore no-explicit-any -- as above
    ErrorClass: abstract new (...args: any[]) => E,
    msgIncludes?: string,
  ): Promise<E>;
}

declare module "@std/cli/parse-args" {
  export interface ParseOptions {
    boolean?: readonly string[];
    string?: readonly string[];
    alias?: Record<string, string>;
    stopEarly?: boolean;
    unknown?: (arg: string, key?: string, value?: unknown) => unknown;
  }
  export function parseArgs(
    args: readonly string[],
    options?: ParseOptions,
  ): { _: (string | number)[]; [flag: string]: unknown };
}

declare module "@std/path/posix" {
  export function basename(path: string, suffix?: string): string;
  export function dirname(path: string): string;
  export function join(...paths: string[]): string;
  export function isAbsolute(path: string): boolean;
  export function relative(from: string, to: string): string;
  export function resolve(...paths: string[]): string;
  export function normalize(path: string): string;
  export function fromFileUrl(url: string | URL): string;
  export interface GlobOptions {
    extended?: boolean;
    globstar?: boolean;
    caseInsensitive?: boolean;
  }
  export function globToRegExp(glob: string, options?: GlobOptions): RegExp;
}

declare module "@std/path/windows" {
  export {
    basename,
    dirname,
    fromFileUrl,
    isAbsolute,
    join,
    normalize,
    relative,
    resolve,
  } from "@std/path/posix";
}

declare module "@std/semver" {
  export interface SemVer {
    major: number;
    minor: number;
    patch: number;
    prerelease?: (string | number)[];
    build?: string[];
  }
  export function parse(version: string): SemVer;
  export function tryParse(version: string): SemVer | undefined;
  export function compare(a: SemVer, b: SemVer): -1 | 0 | 1;
  export function format(version: SemVer): string;
}

declare module "@std/yaml" {
  export interface ParseOptions {
    allowDuplicateKeys?: boolean;
    schema?: "core" | "default" | "failsafe" | "json" | "extended";
    onWarning?: (error: Error) => void;
  }
  export function parse(content: string, options?: ParseOptions): unknown;
  export function stringify(data: unknown, options?: Record<string, unknown>): string;
}
