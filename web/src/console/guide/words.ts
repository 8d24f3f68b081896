/** What the guide says around its pages. */

import { inBoth } from "@words";

const zh = { title: "使用说明", missing: "没有这一页。请从使用说明里按要做的事查找。", engineers: "接口（给技术同事）" };
const en: typeof zh = { title: "Guide", missing: "There is no such page. Find it in the guide by what you want to do.", engineers: "API, for engineers" };

export const guide = inBoth({ zh, en });
