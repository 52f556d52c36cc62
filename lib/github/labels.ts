/**
 * Labels of the repository. GitHub would create an unknown label by itself, grey and undescribed: ours
 * are made beforehand.
 * @module
 */

import { labelLook } from "../gate/label_look.ts";
import { AnswerError, httpStatusOf } from "./answers.ts";
import type { Client } from "./client.ts";
import { settle } from "./settle.ts";
import type { Slug } from "./shapes.ts";

/** The labels that are known to exist. */
export class Labels {
  readonly #client: Client;
  readonly #slug: () => Slug;
  /** Names in lower case: GitHub's labels ignore case. */
  readonly #known = new Set<string>();

  /** `slug` is asked at each write; no label is known yet. */
  constructor(client: Client, slug: () => Slug) {
    this.#client = client;
    this.#slug = slug;
  }

  /** Takes note of labels that exist. */
  know(names: readonly string[]): void {
    for (const name of names) this.#known.add(name.toLowerCase());
  }

  /**
   * Creates those that do not exist.
   * @throws {Failure} exit 1, in words that name the remedy
   */
  async ensure(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (this.#known.has(name.toLowerCase())) continue;
      const { owner, name: repo } = this.#slug();
      const { issues } = this.#client.rest;
      const exists = async (): Promise<true | null> => {
        try {
          await issues.getLabel({ owner, repo, name });
          return true;
        } catch (error) {
          if (httpStatusOf(error) === 404) return null;
          throw error;
        }
      };
      const create = async (): Promise<true> => {
        try {
          await issues.createLabel({ owner, repo, name, ...labelLook(name) });
        } catch (error) {
          const there = error instanceof AnswerError && error.status === 422 &&
            error.message.includes("already_exists");
          if (!there) throw error;
        }
        return true;
      };
      await settle(this.#client, {
        what: `create the label ${JSON.stringify(name)}`,
        permission: "issues: write",
        send: async () => await exists() ?? await create(),
        look: exists,
      });
      this.know([name]);
    }
  }
}
