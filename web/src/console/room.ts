/** What a room of the console is: its lines in the menu, and its pages. */

import type { RouteRecordRaw } from "vue-router";

import type { Words } from "@words";

/** A line in the menu. right: whoever may not use it (`x-right` of its first operation) does not see the line. */
export interface Screen {
  readonly section: keyof Words["sections"];
  readonly path: string;
  readonly right: string;
  readonly title: { readonly zh: string; readonly en: string };
}

/** A route whose `meta.right` somebody lacks shows them whom to ask instead. screens: only those on which an operator's task can be done whole. kept: lists, by their components' names, that stay
 *  as they were while one looks at a line. */
export interface Room {
  readonly screens: readonly Screen[];
  /** The page of docs/operators that tells how its pages are used; a route's own in its `meta.guide`. */
  readonly guide: string;
  readonly routes: readonly RouteRecordRaw[];
  readonly kept?: readonly string[];
}
