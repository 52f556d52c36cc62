/**
 * What of the language service the lint uses. The service imports JSON in a way that only bundlers
 * take, so this module is bundled before it is loaded.
 * @module
 */

export { registerLogger, validate } from "@actions/languageservice";
