/**
 * Keeps a secret out of messages, however it got into them: as it is, in Base64, or in an address.
 * @module
 */

/** Takes the secret out of a text. */
export type Redact = (text: string) => string;

/** What stands in the secret's place. */
const REDACTED = "[redacted]";

/** Makes the function that takes the secret out; an empty secret changes nothing. */
export function redactor(secret: string): Redact {
  const forms = new Set([
    secret,
    encodeURIComponent(secret.toWellFormed()),
    ...base64Forms(secret),
  ]);
  const found = [...forms].filter((form) => form.length > 3).toSorted((a, b) =>
    b.length - a.length
  );
  return (text) => found.reduce((rest, form) => rest.replaceAll(form, REDACTED), text);
}

/**
 * What every Base64 text that holds the secret holds too, whatever stands before it (`user:secret`):
 * one form for each of the three ways in which three bytes become four characters.
 */
function base64Forms(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  return [0, 1, 2].flatMap((before) => {
    const padded = new Uint8Array(before + bytes.length);
    padded.set(bytes, before);
    const standard = padded.toBase64({ omitPadding: true });
    const from = Math.ceil(before * 8 / 6);
    const to = Math.floor((before + bytes.length) * 8 / 6);
    const form = standard.slice(from, to);
    return [form, form.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
