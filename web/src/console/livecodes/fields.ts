/** What operators call a column of the table. */

import { words } from "@words";

import { livecodes } from "./words";

const COLUMNS = { 名称: "name", 员工: "staff", 欢迎语: "welcome", 标签: "tags", 门店: "store", 优惠券: "coupon" } as const;

/** field: columns as the API calls them, in Chinese, several with 、 between; '' is the whole line. */
export function fieldName(field: string): string {
  const named = field.split("、").map((each) => {
    const found = Object.entries(COLUMNS).find(([one]) => one === each)?.[1];
    return found ? livecodes.value.fields[found] : each;
  });
  return named.join("、") || words.value.sheet.wholeLine;
}
