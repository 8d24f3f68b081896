/** The table of stores that somebody fills in, and what an import says of each line. */

import type { StoresAct } from "@client";

import { spoken } from "@words";
import { saidIn } from "@ui/jobs";
import { sheetOf } from "@ui/sheets";

/** The heads that our reader of such tables knows, and a line as it may be; the second store leaves open what may be. */
const TEMPLATE = {
  zh: [
    ["编号", "名称", "区域", "地址", "电话", "营业时间", "店长", "员工", "核销店员"],
    ["SH01", "人民广场店", "华东", "人民大道 1 号", "021-63120000", "周一至周五 10:00-22:00；周六、周日 09:00-22:30", "", "", ""],
    ["SH02", "静安店", "华东", "", "", "每天 10:00-22:00", "", "", ""],
  ],
  en: [
    ["number", "name", "region", "address", "phone", "hours", "manager", "staff", "clerks"],
    ["SH01", "People's Square", "East", "1 Renmin Avenue", "021-63120000", "Mon-Fri 10:00-22:00; Sat-Sun 09:00-22:30", "", "", ""],
    ["SH02", "Jing'an", "East", "", "", "daily 10:00-22:00", "", "", ""],
  ],
};

export function template(): string {
  return sheetOf(TEMPLATE[spoken()]);
}

export type Counts = Readonly<Record<StoresAct, number>>;

/** What an import did, or would do, as its job's result says it; failed: the lines that were not taken. */
export function countsOf(result: string, failed: number): Counts {
  const of = (name: string): number => saidIn(result, name) ?? 0;
  return { created: of("created"), edited: of("edited"), unchanged: of("unchanged"), rejected: failed };
}
