/** What both tables show. */

export interface Line {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly scans: number;
  readonly friends: number;
  readonly staff: string;
  readonly at: string;
}

export const linesOf = (many: number): readonly Line[] =>
  Array.from({ length: many }, (_, number) => ({
    id: `code-${number}`,
    name: `门店 ${number} 收银台活码`,
    state: number % 7 ? "可用" : "已暂停",
    scans: number * 13,
    friends: number * 3,
    staff: "李丽、陈明",
    at: `11 月 ${1 + (number % 28)} 日 10:30`,
  }));
