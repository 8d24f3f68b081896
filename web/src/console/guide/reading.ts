/** Reads the little of Markdown that operators' pages use, in the language that is shown. What is not of it stays a text. */

export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "bold"; readonly parts: readonly Inline[] }
  /** page: a page of the guide; one that leads elsewhere is a text. */
  | { readonly kind: "link"; readonly page: string; readonly parts: readonly Inline[] };

export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly parts: readonly Inline[] }
  | { readonly kind: "text"; readonly parts: readonly Inline[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "pictures"; readonly pictures: ReadonlyArray<Picture> }
  | { readonly kind: "list"; readonly isOrdered: boolean; readonly items: ReadonlyArray<readonly Block[]> }
  | { readonly kind: "table"; readonly head: ReadonlyArray<readonly Inline[]>; readonly rows: ReadonlyArray<ReadonlyArray<readonly Inline[]>> };

/** file: its name in the guide's folder of pictures. */
export interface Picture {
  readonly file: string;
  readonly alt: string;
}

export interface Page {
  readonly title: string;
  readonly blocks: readonly Block[];
  /** What engineers need of it, which stands at its end and is not read by who has something to do. */
  readonly engineers: readonly Block[];
}

const PARTS = { zh: "## 中文", en: "## English" } as const;
// The one heading below which a page speaks of paths and JSON.
const ENGINEERS = ["### 接口（给技术同事）", "### API, for engineers"];
const PICTURE = /!\[([^\]]*)\]\(pictures\/([\w-]+\.webp)\)/g;
const MARK = /^(\d+\.|-)\s+/;
const INLINE = /`([^`]+)`|\*\*((?:[^*]|\*(?!\*))+)\*\*|!\[[^\]]*\]\([^)\s]+\)|\[((?:[^\][]|\[[^\]]*\])*)\]\(([^)\s]+)\)|\*([^*\s][^*]*)\*/g;

export function pageIn(language: "zh" | "en", markdown: string): Page {
  const lines = markdown.split("\n");
  const title = (lines.find((line) => line.startsWith("# ")) ?? "").slice(2);
  const begins = lines.indexOf(PARTS[language]) + 1;
  if (begins === 0) return { title: titleIn(language, title), blocks: [], engineers: [] };
  const ends = lines.findIndex((line, place) => place >= begins && line.startsWith("## "));
  const own = lines.slice(begins, ends === -1 ? undefined : ends);
  const theirs = own.findIndex((line) => ENGINEERS.includes(line));
  const last = theirs === -1 ? own.length : theirs;
  return { title: titleIn(language, title), blocks: blocksOf(own.slice(0, last)), engineers: blocksOf(own.slice(last + 1)) };
}

/** 操作日志 Audit: Chinese first, then English. */
function titleIn(language: "zh" | "en", title: string): string {
  const [, zh, en] = /^(.*?[^ -~])\s+([ -~].*)$/u.exec(title) ?? [];
  return (language === "zh" ? zh : en) || title;
}

function blocksOf(lines: readonly string[]): Block[] {
  const found: Block[] = [];
  let at = 0;
  const here = (): string => lines[at] ?? "";
  while (at < lines.length) {
    const line = here();
    const heading = /^(#{2,6})\s+(.*)$/.exec(line);
    if (line.trim() === "") at++;
    else if (line.startsWith("```")) {
      const from = ++at;
      while (at < lines.length && !here().startsWith("```")) at++;
      found.push({ kind: "code", text: lines.slice(from, at++).join("\n") });
    } else if (heading) {
      found.push({ kind: "heading", level: heading[1]?.length ?? 3, parts: inlines(heading[2] ?? "") });
      at++;
    } else if (line.startsWith("|")) {
      const rows: Inline[][][] = [];
      for (; here().startsWith("|"); at++) if (!/^\|[\s|:-]+\|$/.test(here())) rows.push(cells(here()).map(inlines));
      found.push({ kind: "table", head: rows[0] ?? [], rows: rows.slice(1) });
    } else if (MARK.test(line)) found.push(list());
    else {
      const said: string[] = [];
      // The first is of it whatever it is, so that each round takes a line.
      do said.push((lines[at++] ?? "").trim());
      while (at < lines.length && here().trim() !== "" && !/^(#|\||```)/.test(here()) && !MARK.test(here()));
      const pictures = said.flatMap((one) => [...one.matchAll(PICTURE)].map(([, alt = "", file = ""]) => ({ alt, file })));
      const parts = inlines(joined(said));
      if (parts.length) found.push({ kind: "text", parts });
      if (pictures.length) found.push({ kind: "pictures", pictures });
    }
  }
  return found;

  function list(): Block {
    const isOrdered = /^\d/.test(here());
    const items: Block[][] = [];
    while (MARK.test(here()) && /^\d/.test(here()) === isOrdered) {
      const own = [here().replace(MARK, "")];
      for (at++; at < lines.length && (/^\s{2,}\S/.test(here()) || (here().trim() === "" && /^\s{2,}\S/.test(lines[at + 1] ?? ""))); at++) own.push(here());
      const deep = Math.min(...own.slice(1).filter((one) => one.trim()).map((one) => /^\s*/.exec(one)?.[0].length ?? 0));
      items.push(blocksOf(own.map((one, place) => (place ? one.slice(deep) : one))));
      // A list may have an empty line between its items.
      if (here().trim() === "" && MARK.test(lines[at + 1] ?? "") && /^\d/.test(lines[at + 1] ?? "") === isOrdered) at++;
    }
    return { kind: "list", isOrdered, items };
  }
}

/** Lines of one paragraph: Chinese ones stand together, others with a blank between. */
function joined(lines: readonly string[]): string {
  return lines.reduce((all, line) => (all === "" ? line : `${all}${/[\u3000-\u9fff\uff00-\uffef]$/u.test(all) ? "" : " "}${line}`), "");
}

function cells(line: string): string[] {
  return line
    .replace(/^\|/, "")
    .replace(/\|\s*$/, "")
    .split(/(?<!\\)\|(?=(?:[^`]*`[^`]*`)*[^`]*$)/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

export function inlines(text: string): Inline[] {
  const found: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) found.push({ kind: "text", text: text.slice(from, match.index) });
    from = match.index + match[0].length;
    const [, code, bold, link, to, soft] = match;
    if (code !== undefined) found.push({ kind: "code", text: code });
    else if (bold !== undefined) found.push({ kind: "bold", parts: inlines(bold) });
    else if (link !== undefined) {
      const page = /^([\w-]+)\.md(#|$)/.exec(to ?? "")?.[1] ?? "";
      found.push(...(page ? [{ kind: "link" as const, page, parts: inlines(link) }] : inlines(link)));
    } else if (soft !== undefined) found.push(...inlines(soft));
  }
  if (from < text.length) found.push({ kind: "text", text: text.slice(from) });
  return found.filter((one) => one.kind !== "text" || one.text.trim() !== "" || found.length > 1);
}
