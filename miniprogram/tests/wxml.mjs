/** WXML read, checked and shown: so much of it as these pages use, and a refusal of all else. */

const TOKEN = /<!--[^]*?-->|<(\/?)([\w-]+)((?:\s+[\w:*-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)/g;
const KNOWN = ["wx:if", "wx:elif", "wx:else", "wx:for", "wx:key"];
const WORDS = new Set(["true", "false", "null", "undefined"]);

/** A tree of {tag, attrs, children}, text as {text}. */
export function parse(source) {
  const root = { tag: "root", attrs: {}, children: [] };
  const open = [root];
  let read = 0;
  for (const found of source.matchAll(TOKEN)) {
    if (found.index !== read) throw new Error(`not WXML: ${source.slice(read, read + 40)}`);
    read += found[0].length;
    const [, isEnd, tag, attrs, isWhole, text] = found;
    const last = open[open.length - 1];
    if (text !== undefined) {
      if (text.trim() !== "") last.children.push({ text: text.trim() });
    } else if (isEnd) {
      if (open.pop().tag !== tag) throw new Error(`</${tag}> ends ${last.tag}`);
    } else if (tag !== undefined) {
      const node = { tag, attrs: attrsOf(attrs), children: [] };
      last.children.push(node);
      if (!isWhole) open.push(node);
    }
  }
  if (read !== source.length || open.length !== 1) throw new Error(`unfinished: ${open.map((one) => one.tag).join(" ")}`);
  return root;
}

function attrsOf(text) {
  const attrs = {};
  for (const [, name, value] of text.matchAll(/([\w:*-]+)(?:="([^"]*)")?/g)) {
    if (name.startsWith("wx:") && !KNOWN.includes(name)) throw new Error(`${name} is not known here`);
    attrs[name] = value ?? "true";
  }
  return attrs;
}

const expressions = (text) => [...text.matchAll(/\{\{([^]*?)\}\}/g)].map(([, inside]) => inside.trim());

/** The names that an expression begins with: `a.b === c ? 'd' : e` has a, c and e. */
export function namesOf(expression) {
  const bare = expression.replace(/'[^']*'/g, "''");
  return [...bare.matchAll(/(?<![.\w])[A-Za-z_]\w*/g)].map(([name]) => name).filter((name) => !WORDS.has(name));
}

/** What is bound and not there. has: a page's names of data and of handlers; templates: by name. */
export function missing(node, has, templates, scope = []) {
  const problems = [];
  const inner = node.attrs?.["wx:for"] === undefined ? scope : [...scope, "item", "index"];
  const look = (text, known) => {
    for (const name of expressions(text).flatMap(namesOf)) {
      if (!has.data.includes(name) && !known.includes(name)) problems.push(`no data ${name}`);
    }
  };
  if (node.text !== undefined) look(node.text, scope);
  for (const [name, value] of Object.entries(node.attrs ?? {})) {
    if (/^(bind|catch)/.test(name)) {
      if (!/^(bind|catch):/.test(name)) problems.push(`${name} is written without its colon`);
      if (!has.handlers.includes(value)) problems.push(`no handler ${value}`);
    } else if (name === "is") {
      if (!(value in templates)) problems.push(`no template ${value}`);
      else problems.push(...missing({ children: templates[value] }, { ...has, data: namesOf(expressions(node.attrs.data)[0]) }, templates));
    } else {
      look(value, name === "wx:for" ? scope : inner);
    }
  }
  for (const child of node.children ?? []) if (child.tag !== "template" || child.attrs.is) problems.push(...missing(child, has, templates, inner));
  return problems;
}

/** The templates that a file holds. */
export const templatesOf = (root) =>
  Object.fromEntries(root.children.filter((one) => one.tag === "template" && one.attrs.name).map((one) => [one.attrs.name, one.children]));

function value(expression, data) {
  const strict = new Proxy(data, {
    has: () => true,
    get: (all, name) => {
      if (name === Symbol.unscopables) return undefined;
      if (!(name in all)) throw new Error(`{{${expression}}}: no ${String(name)}`);
      return all[name];
    },
  });
  const found = new Function("data", `with (data) { return (${expression}); }`)(strict);
  if (found === undefined) throw new Error(`{{${expression}}} is nothing`);
  return found;
}

function filled(text, data) {
  const whole = /^\{\{([^{}]*)\}\}$/.exec(text);
  return whole ? value(whole[1].trim(), data) : text.replace(/\{\{([^]*?)\}\}/g, (_, inside) => String(value(inside.trim(), data)));
}

/** The tree as it is shown: conditions met, lists written out, expressions filled. */
export function shown(nodes, data, templates) {
  const result = [];
  let isDone = true;
  for (const node of nodes) {
    if (node.text !== undefined) {
      result.push({ text: String(filled(node.text, data)) });
      continue;
    }
    const { "wx:if": when, "wx:elif": or, "wx:else": last, "wx:for": each } = node.attrs;
    if (when !== undefined) isDone = false;
    if (when !== undefined || or !== undefined || last !== undefined) {
      if (isDone || (last === undefined && !filled(when ?? or, data))) continue;
      isDone = true;
    }
    if (each === undefined) result.push(...one(node, data, templates));
    else filled(each, data).forEach((item, index) => result.push(...one(node, { ...data, item, index }, templates)));
  }
  return result;
}

function one(node, data, templates) {
  if (node.tag === "import" || (node.tag === "template" && node.attrs.name)) return [];
  if (node.tag === "template") {
    const names = namesOf(expressions(node.attrs.data)[0]);
    return shown(templates[node.attrs.is], Object.fromEntries(names.map((name) => [name, value(name, data)])), templates);
  }
  const children = shown(node.children, data, templates);
  if (node.tag === "block") return children;
  const attrs = Object.entries(node.attrs).filter(([name]) => !name.startsWith("wx:"));
  return [{ tag: node.tag, attrs: Object.fromEntries(attrs.map(([name, text]) => [name, filled(text, data)])), children }];
}

export const textOf = (nodes) => nodes.map((node) => node.text ?? textOf(node.children)).filter((text) => text !== "").join(" ");
