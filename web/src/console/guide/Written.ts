/** A page of the guide as elements: made one by one, so that no text of it can become anything else. */

import { h, type FunctionalComponent, type VNode } from "vue";
import { RouterLink } from "vue-router";

import { pictureOf } from "./pages";
import type { Block, Inline, Picture } from "./reading";

function words(parts: readonly Inline[]): Array<VNode | string> {
  return parts.map((one) => {
    if (one.kind === "text") return one.text;
    if (one.kind === "code") return h("code", one.text);
    if (one.kind === "bold") return h("strong", words(one.parts));
    return h(RouterLink, { to: one.page === "README" ? "/guide" : `/guide/${one.page}` }, () => words(one.parts));
  });
}

// Their size is known before they are read, so that nothing below moves; a press shows one as it was taken.
function picture({ file, alt }: Picture): VNode | null {
  const found = pictureOf(file);
  if (!found) return null;
  const shown = h("img", { src: found.address, alt, width: found.width, height: found.height, loading: "lazy", decoding: "async" });
  return h("a", { href: found.address, target: "_blank", rel: "noopener", class: found.isOfPhone ? "of-phone" : "" }, shown);
}

function element(one: Block): VNode {
  switch (one.kind) {
    case "heading":
      return h(one.level > 3 ? "h3" : "h2", words(one.parts));
    case "text":
      return h("p", words(one.parts));
    case "code":
      return h("pre", { tabindex: 0 }, h("code", one.text));
    case "pictures":
      return h("div", { class: "pictures" }, one.pictures.map(picture));
    case "list":
      return h(one.isOrdered ? "ol" : "ul", one.items.map((item) => h("li", item.length === 1 && item[0]?.kind === "text" ? words(item[0].parts) : item.map(element))));
    case "table":
      // Scrolled by itself where it is wide, by the keyboard too.
      return h("div", { class: "wide-table", tabindex: 0 }, h("table", [h("thead", h("tr", one.head.map((cell) => h("th", { scope: "col" }, words(cell))))), h("tbody", one.rows.map((row) => h("tr", row.map((cell) => h("td", words(cell))))))]));
  }
}

export const Written: FunctionalComponent<{ blocks: readonly Block[] }> = ({ blocks }) => blocks.map(element);
Written.props = ["blocks"];
