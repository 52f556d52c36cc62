/**
 * The last guard of secrets: every text that leaves the program goes through it, whoever wrote the text
 * and whatever it quotes. What is masked is known beforehand, so that it cannot be guessed wrong.
 * @module
 */

/** Takes secrets out of a text. */
export type Mask = (text: string) => string;

/** What stands in a secret's place; GitHub Actions writes the same. */
const MASKED = "***";

/** A shorter value is no token, and masking it would riddle every text with holes. */
const SHORTEST_SECRET = 8;

/**
 * Makes the guard of some secrets: as they are, in JSON, percent-encoded, in hexadecimal and in
 * Base64 at any offset (`user:secret`). Values under 8 characters are left alone.
 */
export function maskOf(secrets: readonly (string | undefined)[]): Mask {
  const forms = secrets
    .filter((secret) => secret !== undefined && secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => formsOf(secret as string))
    .toSorted((a, b) => b.length - a.length);
  if (forms.length === 0) return (text) => text;
  const pattern = new RegExp(
    [...new Set(forms)].map((form) => RegExp.escape(form)).join("|"),
    "gi",
  );
  return (text) => text.replace(pattern, MASKED);
}

function formsOf(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toHex(),
    ...base64Forms(bytes),
  ];
}

/** What every Base64 text that holds the bytes holds too: one form for each way in which they can lie in it. */
function base64Forms(bytes: Uint8Array): string[] {
  return [0, 1, 2].flatMap((before) => {
    const shifted = new Uint8Array(before + bytes.length);
    shifted.set(bytes, before);
    const whole = shifted.toBase64({ omitPadding: true });
    const form = whole.slice(Math.ceil(before * 8 / 6), Math.floor(shifted.length * 8 / 6));
    return [form, form.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/**
 * Tokens by their shape, for messages of others: GitHub's prefixes, JSON web tokens, and whatever
 * follows the name of an authorisation scheme.
 */
const SHAPES =
  /\b(?:gh[a-z]_|github_pat_)[A-Za-z0-9_.-]{16,}|\beyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?|(?<=\b(?:Bearer|Basic|token)\s)(?=\S*\d)[A-Za-z0-9+/=_.~-]{16,}/g;

/** A text without anything that looks like a token, known or not. */
export function maskShapes(text: string): string {
  return text.replace(SHAPES, MASKED);
}
