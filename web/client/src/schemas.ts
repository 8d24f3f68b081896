// Written by `make web-client` from docs/openapi.json; do not edit.

export const VERSION = "0.2.0";

/** A member of staff. name: verbs leave it out, the door that shows it looks it up; '' while nobody knows it. */
export interface Person {
  /** 名称 / name */
  name: string;
  /** 员工账号 / a member of staff */
  userid: string;
}

/** 拒绝或失败，按 code 判断 · A refusal or a failure as RFC 9457 has it; branch on code. */
export interface ProblemDetails {
  /** 错误码，按此判断 / the error's name; branch on this */
  code: string;
  /** 该错误的具体内容 / what is particular to this case */
  details: Readonly<Record<string, unknown>>;
  /** 英文说明与下一步 / the same in English */
  message_en: string;
  /** 中文说明与下一步 / what happened and what to do, in Chinese */
  message_zh: string;
  /** 报障时提供 / name it when you ask for help */
  request_id: string;
  /** HTTP 状态码 / the HTTP status */
  status: number;
  /** 与 message_en 相同 / the same as message_en */
  title: string;
  /** 该错误的说明页 / where the error is explained */
  type: string;
}

/** The name of the copy. */
export interface AccessCopyRole {
  /** 名称 / name */
  name: string;
}

/** The whole role anew. revision: the one that the editor has seen. */
export interface AccessEditRole {
  /** 名称 / name */
  name: string;
  /** 所依据的修订号 / revision it is based on */
  revision: number;
  /** 权限 / rights */
  rights: readonly string[];
}

/** Whose sessions are over from now on. */
export type AccessEnded = "everybodys" | "own" | "theirs" | "this";

/**
 * The role to give, a shipped one's name or the id of one of the corp's own; '' takes it away.
 *
 * scope: the whole corp when nothing is said, which is refused for whoever reaches less far by now. revision: the one
 * that the giver has seen, 0 for whoever had no role; with null it is given over whatever they have.
 */
export interface AccessGiveRole {
  /** 所依据的修订号 / revision it is based on */
  revision?: number | null;
  /** 角色 / role */
  role: string;
  /** 数据范围 / scope */
  scope?: AccessGivenScope | null;
}

/** How far a role reaches. of: which regions, stores or departments, by their names or ids; of the others none. */
export interface AccessGivenScope {
  /** 范围类型 / kind of scope */
  kind?: AccessScopeKind;
  /** 范围内的区域、门店或部门 / regions, stores or departments of the scope */
  of?: readonly string[];
}

/** Who is signed in, and what they may do here. name, avatar: '' while the directory has none. */
export interface AccessMe {
  /** 头像 / picture of the person */
  avatar: string;
  /** 企业标识 / the corp's key */
  corp: AccessOfCorp;
  /** 名称 / name */
  name: string;
  /** 可执行的操作 / what they may do, by `x-right` */
  rights: readonly string[];
  /** 角色 / role */
  role: string;
  /** 角色名称 / what the role is called */
  role_name: string;
  /** 数据范围 / scope */
  scope: ScopeScope;
  /** 登录到期时间 / when this session is over at the latest */
  session_ends_at: string;
  /** 员工账号 / a member of staff */
  userid: string;
}

/** A role of the corp's own: a name, and the rights that it is. */
export interface AccessNewRole {
  /** 名称 / name */
  name: string;
  /** 权限 / rights */
  rights: readonly string[];
}

/** The corp that somebody works in, by its key and by its name. */
export interface AccessOfCorp {
  /** 企业标识 / the corp's key */
  key: string;
  /** 名称 / name */
  name: string;
}

/**
 * A member of staff and their role.
 *
 * name: as the directory knows it, '' while it does not. is_fixed: an owner by the corp's settings, whom nobody
 * changes here. is_able: they may sign in; false for whoever has left or is disabled. given_at, given_by: when and by
 * whom the role was given last; null for whoever has it by the settings. signed_in_at: when they
 * signed in last, null for never. revision: grows each time it is given; 0 for no role, and for one by the settings.
 */
export interface AccessOperator {
  /** 分配时间 / when it was given */
  given_at: string | null;
  /** 由谁分配 / who gave it */
  given_by: Person | null;
  /** 可以登录 / may sign in */
  is_able: boolean;
  /** 由企业配置指定 / by the corp's settings */
  is_fixed: boolean;
  /** 名称 / name */
  name: string;
  /** 所依据的修订号 / revision it is based on */
  revision: number;
  /** 角色 / role */
  role: string;
  /** 角色名称 / what the role is called */
  role_name: string;
  /** 数据范围 / scope */
  scope: AccessGivenScope;
  /** 最近登录时间 / last sign-in */
  signed_in_at: string | null;
  /** 员工账号 / a member of staff */
  userid: string;
}

/** Everybody with a role. */
export interface AccessOperators {
  /** 本页内容 / what is on this page */
  items: readonly AccessOperator[];
}

/** A right, named as `room.act`. roles: the shipped ones that hold it. is_held: whoever asks may give it. */
export interface AccessRightShown {
  /** 您拥有、可以授予 / you hold it, and may give it */
  is_held: boolean;
  /** 名称 / name */
  name: string;
  /** 英文名称 / name in English */
  name_en: string;
  /** 权限 / right */
  right: string;
  /** 拥有它的内置角色 / shipped roles that hold it */
  roles: readonly string[];
  /** 所属模块 / room it belongs to */
  room: string;
}

/** Every right there is, in the order of the rooms. */
export interface AccessRightsList {
  /** 本页内容 / what is on this page */
  items: readonly AccessRightShown[];
}

/**
 * A role.
 *
 * is_shipped: ours, which nobody changes; a later release may give it more. holders: how many members of staff were
 * given it. revision: grows with each edit.
 */
export interface AccessRoleShown {
  /** 使用人数 / how many have it */
  holders: number;
  /** 内置角色 / shipped */
  is_shipped: boolean;
  /** 名称 / name */
  name: string;
  /** 英文名称 / name in English */
  name_en: string;
  /** 所依据的修订号 / revision it is based on */
  revision: number;
  /** 权限 / rights */
  rights: readonly string[];
  /** 角色 / role */
  role: string;
}

/** The shipped roles, and the corp's own. */
export interface AccessRoles {
  /** 本页内容 / what is on this page */
  items: readonly AccessRoleShown[];
}

/**
 * How a scope is given.
 *
 * ALL: the whole corp. REGIONS, STORES, DEPARTMENTS: what is in those that are named, departments with those below
 * them. OWN: their own customers, and what is of their own store.
 */
export type AccessScopeKind = "all" | "departments" | "own" | "regions" | "stores";

/** A session token; send it as `Authorization: Bearer <token>` until `expires_at`. */
export interface AccessSession {
  /** 失效时间 / when it ends */
  expires_at: string;
  /** 角色 / role */
  role: string;
  /** 会话令牌 / token of the session */
  token: string;
  /** 操作人 / who */
  who: string;
}

/** What is over: this session, all of one's own, a person's, or everybody's. Everywhere within 5 s. */
export interface AccessSessionsEnded {
  /** 结束了哪些登录 / whose sessions are over */
  ended: AccessEnded;
}

/**
 * A WeCom OAuth code (valid 5 minutes, once).
 *
 * Whoever sends the token of their last session along (`Authorization: Bearer`), over or not, waits for nobody else's
 * failed sign-ins.
 */
export interface AccessSignIn {
  /** 登录码 / sign-in code */
  code: string;
  /** 企业标识 / the corp's key */
  corp: string;
}

/**
 * A message that was kept and not acted on.
 *
 * why: `unreadable`, `incomplete` (it does not say whom it is about) or `stale` (signed longer ago than WeCom tries).
 * outline: how it is built, with a mark in place of each text. bytes: how long it is. received_at: when it came first;
 * aside_at: when it was set aside last. standing: `waiting`; for those asked for by their ids also `in_hand` (being
 * read again), `done` (that worked) or `dismissed`. Kept for 180 days.
 */
export interface AsidesAside {
  /** 最近一次搁置的时间 / when it was set aside last */
  aside_at: string;
  /** 长度，字节 / how long it is, in bytes */
  bytes: number;
  /** 编号 / its id */
  id: string;
  /** 结构概要，内容以记号代替 / how it is built, with a mark in place of each text */
  outline: string;
  /** 收到时间 / when it came */
  received_at: string;
  /** 现在的情况 / what became of it */
  standing: StorageStanding;
  why: StorageWhy;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface AsidesAsidePage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly AsidesAside[];
}

/** Which messages. */
export interface AsidesChoice {
  /** 搁置消息的编号 / ids of set-aside messages */
  ids: readonly string[];
}

/**
 * Which messages need nothing. undo: what one dismissed oneself waits in the list again; what a colleague dismissed
 * since, and what came anew, stays as it is.
 */
export interface AsidesDismissal {
  /** 搁置消息的编号 / ids of set-aside messages */
  ids: readonly string[];
  /** 是否撤销忽略，放回列表 / true to take a dismissal back */
  undo?: boolean;
}

/** What became of a choice. done: it is done to these; gone: these are not set aside, or not any more. */
export interface AsidesOutcome {
  /** 已完成的数量 / how many are done */
  done: readonly string[];
  /** 已不在搁置中的消息 / those that are not set aside, or not any more */
  gone: readonly string[];
}

/** How somebody is written to: customers one by one in a chat, customer groups, staff by the app. */
export type AudienceChannel = "customers" | "groups" | "staff";

/**
 * Customers, one by one. What is left empty does not narrow; what is given holds together.
 *
 * any_tags: at least one of them; all_tags: each; no_tags: none. staff: friends of one of them, who then sends.
 * live_codes: who came through one of them.
 */
export interface AudienceCustomers {
  /** 包含全部标签 / all of these tags */
  all_tags?: readonly string[];
  /** 包含任一标签 / any of these tags */
  any_tags?: readonly string[];
  /** 发送渠道 / channel */
  channel: "customers";
  /** 来源活码 / live codes they came through */
  live_codes?: readonly string[];
  /** 排除标签 / none of these tags */
  no_tags?: readonly string[];
  /** 员工 / staff */
  staff?: readonly string[];
  /** 客户阶段 / customer stages */
  stages?: readonly AudienceStage[];
}

/** The customer groups of these owners. */
export interface AudienceGroups {
  /** 发送渠道 / channel */
  channel: "groups";
  /** 群主 / group owners */
  owners: readonly string[];
}

/** Members of staff, by the app. */
export interface AudienceStaff {
  /** 发送渠道 / channel */
  channel: "staff";
  /** 员工 / staff */
  staff: readonly string[];
}

/** lead: a friend who never bought; buyer: a friend who did; lost: nobody has them as a friend any more. */
export type AudienceStage = "buyer" | "lead" | "lost";

/**
 * What somebody did.
 *
 * act: the door, `room.operation`, or `job:` and its kind. thing_id: of what its id can be used by, such as a coupon,
 * the last four. thing_name: as it was called then, '' for what is not kept here. refused: '' when it was done, else
 * the code of the refusal. more: so many changes are not listed.
 */
export interface AuditAct {
  /** 操作 / act */
  act: string;
  /** 操作的英文名 / what the act is called in English */
  act_en: string;
  /** 操作的中文名 / what the act is called in Chinese */
  act_zh: string;
  /** 时间 / when */
  at: string;
  /** 操作人 / who did it */
  by: Person;
  /** 改动项 / what changed */
  changes: readonly AuditActChange[];
  /** 未列出的数量 / how many more there are */
  more: number;
  /** 被拒绝的数量或原因 / how many were refused, or why */
  refused: string;
  /** 英文描述 / the sentence in English */
  sentence_en: string;
  /** 中文描述 / the sentence in Chinese */
  sentence_zh: string;
  /** 对象类型 / kind of thing */
  thing: string;
  /** 对象类型的英文名 / what the kind is called in English */
  thing_en: string;
  /** 对象编号 / id of the thing */
  thing_id: string;
  /** 对象当时的名称 / what the thing was called then */
  thing_name: string;
  /** 对象类型的中文名 / what the kind is called in Chinese */
  thing_zh: string;
}

/**
 * A value that changed.
 *
 * part: which of several of the thing. field: as the API calls it; field_zh, field_en: as people do. before, after:
 * null for none. is_hidden: it says something of a person, so the audit keeps neither.
 */
export interface AuditActChange {
  /** 修改后的值；无则为 null / what it is afterwards; null for none */
  after: string | number | boolean | null;
  /** 修改前的值；无则为 null / what it was before; null for none */
  before: string | number | boolean | null;
  /** 字段或列名 / which field or column */
  field: string;
  /** 字段的英文名 / what the field is called in English */
  field_en: string;
  /** 字段的中文名 / what the field is called in Chinese */
  field_zh: string;
  /** 是否已脱敏 / whether it is masked */
  is_hidden: boolean;
  /** 其中哪一个 / which of several */
  part: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface AuditActPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly AuditAct[];
}

/** A kind of thing that the audit is asked for by. */
export interface AuditThingKind {
  /** 英文说明 / in English */
  en: string;
  /** 对象类型 / kind of thing */
  thing: string;
  /** 中文说明 / in Chinese */
  zh: string;
}

/** Every kind of thing. */
export interface AuditThingKinds {
  /** 本页内容 / what is on this page */
  items: readonly AuditThingKind[];
}

/** How customer pages look. on_colour: the text's colour on the main colour, as it was given or chosen. */
export interface BrandBrand {
  /** 主色 / main colour */
  colour: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 入口页说明 / hint of the entry page */
  entry_hint: string;
  /** 入口页标题 / title of the entry page */
  entry_title: string;
  /** 页脚 / foot */
  foot: string;
  /** Logo / logo */
  logo: string;
  /** 小程序链接 / mini-program link */
  mini_program_link: string;
  /** 名称 / name */
  name: string;
  /** 主色上的文字颜色 / of text on the main colour */
  on_colour: string;
  /** 所见版本 / revision */
  revision: number;
  /** 主色上的文字颜色 / text colour */
  text_colour: string;
}

/**
 * How customer pages shall look. text_colour: on the main colour; chosen by itself when left out.
 *
 * logo: a PNG or JPEG of 30 KB at most, in base64. revision: of the one that the editor saw.
 */
export interface BrandEditBrand {
  /** 主色 / main colour */
  colour?: string;
  /** 入口页说明 / hint of the entry page */
  entry_hint?: string;
  /** 入口页标题 / title of the entry page */
  entry_title?: string;
  /** 页脚 / foot */
  foot?: string;
  /** Logo / logo */
  logo?: string;
  /** 小程序链接 / mini-program link */
  mini_program_link?: string;
  /** 名称 / name */
  name?: string;
  /** 所见版本 / the revision that the editor saw */
  revision: number;
  /** 主色上的文字颜色 / text colour */
  text_colour?: string;
}

/** What the copy is called, as the product when left out. */
export interface CatalogueCopyProduct {
  /** 名称 / name */
  name?: string | null;
}

/**
 * A product as it shall be. skus: those that become others; the rest stay as they are.
 *
 * revision: of the product that the editor saw, so that nobody's change is lost.
 */
export interface CatalogueEditProduct {
  /** 分类 / categories */
  categories?: readonly string[];
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 名称 / name */
  name: string;
  /** 图片链接 / picture link */
  picture_url?: string;
  /** 看到的修订号 / the revision that was seen */
  revision: number;
  /** 商品角色：引流、利润、拓展 / role: lead, profit, expand */
  role?: CatalogueProductRole | null;
  /** 规格 / SKUs */
  skus?: readonly CatalogueEditSku[];
  /** 简介 / summary */
  summary?: string;
}

/** A SKU of the product as it shall be. */
export interface CatalogueEditSku {
  /** 单价，单位分 / unit price in fen */
  list_price: number;
  /** 名称 / name */
  name: string;
  /** 单价，单位分 / unit price in fen */
  private_price: number;
  /** 规格编号 / SKU id */
  sku_id: string;
}

/** A product with its SKUs. picture_url: shown on pages, over HTTPS. */
export interface CatalogueNewProduct {
  /** 分类 / categories */
  categories?: readonly string[];
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 名称 / name */
  name: string;
  /** 图片链接 / picture link */
  picture_url?: string;
  /** 商品角色：引流、利润、拓展 / role: lead, profit, expand */
  role?: CatalogueProductRole | null;
  /** 规格 / SKUs */
  skus: readonly CatalogueNewSku[];
  /** 简介 / summary */
  summary?: string;
}

/**
 * A SKU: what the shop asks for elsewhere, the price for our members, and how many there are.
 *
 * buckets: how many parts the stock is split into; 1 does for about 100 orders a second.
 */
export interface CatalogueNewSku {
  /** 库存分片数 / stock buckets */
  buckets?: number;
  /** 单价，单位分 / unit price in fen */
  list_price: number;
  /** 名称 / name */
  name: string;
  /** 单价，单位分 / unit price in fen */
  private_price: number;
  /** 库存 / stock */
  stock: number;
}

/** A product on the shelf, as customers see it. */
export interface CatalogueOnShelf {
  /** 名称 / name */
  name: string;
  /** 图片链接 / picture link */
  picture_url: string;
  /** 商品编号 / id of the product */
  product_id: string;
  /** 规格 / SKUs */
  skus: readonly CatalogueSkuOnShelf[];
  /** 简介 / summary */
  summary: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface CatalogueOnShelfPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly CatalogueOnShelf[];
}

/** That a SKU has had other prices since then: who made them, from what to what, in fen. */
export interface CataloguePriceChange {
  /** 时间 / when */
  at: string;
  /** 改价人；系统修改时为 null / who changed it; null for the system */
  by: Person | null;
  /** 原价，改之前 / the list price before, in fen */
  list_from: number;
  /** 原价，改之后 / the list price after, in fen */
  list_to: number;
  /** 私域价，改之前 / the private price before, in fen */
  private_from: number;
  /** 私域价，改之后 / the private price after, in fen */
  private_to: number;
  /** 规格编号 / SKU id */
  sku_id: string;
  /** 规格名称 / name of the SKU */
  sku_name: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface CataloguePriceChangePage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly CataloguePriceChange[];
}

/** A product with its SKUs. */
export interface CatalogueProduct {
  /** 分类 / categories */
  categories: readonly string[];
  /** 创建时间 / when it was made */
  created_at: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 名称 / name */
  name: string;
  /** 图片链接 / picture link */
  picture_url: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 商品编号 / id of the product */
  product_id: string;
  /** 修订号 / revision */
  revision: number;
  /** 商品角色：引流、利润、拓展 / role: lead, profit, expand */
  role: CatalogueProductRole | null;
  /** 规格 / SKUs */
  skus: readonly CatalogueSkuWithStock[];
  /** 上下架 / on the shelf or off */
  state: CatalogueShelfState;
  /** 简介 / summary */
  summary: string;
}

/** A product in a list. problem: why customers are turned away, None while they are not. */
export interface CatalogueProductLine {
  /** 分类 / categories */
  categories: readonly string[];
  /** 创建时间 / when it was made */
  created_at: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 名称 / name */
  name: string;
  /** 图片链接 / picture link */
  picture_url: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 商品编号 / id of the product */
  product_id: string;
  /** 修订号 / revision */
  revision: number;
  /** 商品角色：引流、利润、拓展 / role: lead, profit, expand */
  role: CatalogueProductRole | null;
  /** 上下架 / on the shelf or off */
  state: CatalogueShelfState;
  /** 简介 / summary */
  summary: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface CatalogueProductLinePage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly CatalogueProductLine[];
}

/** What a product does for the shop: LEAD 引流 brings people in, PROFIT 利润 earns, EXPAND 拓展 widens the range. */
export type CatalogueProductRole = "expand" | "lead" | "profit";

/** How many came in. */
export interface CatalogueRestock {
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 入库数量 / quantity */
  quantity: number;
}

/** ON: members may order it. OFF: nobody orders it any more; what was ordered, and campaigns that run, go on. */
export type CatalogueShelfState = "off" | "on";

/** Whether a product shall be on the shelf or off it. */
export interface CatalogueShelve {
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 上下架 / on the shelf or off */
  state: CatalogueShelfState;
}

/** A SKU as customers see it. is_sold_out: somebody was told so a moment ago. */
export interface CatalogueSkuOnShelf {
  /** 是否售罄 / whether it is sold out */
  is_sold_out: boolean;
  /** 原价 / list price */
  list_price: number;
  /** 名称 / name */
  name: string;
  /** 私域价 / private price */
  private_price: number;
  /** 规格编号 / SKU id */
  sku_id: string;
}

/** A SKU and what is left of it, exact. */
export interface CatalogueSkuWithStock {
  /** 剩余数量 / how many are left */
  left: number;
  /** 原价 / list price */
  list_price: number;
  /** 名称 / name */
  name: string;
  /** 私域价 / private price */
  private_price: number;
  /** 规格编号 / SKU id */
  sku_id: string;
}

/** A version with what lint finds in it. */
export interface ContentCheckedContentVersion {
  /** 附件 / attachment */
  attachment: ContentContentLink | ContentContentMiniProgram | ContentContentImage | null;
  /** 作者账号 / who wrote it */
  author: string;
  /** 可用渠道 / channels */
  channels: readonly ("customers" | "groups" | "staff")[];
  /** 创建时间 / when it was made */
  created_at: string;
  /** 是否最新版本 / whether it is the latest version */
  is_latest: boolean;
  /** 素材编号 / id of the content item */
  item_id: string;
  /** 附件类型 / kind of attachment */
  kind: ContentKind;
  /** 文案检查结果 / what lint found */
  lint: readonly ContentContentFinding[];
  /** 是否可发送 / whether it may be sent */
  may_be_sent: boolean;
  /** 名称 / name */
  name: string;
  /** 审核记录 / the reviews so far */
  reviews: readonly ContentContentReview[];
  /** 审核状态 / review status */
  status: ContentVersionState;
  /** 文字 / text */
  text: string;
  /** 变量 / variables */
  variables: readonly (ContentTextVariable | ContentNumberVariable | ContentMoneyVariable | ContentDateVariable | ContentLinkVariable)[];
  /** 版本号 / number of the version */
  version: number;
}

/** A field that differs, with a dot before each part of it. parts: of a text that is in both, line by line. */
export interface ContentContentChange {
  /** 修改后的值；无则为 null / what it is afterwards; null for none */
  after: string;
  /** 修改前的值；无则为 null / what it was before; null for none */
  before: string;
  /** 字段或列名 / which field or column */
  field: string;
  /** 逐行差异 / differences line by line */
  parts: readonly ContentTextPart[];
}

/** What a version says otherwise than another. against: that one, null when none was approved before it. */
export interface ContentContentDifference {
  /** 对比的版本 / version it is compared with */
  against: number | null;
  /** 改动项 / what changed */
  changes: readonly ContentContentChange[];
  /** 素材编号 / id of the content item */
  item_id: string;
  /** 名称 / name */
  name: string;
  /** 版本号 / number of the version */
  version: number;
}

/** What lint found. An error keeps the version from being submitted, a warning does not. */
export interface ContentContentFinding {
  /** 编码 / its code */
  code: string;
  /** 英文说明 / in English */
  en: string;
  /** 所在位置 / where in the content it stands */
  place: string;
  severity: ContentSeverity;
  /** 中文说明 / in Chinese */
  zh: string;
}

/** A picture. */
export interface ContentContentImage {
  /** 附件类型 / kind of attachment */
  kind: "image";
  /** 图片 / picture */
  picture_id: string;
}

/**
 * A content item with its versions, newest first, and what lint finds in the latest. approved: the last one.
 *
 * used_by: who uses it now, the first hundred. problem: why what uses it sends nothing, as things stand.
 */
export interface ContentContentItem {
  /** 最近通过的版本 / version approved last */
  approved: number | null;
  /** 归档时间 / when it was archived */
  archived_at: string | null;
  /** 创建时间 / when it was made */
  created_at: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 素材编号 / id of the content item */
  item_id: string;
  /** 附件类型 / kind of attachment */
  kind: ContentKind;
  /** 最新版本号 / number of the latest version */
  latest: number;
  /** 文案检查结果 / what lint found */
  lint: readonly ContentContentFinding[];
  /** 名称 / name */
  name: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 素材状态 / state */
  state: ContentItemState;
  /** 审核状态 / review status */
  status: ContentVersionState;
  /** 使用处 / where it is used */
  used_by: readonly ContentContentUse[];
  /** 各版本，最新在前 / its versions, newest first */
  versions: readonly ContentContentVersion[];
}

/**
 * A content item in a list. latest, status: of its newest version; approved: the version approved last.
 *
 * state: one in the archive is not offered for new use, and who uses it goes on; archived_at: since when.
 */
export interface ContentContentItemLine {
  /** 最近通过的版本 / version approved last */
  approved: number | null;
  /** 归档时间 / when it was archived */
  archived_at: string | null;
  /** 创建时间 / when it was made */
  created_at: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 素材编号 / id of the content item */
  item_id: string;
  /** 附件类型 / kind of attachment */
  kind: ContentKind;
  /** 最新版本号 / number of the latest version */
  latest: number;
  /** 名称 / name */
  name: string;
  /** 素材状态 / state */
  state: ContentItemState;
  /** 审核状态 / review status */
  status: ContentVersionState;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface ContentContentItemLinePage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly ContentContentItemLine[];
}

/** A link card (图文). */
export interface ContentContentLink {
  /** 描述 / description */
  desc?: string;
  /** 附件类型 / kind of attachment */
  kind: "link";
  /** 图片链接 / picture link */
  picurl?: string;
  /** 标题 / title */
  title: string;
  /** 链接 / link */
  url: string;
}

/** A mini-program card; its picture is best 520x416. */
export interface ContentContentMiniProgram {
  /** 小程序 AppID / mini-program's AppID */
  appid: string;
  /** 附件类型 / kind of attachment */
  kind: "miniprogram";
  /** 小程序页面路径 / mini-program's page */
  page: string;
  /** 图片 / picture */
  picture_id: string;
  /** 标题 / title */
  title: string;
}

/** The messages as WeCom takes them, with picture ids where media ids will be, and what lint finds in them. */
export interface ContentContentPreview {
  /** 发送渠道 / channel */
  channel: "customers" | "groups" | "staff";
  /** 文案检查结果 / what lint found */
  lint: readonly ContentContentFinding[];
  /** 企业微信收到的消息 / the messages as WeCom takes them */
  messages: readonly WecomMessage[];
}

/** A step of a version's way. stage: of a verdict at a review, '' otherwise. */
export interface ContentContentReview {
  /** 时间 / when */
  at: string;
  /** 原因 / why */
  reason: string;
  /** 审核环节 / review stage */
  stage: string;
  /** 审核结论 / verdict */
  verdict: ContentVerdict;
  /** 操作人 / who */
  who: string;
}

/** The rules, with who set them. revision: grows each time; 0 while nobody has. */
export interface ContentContentRulesShown {
  /** 允许的域名 / hosts that links may lead to */
  allowed_hosts: readonly string[];
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 补充禁用词 / words of your own */
  extra_words: readonly string[];
  /** 所见版本 / revision */
  revision: number;
}

/** Who uses a content item. user: `post` or `live_code`; version: the one that it names. */
export interface ContentContentUse {
  /** 名称 / name */
  name: string;
  /** 使用方类型 / kind of what uses it */
  user: string;
  /** 使用方编号 / id of what uses it */
  user_id: string;
  /** 版本号 / number of the version */
  version: number;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface ContentContentUsePage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly ContentContentUse[];
}

/** A version and how far it has come. may_be_sent: approved, and no newer version is. */
export interface ContentContentVersion {
  /** 附件 / attachment */
  attachment: ContentContentLink | ContentContentMiniProgram | ContentContentImage | null;
  /** 作者账号 / who wrote it */
  author: string;
  /** 可用渠道 / channels */
  channels: readonly ("customers" | "groups" | "staff")[];
  /** 创建时间 / when it was made */
  created_at: string;
  /** 是否最新版本 / whether it is the latest version */
  is_latest: boolean;
  /** 素材编号 / id of the content item */
  item_id: string;
  /** 附件类型 / kind of attachment */
  kind: ContentKind;
  /** 是否可发送 / whether it may be sent */
  may_be_sent: boolean;
  /** 名称 / name */
  name: string;
  /** 审核记录 / the reviews so far */
  reviews: readonly ContentContentReview[];
  /** 审核状态 / review status */
  status: ContentVersionState;
  /** 文字 / text */
  text: string;
  /** 变量 / variables */
  variables: readonly (ContentTextVariable | ContentNumberVariable | ContentMoneyVariable | ContentDateVariable | ContentLinkVariable)[];
  /** 版本号 / number of the version */
  version: number;
}

/** A version in a list. */
export interface ContentContentVersionLine {
  /** 作者账号 / who wrote it */
  author: string;
  /** 变更时间 / when it was changed last */
  changed_at: string;
  /** 素材编号 / id of the content item */
  item_id: string;
  /** 附件类型 / kind of attachment */
  kind: ContentKind;
  /** 名称 / name */
  name: string;
  /** 审核状态 / review status */
  status: ContentVersionState;
  /** 版本号 / number of the version */
  version: number;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface ContentContentVersionLinePage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly ContentContentVersionLine[];
}

/** A day, shown as 11月21日. */
export interface ContentDateVariable {
  /** 上海日期 / a day in Shanghai */
  fallback: string;
  /** 名称 / name */
  name: string;
  /** 变量类型 / kind of variable */
  type: "date";
}

/** A new version of an item. used_by: who uses the item now, the first hundred; they go on with what is approved. */
export interface ContentEditedContentVersion {
  /** 附件 / attachment */
  attachment: ContentContentLink | ContentContentMiniProgram | ContentContentImage | null;
  /** 作者账号 / who wrote it */
  author: string;
  /** 可用渠道 / channels */
  channels: readonly ("customers" | "groups" | "staff")[];
  /** 创建时间 / when it was made */
  created_at: string;
  /** 是否最新版本 / whether it is the latest version */
  is_latest: boolean;
  /** 素材编号 / id of the content item */
  item_id: string;
  /** 附件类型 / kind of attachment */
  kind: ContentKind;
  /** 文案检查结果 / what lint found */
  lint: readonly ContentContentFinding[];
  /** 是否可发送 / whether it may be sent */
  may_be_sent: boolean;
  /** 名称 / name */
  name: string;
  /** 审核记录 / the reviews so far */
  reviews: readonly ContentContentReview[];
  /** 审核状态 / review status */
  status: ContentVersionState;
  /** 文字 / text */
  text: string;
  /** 使用处 / where it is used */
  used_by: readonly ContentContentUse[];
  /** 变量 / variables */
  variables: readonly (ContentTextVariable | ContentNumberVariable | ContentMoneyVariable | ContentDateVariable | ContentLinkVariable)[];
  /** 版本号 / number of the version */
  version: number;
}

/** Whether an item is offered. archived: not for new use; who uses it goes on. */
export type ContentItemState = "active" | "archived";

/** What content is: its attachment, or a text alone. */
export type ContentKind = "image" | "link" | "miniprogram" | "text";

/** A link of at most `max_length` bytes, judged like every other link. */
export interface ContentLinkVariable {
  /** 默认值 / fallback */
  fallback: string;
  /** 最大长度 / longest length */
  max_length?: number;
  /** 名称 / name */
  name: string;
  /** 变量类型 / kind of variable */
  type: "link";
}

/** An amount in fen, shown as ¥12.50. */
export interface ContentMoneyVariable {
  /** 金额，单位分 / money in fen */
  fallback: number;
  /** 名称 / name */
  name: string;
  /** 变量类型 / kind of variable */
  type: "money";
}

/** A content item with its first version. Its kind is that of the attachment, `text` without one. */
export interface ContentNewContentItem {
  /** 附件 / attachment */
  attachment?: ContentContentLink | ContentContentMiniProgram | ContentContentImage | null;
  /** 可用渠道 / channels */
  channels?: readonly ("customers" | "groups" | "staff")[];
  /** 名称 / name */
  name: string;
  /** 文字 / text */
  text?: string;
  /** 变量 / variables */
  variables?: readonly (ContentTextVariable | ContentNumberVariable | ContentMoneyVariable | ContentDateVariable | ContentLinkVariable)[];
}

/** An edit: a whole new version, based on the latest that the editor has seen. */
export interface ContentNewContentVersion {
  /** 附件 / attachment */
  attachment?: ContentContentLink | ContentContentMiniProgram | ContentContentImage | null;
  /** 所依据的版本 / version it is based on */
  based_on: number;
  /** 可用渠道 / channels */
  channels?: readonly ("customers" | "groups" | "staff")[];
  /** 文字 / text */
  text?: string;
  /** 变量 / variables */
  variables?: readonly (ContentTextVariable | ContentNumberVariable | ContentMoneyVariable | ContentDateVariable | ContentLinkVariable)[];
}

/** A JPG or PNG in base64, at most 180 KB decoded. */
export interface ContentNewPicture {
  /** 图片文件 / picture file */
  data: string;
  /** 名称 / name */
  name: string;
}

/** A whole number. */
export interface ContentNumberVariable {
  /** 默认值 / fallback */
  fallback: number;
  /** 名称 / name */
  name: string;
  /** 变量类型 / kind of variable */
  type: "number";
}

/** A picture; the same bytes always have the same id. */
export interface ContentPicture {
  /** 创建时间 / when it was made */
  created_at: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 高，像素 / how high it is, in pixels */
  height: number;
  /** 图片格式，如 image/png / its type, such as image/png */
  media_type: string;
  /** 名称 / name */
  name: string;
  /** 图片 / picture */
  picture_id: string;
  /** 人数 / how many people */
  size: number;
  /** 宽，像素 / how wide it is, in pixels */
  width: number;
}

/** A channel and values to try; what is left out shows its fallback, and a sample where the sender supplies it. */
export interface ContentPreviewContent {
  /** 发送渠道 / channel */
  channel?: "customers" | "groups" | "staff";
  /** 变量取值 / values of variables */
  values?: Readonly<Record<string, string | number>>;
}

/** What an item is to be called. */
export interface ContentRenameContent {
  /** 名称 / name */
  name: string;
}

/** A verdict at a stage. A rejection needs a reason. */
export interface ContentReviewContent {
  /** 原因 / why */
  reason?: string;
  /** 审核环节 / review stage */
  stage: ContentStage;
  /** 审核结论 / verdict */
  verdict: "passed" | "rejected";
}

/** The rules as they shall be. revision: of those that were seen; with null they are set over whatever there is. */
export interface ContentSetContentRules {
  /** 允许的域名 / hosts that links may lead to */
  allowed_hosts?: readonly string[];
  /** 补充禁用词 / words of your own */
  extra_words?: readonly string[];
  /** 所见版本 / revision */
  revision?: number | null;
}

/** How bad a finding is; errors sort first. */
export type ContentSeverity = "error" | "warning";

/** The three reviews, in their order. */
export type ContentStage = "business" | "compliance" | "content";

/** Lines of a text. what: they stay, go or come. */
export interface ContentTextPart {
  /** 文字 / text */
  text: string;
  /** 该行是保留、删除还是新增 / whether the lines stay, go or come */
  what: "added" | "removed" | "same";
}

/** A text of at most `max_length` characters and three times as many bytes (a Chinese character has 3). */
export interface ContentTextVariable {
  /** 默认值 / fallback */
  fallback: string;
  /** 最大长度 / longest length */
  max_length?: number;
  /** 名称 / name */
  name: string;
  /** 变量类型 / kind of variable */
  type: "text";
}

/** What somebody decides about a version. Passed and rejected are said at a stage. */
export type ContentVerdict = "passed" | "recalled" | "rejected" | "replaced" | "submitted" | "withdrawn";

/** How far a version has come. replaced: it was approved, and goes out no more since a newer one is. */
export type ContentVersionState = "approved" | "business_review" | "compliance_review" | "content_review" | "draft" | "recalled" | "rejected" | "replaced";

/**
 * A number's figure.
 *
 * value: in its unit; of a delay how many were measured. p50_ms, p95_ms: within how many milliseconds half and 95 % of
 * them were, by the upper end of the class that they lie in; null for what is no delay, without any, and beyond the
 * last end.
 */
export interface CountersFigure {
  /** 一半不超过的毫秒数 / half took no longer, in ms */
  p50_ms: number | null;
  /** 95% 不超过的毫秒数 / 95 % took no longer, in ms */
  p95_ms: number | null;
  /** 以其单位计的数值 / the figure, in its unit */
  value: number;
}

/** TOTAL: one line. DAY, HOUR: by the clocks of the corp. The others: a line an id. */
export type CountersGroup = "channel" | "code" | "day" | "hour" | "post" | "staff" | "store" | "template" | "total";

/**
 * A number that was asked for.
 *
 * means_zh, means_en: what is counted, and what is not.
 */
export interface CountersMetric {
  /** 英文说明 / in English */
  en: string;
  /** 英文定义 / what is counted, in English */
  means_en: string;
  /** 中文定义 / what is counted, in Chinese */
  means_zh: string;
  /** 数据项 / number */
  metric: string;
  unit: EventsUnit;
  /** 中文说明 / in Chinese */
  zh: string;
}

/**
 * A line.
 *
 * key: the day, the hour (`2026-11-21T10`) or the id, '' of a total. name: what the thing is called, '' while unknown.
 * figures: by the names of the numbers.
 */
export interface CountersNumberLine {
  /** 各数据项的数值 / figures by the numbers' names */
  figures: Readonly<Record<string, CountersFigure>>;
  /** 日期、小时或编号 / the day, the hour or the id */
  key: string;
  /** 名称 / name */
  name: string;
}

/**
 * Numbers, as they are counted now: what happened shows about ten seconds later.
 *
 * metrics: what was asked for. lines: by time, or the greatest first by the first number that was asked for, 500 at
 * most. more: so many are not shown. recounted_until: the last day of these that was counted again from the facts,
 * null for none. of_name: what the one thing is called that `of` asks for, '' without one and while it is unknown.
 * counted_since: the first day that was counted at all: days before it are unknown and not none.
 */
export interface CountersNumbers {
  /** 统计截至时间 / counted at this moment */
  as_of: string;
  /** 分组 / grouping */
  by: CountersGroup;
  /** 开始统计的第一天 / the first day counted at all */
  counted_since: string | null;
  /** 明细 / its lines */
  lines: readonly CountersNumberLine[];
  /** 所查的数据项及其定义 / what was asked for, defined */
  metrics: readonly CountersMetric[];
  /** 未列出的数量 / how many more there are */
  more: number;
  /** 只看的这一个叫什么 / what the one is called that is told of alone */
  of_name: string;
  /** 已重新统计的最后一天 / the last day counted again */
  recounted_until: string | null;
  /** 起始时间 / since when */
  since: string;
  /** 截止时间 / until when */
  until: string;
}

/** What led the member to the claim, such as `post:<id>`; it only tells reports where claims come from. */
export interface CouponsClaim {
  /** 领取来源 / source of the claim */
  source?: string;
}

/**
 * By which way a coupon comes to a member; of a template: the ways that are open.
 *
 * ANYONE: a member takes it in the mini-program, knowing the template; open to it, a template is open to every way.
 * LIVE_CODE: for a join through a live code. POST: by the link of a post that names it. OPERATOR: one gives it.
 */
export type CouponsClaimWay = "anyone" | "live_code" | "operator" | "post";

/** By which ways a template may be claimed from now on. */
export interface CouponsClaimableBy {
  /** 领取方式：任何会员、活码、群发、运营发放 / who may have it: any member, live code, post, operator */
  claimable_by: readonly CouponsClaimWay[];
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
}

/** What is otherwise at a copy. name, stock: as those of the template when left out. */
export interface CouponsCopyTemplate {
  /** 领取开始时间 / claims begin */
  claim_from?: string | null;
  /** 领取结束时间 / claims end */
  claim_until?: string | null;
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 名称 / name */
  name?: string | null;
  /** 发放总量 / number of coupons */
  stock?: number | null;
}

/**
 * A coupon as its member sees it. status: issued, reserved (an unfinished order holds it), redeemed, voided (the
 * shop has taken it back) or expired.
 *
 * Its template goes by its name: a wallet teaches nobody what others may be asked for. usage: how to use it, as the
 * template says now.
 */
export interface CouponsCoupon {
  /** 优惠金额 / amount off */
  amount_off: number;
  /** 券码 / coupon code */
  code: string;
  /** 失效时间 / when it ends */
  expires_at: string;
  /** 领取时间 / when it was claimed */
  issued_at: string;
  /** 核销时间 / when it was redeemed */
  redeemed_at: string | null;
  /** 状态 / how it stands */
  status: CouponsWalletState;
  /** 优惠券名称 / name of the coupon */
  template_name: string;
  /** 使用门槛 / threshold */
  threshold: number;
  /** 使用说明 / how to use it */
  usage: string;
}

/**
 * A coupon as a clerk sees it before they redeem it; nothing is changed by looking.
 *
 * owner: the first sign of what they are called. why: why it cannot be redeemed, null when it can. With an order's
 * amount: missing, what it is short of the threshold; off and payable, what the coupon takes off and what is paid;
 * null without one.
 */
export interface CouponsCouponAtTill {
  /** 优惠金额 / amount off */
  amount_off: number;
  /** 可以核销 / it can be redeemed */
  can_redeem: boolean;
  /** 券码 / coupon code */
  code: string;
  /** 失效时间 / when it ends */
  expires_at: string;
  /** 距门槛还差 / what is missing to the threshold */
  missing: number | null;
  /** 优惠金额，单位分 / money off in fen */
  off: number | null;
  /** 订单金额 / order amount */
  order_amount: number | null;
  /** 持有人姓名的第一个字 / first sign of the owner's name */
  owner: string;
  /** 应付金额，单位分 / what is to be paid, in fen */
  payable: number | null;
  /** 核销情况 / its redemption */
  redemption: CouponsRedeemedAt | null;
  /** 状态 / state */
  state: CouponsWalletState;
  /** 优惠券名称 / name of the coupon */
  template_name: string;
  /** 使用门槛 / threshold */
  threshold: number;
  /** 使用说明 / how to use it */
  usage: string;
  /** 不能核销的原因 / why it cannot be redeemed */
  why: CouponsWhyNot | null;
}

/**
 * A coupon as operators see it. way, source: by which it came, and what led to the claim.
 *
 * order_id: the order that holds it or used it up, '' for none. replaced_by, instead_of: the coupon that was issued
 * in its place, and the one that it stands for, '' for none. undone: its redemptions that were reversed.
 * store_id, store_name: where it was redeemed, '' for no store.
 */
export interface CouponsCouponHeld {
  /** 优惠金额 / amount off */
  amount_off: number;
  /** 券码 / coupon code */
  code: string;
  /** 失效时间 / when it ends */
  expires_at: string;
  /** 代替的券，没有时为空 / the coupon that it stands for, '' for none */
  instead_of: string;
  /** 领取时间 / when it was claimed */
  issued_at: string;
  member: CouponsHeldBy;
  /** 订单金额 / order amount */
  order_amount: number | null;
  /** 订单编号 / id of the order */
  order_id: string;
  /** 原因 / why */
  reason: string;
  /** 核销时间 / when it was redeemed */
  redeemed_at: string | null;
  /** 核销人 / who redeemed it */
  redeemed_by: Person | null;
  /** 补发的券，没有时为空 / the coupon that was issued in its place, '' for none */
  replaced_by: string;
  /** 领取来源 / source of the claim */
  source: string;
  /** 状态 / state */
  state: CouponsWalletState;
  /** 门店 / store */
  store_id: string;
  /** 门店名称 / the store's name */
  store_name: string;
  /** 优惠券模板编号 / id of the coupon template */
  template_id: string;
  /** 优惠券名称 / name of the coupon */
  template_name: string;
  /** 使用门槛 / threshold */
  threshold: number;
  /** 撤销过的核销 / redemptions that were reversed */
  undone: readonly CouponsUndoneSeen[];
  /** 作废时间 / when it was taken back */
  voided_at: string | null;
  /** 作废人 / who took it back */
  voided_by: Person | null;
  /** 领取方式 / way to claim */
  way: CouponsClaimWay;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface CouponsCouponHeldPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly CouponsCouponHeld[];
}

/**
 * A member's coupon as operators see it. reason: why an operator gave it.
 *
 * code: hidden but for the last four, unless whoever looks may redeem it or see what is hidden.
 */
export interface CouponsCouponOfMember {
  /** 优惠金额 / amount off */
  amount_off: number;
  /** 券码 / coupon code */
  code: string;
  /** 失效时间 / when it ends */
  expires_at: string;
  /** 领取时间 / when it was claimed */
  issued_at: string;
  /** 原因 / why */
  reason: string;
  /** 核销时间 / when it was redeemed */
  redeemed_at: string | null;
  /** 状态 / how it stands */
  status: CouponsWalletState;
  /** 优惠券模板编号 / id of the coupon template */
  template_id: string;
  /** 优惠券名称 / name of the coupon */
  template_name: string;
  /** 使用门槛 / threshold */
  threshold: number;
  /** 使用说明 / how to use it */
  usage: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface CouponsCouponOfMemberPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly CouponsCouponOfMember[];
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface CouponsCouponPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly CouponsCoupon[];
}

/**
 * A template as it shall be: what was not promised. claim_until: null for no end. stock: of all there ever are.
 *
 * revision: of the template that the editor saw, so that nobody's change is lost.
 */
export interface CouponsEditTemplate {
  /** 领取结束时间 / claims end */
  claim_until?: string | null;
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 名称 / name */
  name: string;
  /** 看到的修订号 / the revision that was seen */
  revision: number;
  /** 发放总量 / number of coupons */
  stock: number;
  /** 使用说明，顾客可见 / how to use it, shown to customers */
  usage?: string;
}

/** When claiming shall end, earlier than it would; now when nothing is said. */
export interface CouponsEndClaims {
  /** 领取结束时间 / claims end */
  claim_until?: string | null;
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
}

/** To whom an operator gives a coupon, and why. */
export interface CouponsGrant {
  /** 会员 / member */
  member_id: string;
  /** 仅运营人员可见 / for operators */
  reason?: string;
}

/** Whose coupon it is. name: as WeCom calls them, '' while it is not known. */
export interface CouponsHeldBy {
  /** 会员 / member */
  member_id: string;
  /** 名称 / name */
  name: string;
}

/** What is left of a coupon, as customers are told: FEW is a tenth or less, or no more than ten. */
export type CouponsLeft = "few" | "none" | "plenty";

/**
 * A coupon template: `amount_off` off an order of at least `threshold`.
 *
 * buckets: how many parts the stock is split into; 1 does for about 100 claims a second (docs/operators/coupons.md).
 * claimable_by: by which ways a member may have one; what the brand does itself, but not whoever knows of it.
 */
export interface CouponsNewTemplate {
  /** 优惠金额 / amount off */
  amount_off: number;
  /** 库存分片数 / stock buckets */
  buckets?: number;
  /** 领取开始时间 / claims begin */
  claim_from?: string | null;
  /** 领取结束时间 / claims end */
  claim_until?: string | null;
  /** 领取方式：任何会员、活码、群发、运营发放 / who may have it: any member, live code, post, operator */
  claimable_by?: readonly CouponsClaimWay[];
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 名称 / name */
  name: string;
  /** 每人限领 / coupons a member */
  per_member?: number;
  /** 发放总量 / number of coupons */
  stock: number;
  /** 金额，单位分 / money in fen */
  threshold: number;
  /** 使用说明，顾客可见 / how to use it, shown to customers */
  usage?: string;
  /** 领取后有效天数 / days it is valid */
  valid_days?: number;
}

/**
 * A coupon before it is claimed, as whoever asks may have it. claim_from, claim_until: '' for no such bound.
 *
 * claimed: how many of it they have had, of per_member. why_not: null while they may claim one.
 */
export interface CouponsOnOffer {
  /** 优惠金额 / amount off */
  amount_off: number;
  /** 领取开始时间 / claims begin */
  claim_from: string;
  /** 领取结束时间 / claims end */
  claim_until: string;
  /** 本人已领张数 / how many they have had */
  claimed: number;
  /** 剩余数量 / how many are left */
  left: CouponsLeft;
  /** 名称 / name */
  name: string;
  /** 每人限领 / coupons a member */
  per_member: number;
  /** 优惠券模板编号 / id of the coupon template */
  template_id: string;
  /** 使用门槛 / threshold */
  threshold: number;
  /** 使用说明 / how to use it */
  usage: string;
  /** 领取后有效天数 / days it is valid */
  valid_days: number;
  /** 不能领取的原因 / why it cannot be claimed */
  why_not: CouponsWhyNoClaim | null;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface CouponsOnOfferPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly CouponsOnOffer[];
}

/** confirm: that whatever promises the coupon gives none while it is paused. */
export interface CouponsPauseClaims {
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
}

/** Who promises coupons of a template now. more: there are more of them than are shown. */
export interface CouponsPromises {
  /** 本页内容 / what is on this page */
  items: readonly CouponsPromisesCoupons[];
  /** 未列出的数量 / how many more there are */
  more: boolean;
}

/** What gives coupons of a template: a live code or a post. */
export interface CouponsPromisesCoupons {
  /** 编号 / its id */
  id: string;
  /** 名称 / name */
  name: string;
  /** 领取方式 / way to claim */
  way: CouponsClaimWay;
}

/**
 * A coupon presented at the till, and the order's amount in fen.
 *
 * store_id: at which of their stores the clerk redeems it; the one that they are of first when left out. tapped_at:
 * when they pressed, where the phone kept it until it was back in the net: noted, and it decides nothing.
 */
export interface CouponsRedeem {
  /** 券码 / the coupon's code */
  code: string;
  /** 金额，单位分 / money in fen */
  order_amount: number;
  /** 核销门店，可不填 / at which store */
  store_id?: string;
  /** 收银员按下的时间 / when the clerk pressed */
  tapped_at?: string | null;
}

/**
 * A redemption that counts. by: the clerk, null where an order used the coupon up. store_name: '' for no store.
 *
 * is_own: whoever looks did it. can_reverse: they may take it back now, as the clerk until `reversible_until`.
 */
export interface CouponsRedeemedAt {
  /** 时间 / when */
  at: string;
  /** 核销人 / who redeemed it */
  by: Person | null;
  /** 您可以撤销 / you may reverse it */
  can_reverse: boolean;
  /** 本人核销 / redeemed by oneself */
  is_own: boolean;
  /** 订单金额 / order amount */
  order_amount: number;
  /** 订单编号 / id of the order */
  order_id: string;
  /** 本人可撤销到 / until when oneself may reverse it */
  reversible_until: string | null;
  /** 门店 / store */
  store_id: string;
  /** 门店名称 / the store's name */
  store_name: string;
}

/**
 * A redeemed coupon: what to take off the order, and what the customer pays then.
 *
 * tapped_at: when the clerk pressed, null where nothing was said, or nothing that can be.
 */
export interface CouponsRedemption {
  /** 优惠金额 / amount off */
  amount_off: number;
  /** 券码 / coupon code */
  code: string;
  /** 订单金额 / order amount */
  order_amount: number;
  /** 应付金额，单位分 / what is to be paid, in fen */
  payable: number;
  /** 核销时间 / when it was redeemed */
  redeemed_at: string;
  /** 核销人 / who redeemed it */
  redeemed_by: string;
  /** 核销门店 / at which store */
  store_id: string;
  /** 收银员按下的时间 / when the clerk pressed */
  tapped_at: string | null;
  /** 优惠券名称 / name of the coupon */
  template_name: string;
}

/**
 * A redemption that counts no more. payable: what the customer pays without the coupon, the whole order.
 *
 * state: the coupon works again (issued), or has expired meanwhile; to make good for that, an operator issues another.
 */
export interface CouponsReversal {
  /** 优惠金额 / amount off */
  amount_off: number;
  /** 券码 / coupon code */
  code: string;
  /** 失效时间 / when it ends */
  expires_at: string;
  /** 订单金额 / order amount */
  order_amount: number;
  /** 应付金额，单位分 / what is to be paid, in fen */
  payable: number;
  /** 原因 / why */
  reason: string;
  /** 核销时间 / when it was redeemed */
  redeemed_at: string;
  /** 核销人 / who redeemed it */
  redeemed_by: Person;
  /** 撤销时间 / when it was reversed */
  reversed_at: string;
  reversed_by: Person;
  /** 状态 / state */
  state: CouponsWalletState;
  /** 门店 / store */
  store_id: string;
  /** 优惠券名称 / name of the coupon */
  template_name: string;
}

/** A coupon template, and how claiming stands now. problem: why customers get none, None while they do. */
export interface CouponsTemplate {
  /** 优惠金额 / amount off */
  amount_off: number;
  /** 领取开始时间 / claims begin */
  claim_from: string;
  /** 领取结束时间 / claims end */
  claim_until: string;
  /** 领取方式 / ways to claim */
  claimable_by: readonly CouponsClaimWay[];
  /** 创建时间 / when it was made */
  created_at: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 名称 / name */
  name: string;
  /** 每人限领 / coupons a member */
  per_member: number;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 修订号 / revision */
  revision: number;
  /** 状态 / state */
  state: CouponsTemplateState;
  /** 发放总量 / number of coupons */
  stock: number;
  /** 优惠券模板编号 / id of the coupon template */
  template_id: string;
  /** 使用门槛 / threshold */
  threshold: number;
  /** 使用说明 / how to use it */
  usage: string;
  /** 领取后有效天数 / days it is valid */
  valid_days: number;
}

/** How claiming of a template stands at a moment, which nothing stores but that it is paused. */
export type CouponsTemplateState = "ended" | "not_begun" | "open" | "paused";

/** A template with what is left of it: exact where it is read alone, as of a moment ago in a list. */
export interface CouponsTemplateWithStock {
  /** 优惠金额 / amount off */
  amount_off: number;
  /** 领取开始时间 / claims begin */
  claim_from: string;
  /** 领取结束时间 / claims end */
  claim_until: string;
  /** 领取方式 / ways to claim */
  claimable_by: readonly CouponsClaimWay[];
  /** 创建时间 / when it was made */
  created_at: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 已发放数量 / how many were issued */
  issued: number;
  /** 剩余数量 / how many are left */
  left: number;
  /** 名称 / name */
  name: string;
  /** 每人限领 / coupons a member */
  per_member: number;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 修订号 / revision */
  revision: number;
  /** 状态 / state */
  state: CouponsTemplateState;
  /** 发放总量 / number of coupons */
  stock: number;
  /** 优惠券模板编号 / id of the coupon template */
  template_id: string;
  /** 使用门槛 / threshold */
  threshold: number;
  /** 使用说明 / how to use it */
  usage: string;
  /** 领取后有效天数 / days it is valid */
  valid_days: number;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface CouponsTemplateWithStockPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly CouponsTemplateWithStock[];
}

/** Why a redemption is reversed. */
export interface CouponsUndo {
  /** 仅运营人员可见 / for operators */
  reason: string;
}

/** The coupon whose redemption a clerk takes back, and why. */
export interface CouponsUndoAtTill {
  /** 券码 / the coupon's code */
  code: string;
  /** 仅运营人员可见 / for operators */
  reason: string;
}

/** A redemption of a coupon that was reversed, as operators see it. */
export interface CouponsUndoneSeen {
  /** 订单金额 / order amount */
  order_amount: number;
  /** 原因 / why */
  reason: string;
  /** 核销时间 / when it was redeemed */
  redeemed_at: string;
  /** 核销人 / who redeemed it */
  redeemed_by: Person;
  /** 撤销时间 / when it was reversed */
  reversed_at: string;
  reversed_by: Person;
  /** 门店 / store */
  store_id: string;
}

/** Why a coupon is taken back. */
export interface CouponsVoid {
  /** 仅运营人员可见 / for operators */
  reason: string;
}

/** A coupon's state as its member sees it: one past its time shows as expired, which nothing stores. */
export type CouponsWalletState = "expired" | "issued" | "redeemed" | "reserved" | "voided";

/** Why a coupon cannot be claimed now, as the refusal of the claim would say it. */
export interface CouponsWhyNoClaim {
  /** 券码 / coupon code */
  code: string;
  /** 英文说明 / in English */
  en: string;
  /** 中文说明 / in Chinese */
  zh: string;
}

/** Why a coupon cannot be redeemed, as a redemption would be refused, and what to do. */
export interface CouponsWhyNot {
  /** 券码 / coupon code */
  code: string;
  /** 英文说明 / in English */
  en: string;
  /** 中文说明 / in Chinese */
  zh: string;
}

/**
 * What came of it, in numbers.
 *
 * live_codes: that others stand behind now. adopted_ways: likewise; adopted_ways_failed: where WeCom does not let us.
 * stores: at which another has their place. posts: that go to others. tasks: that were closed. follow_ups: that
 * others have now. role: 1 when it ended,
 * role_failed: 1 when it did not. customers: that were asked for. done: of them the others' now.
 * waiting: not heard of yet. refused: by themselves. full: whoever takes over has no room. failed: WeCom does not do
 * it. groups: given on. groups_failed: not given on.
 */
export interface DeparturesCounts {
  /** 接管的联系我 / adopted contact ways */
  adopted_ways: number;
  /** 无法交接的联系我 / contact ways that WeCom did not let us move */
  adopted_ways_failed: number;
  /** 是否交接客户 / whether customers are handed over */
  customers: number;
  /** 已完成的数量 / how many are done */
  done: number;
  /** 失败的数量 / how many failed */
  failed: number;
  /** 跟进 / follow-ups */
  follow_ups: number;
  /** 接替员工客户已满 / no room at who takes over */
  full: number;
  /** 是否交接客户群 / whether groups are handed over */
  groups: number;
  /** 未转移的客户群 / groups that were not given on */
  groups_failed: number;
  /** 活码 / live codes */
  live_codes: number;
  /** 群发 / posts */
  posts: number;
  /** 被拒绝的数量或原因 / how many were refused, or why */
  refused: number;
  /** 后台角色 / role */
  role: number;
  /** 未收回的角色 / role that did not end */
  role_failed: number;
  /** 门店岗位 / places at stores */
  stores: number;
  /** 未发送的群发任务 / tasks that are not sent */
  tasks: number;
  /** 等待中的数量 / how many wait */
  waiting: number;
}

/**
 * WAITING: asked for, not heard of yet. DONE: they are the other's. REFUSED: by the customer themselves.
 *
 * FULL: whoever takes over has no room for one more. FAILED: WeCom does not do it, and says why.
 */
export type DeparturesCustomerState = "done" | "failed" | "full" | "refused" | "waiting";

/**
 * A handing over. progress: how it stands with each kind of thing, in the order in which they are handed over.
 *
 * departure_id: its id. has_left: they were not of the corp any more when it began, so that no customer can refuse.
 * job_id: '' until it has begun. made_by: who asked for it. made_at: when. looked_at: when WeCom was last asked how it
 * stands. looks_at: when it is asked next.
 */
export interface DeparturesDeparture {
  /** 接管的联系我 / adopted contact ways */
  adopted_ways: boolean;
  /** 各结果的数量 / how many came to each end */
  counts: DeparturesCounts;
  /** 是否交接客户 / whether customers are handed over */
  customers: boolean;
  /** 交接编号 / departure */
  departure_id: string;
  /** 跟进 / follow-ups */
  follow_ups: boolean;
  /** 是否交接客户群 / whether groups are handed over */
  groups: boolean;
  /** 是否已离职 / whether they have left */
  has_left: boolean;
  /** 任务编号 / id of the job */
  job_id: string;
  /** 活码 / live codes */
  live_codes: boolean;
  /** 上次查询时间 / when WeCom was asked last */
  looked_at: string | null;
  /** 下次查询时间 / when WeCom is asked next */
  looks_at: string | null;
  /** 发起时间 / when it was asked for */
  made_at: string;
  /** 发起人 / who asked for it */
  made_by: string;
  /** 告知顾客的话 / what customers are told */
  message: string;
  /** 群发 / posts */
  posts: boolean;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 各项进度 / how it stands with each kind */
  progress: readonly DeparturesProgress[];
  /** 后台角色 / role */
  role: boolean;
  /** 交接的员工 / member of staff who hands over */
  staff: DeparturesNamed;
  /** 交接状态 / state */
  state: DeparturesDepartureState;
  /** 门店岗位 / places at stores */
  stores: boolean;
  /** 接替的员工 / who takes over */
  takers: readonly DeparturesNamedTaker[];
  /** 未发送的群发任务 / tasks that are not sent */
  tasks: boolean;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface DeparturesDeparturePage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly DeparturesDeparture[];
}

/**
 * ASKING: WeCom is being asked, step by step. WAITING: for customers, who have a day to refuse. DONE: all is known.
 *
 * STOPPING: nobody more is asked; what WeCom was asked for is waited for.
 */
export type DeparturesDepartureState = "asking" | "done" | "stopping" | "waiting";

/**
 * A customer of a handing over.
 *
 * takes_over_at: when they became the other's.
 */
export interface DeparturesHanded {
  /** 发起时间 / when it was asked for */
  asked_at: string;
  /** 会员编号 / id of the member */
  member_id: string;
  /** 名称 / name */
  name: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 交接状态 / state */
  state: DeparturesCustomerState;
  taker: DeparturesNamed;
  /** 生效时间 / when they became the other's */
  takes_over_at: string | null;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface DeparturesHandedPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly DeparturesHanded[];
}

/**
 * What somebody has in hand; nothing is changed by looking.
 *
 * has_left: they are not of the corp any more. live_codes, stores, posts: by name. adopted_ways: the live codes whose
 * printed contact ways lead to them. tasks: what they have not sent. follow_ups: how many are open.
 * posts_beyond: there are more posts than were
 * looked at. welcomes: live codes whose welcome says their name, which nobody changes but an operator.
 * being_handed_over: the one that is under way. taking_over: those by which they are taking over from others.
 */
export interface DeparturesHoldings {
  /** 接管的联系我 / adopted contact ways */
  adopted_ways: readonly string[];
  /** 进行中的交接 / departure that is under way */
  being_handed_over: string | null;
  /** 是否交接客户 / whether customers are handed over */
  customers: number;
  /** 跟进 / follow-ups */
  follow_ups: number;
  /** 是否交接客户群 / whether groups are handed over */
  groups: number;
  /** 是否已离职 / whether they have left */
  has_left: boolean;
  /** 活码 / live codes */
  live_codes: readonly string[];
  /** 群发 / posts */
  posts: readonly string[];
  /** 还有未查看的群发 / more posts than were looked at */
  posts_beyond: boolean;
  /** 后台角色 / role */
  role: DeparturesRole | null;
  /** 交接的员工 / member of staff who hands over */
  staff: DeparturesNamed;
  /** 门店岗位 / places at stores */
  stores: readonly string[];
  /** 正在接替他人的交接 / departures by which they take over */
  taking_over: readonly string[];
  /** 未发送的群发任务 / tasks that are not sent */
  tasks: readonly DeparturesUnsent[];
  /** 写有其姓名的欢迎语 / welcomes that say their name */
  welcomes: readonly string[];
}

/** A member of staff with the name that people know ('' while it is not known). */
export interface DeparturesNamed {
  /** 名称 / name */
  name: string;
  /** 员工账号 / userid */
  userid: string;
}

/** Who takes over, with their name and share. */
export interface DeparturesNamedTaker {
  /** 名称 / name */
  name: string;
  /** 员工账号 / userid */
  userid: string;
  /** 权重 / weight */
  weight: number;
}

/** “X goes, Y and Z take over.” message: what customers of who is still there are told when it is done. */
export interface DeparturesNewDeparture {
  /** 接管的联系我 / adopted contact ways */
  adopted_ways?: boolean;
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 是否交接客户 / whether customers are handed over */
  customers?: boolean;
  /** 跟进 / follow-ups */
  follow_ups?: boolean;
  /** 是否交接客户群 / whether groups are handed over */
  groups?: boolean;
  /** 活码 / live codes */
  live_codes?: boolean;
  /** 告知顾客的话 / what customers are told */
  message?: string;
  /** 群发 / posts */
  posts?: boolean;
  /** 后台角色 / role */
  role?: boolean;
  /** 员工账号 / a member of staff */
  staff: string;
  /** 门店岗位 / places at stores */
  stores?: boolean;
  /** 接替的员工 / who takes over */
  takers: readonly DeparturesTaker[];
  /** 未发送的群发任务 / tasks that are not sent */
  tasks?: boolean;
}

/** What somebody has in hand, in the order in which it is handed over. */
export type DeparturesPart = "adopted_ways" | "customers" | "follow_ups" | "groups" | "live_codes" | "posts" | "role" | "stores" | "tasks";

/** LEFT_OUT: nobody asked for it. STOPPED: the handing over ended before it came to it, or amidst it. */
export type DeparturesPartState = "done" | "left_out" | "stopped" | "under_way" | "waiting";

/**
 * How it stands with one kind of thing. done: handed over; failed: not; both are listed by the job or the list of
 * customers, with the reason and what to do. waiting: of customers, who have a day.
 */
export interface DeparturesProgress {
  /** 已完成的数量 / how many are done */
  done: number;
  /** 失败的数量 / how many failed */
  failed: number;
  /** 交接内容 / kind of thing */
  part: DeparturesPart;
  /** 交接状态 / state */
  state: DeparturesPartState;
  /** 等待中的数量 / how many wait */
  waiting: number;
}

/** The role that they have here. is_over: it ended when they left. */
export interface DeparturesRole {
  /** 角色已收回 / whether the role is over */
  is_over: boolean;
  /** 名称 / name */
  name: string;
  /** 后台角色 / role */
  role: string;
}

/** Who takes over, and how many of ten shared out by weight, as on a live code. */
export interface DeparturesTaker {
  /** 员工账号 / a member of staff */
  userid: string;
  /** 权重 / weight */
  weight?: number;
}

/** What they have not sent of a time of a post. targets: how many wait for it. */
export interface DeparturesUnsent {
  /** 时间 / when */
  at: string;
  /** 名称 / name */
  name: string;
  /** 群发编号 / id of the post */
  post_id: string;
  /** 等待发送的人数 / how many wait for it */
  targets: number;
}

/** What a number's figure is: how many facts (TIMES), fen or people summed over them, or how long it took. */
export type EventsUnit = "fen" | "milliseconds" | "people" | "times";

/**
 * An export, and how far it is.
 *
 * is_masked: names and outside ids are hidden. done: lines so far; lines: of the file, null until it is ready.
 * left_out: who said no to advertising. problem: why the last try failed. expires_at: when the file is deleted.
 */
export interface ExportsExport {
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person;
  /** 已完成的数量 / how many are done */
  done: number;
  /** 下载次数 / downloads */
  downloads: number;
  /** 失效时间 / when it ends */
  expires_at: string | null;
  /** 导出编号 / export */
  export_id: string;
  /** 是否脱敏 / whether people are hidden */
  is_masked: boolean;
  /** 导出内容 / what is exported */
  kind: ExportsExportKind;
  /** 因拒收而未导出 / left out, since they said no */
  left_out: number;
  /** 行数 / lines */
  lines: number | null;
  /** 发起时间 / when it was asked for */
  made_at: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: StorageProblem | null;
  /** 用途 / what it is for */
  purpose: ExportsPurpose;
  /** 接收方 / who gets the file */
  recipient: string;
  /** 状态 / state */
  state: ExportsShownState;
  /** 筛选条件 / filters */
  which: ExportsFilters;
}

/** What the lines of a file are. */
export type ExportsExportKind = "audit" | "coupons" | "members" | "orders" | "redemptions" | "visits";

/** Where the file may be downloaded, until `expires_at`. */
export interface ExportsExportLink {
  /** 失效时间 / when it ends */
  expires_at: string;
  /** 地址 / address */
  url: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface ExportsExportPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly ExportsExport[];
}

/**
 * Which lines; all that is given must hold. Which of them a kind takes says docs/operators/exports.md.
 *
 * since, until: days in Shanghai, both included. thing: of the audit, the kind of thing; thing_id: one of them.
 */
export interface ExportsFilters {
  /** 活码 / live code */
  code?: string;
  /** 上海日期，可不填 / a day in Shanghai, may be left out */
  since?: string;
  /** 员工账号，可不填 / a member of staff, may be left out */
  staff?: string;
  /** 状态 / state */
  state?: ExportsLineState | null;
  /** 门店 / store */
  store?: string;
  /** 标签 / tag */
  tag?: string;
  /** 优惠券模板 / coupon template */
  template?: string;
  /** 对象类型 / kind of thing */
  thing?: string;
  /** 对象编号 / which of them */
  thing_id?: string;
  /** 上海日期，可不填 / a day in Shanghai, may be left out */
  until?: string;
}

/** What the lines of a file may be asked to be in; which of these a kind has it says itself. */
export type ExportsLineState = "cancelled" | "expired" | "friend" | "issued" | "lost" | "paid" | "paid_late" | "pending" | "picked_up" | "placed" | "ready" | "redeemed" | "refunded" | "refunding" | "reserved" | "voided";

/** A file to be made. recipient: who outside the corp gets it, '' for nobody. */
export interface ExportsNewExport {
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 导出内容 / what is exported */
  kind: ExportsExportKind;
  /** 用途 / what it is for */
  purpose: ExportsPurpose;
  /** 接收方 / who gets the file */
  recipient?: string;
  /** 筛选条件 / filters */
  which?: ExportsFilters;
}

/**
 * What a file is for. SERVICE: to serve and deliver. MARKETING: to advertise; who said no to that is left out.
 *
 * ANALYSIS: to count; nobody's name is needed. CHECK: to look for faults, and for whom the law lets look.
 */
export type ExportsPurpose = "analysis" | "check" | "marketing" | "service";

/**
 * The same as operators see it: while it is made, as its job stands.
 *
 * PAUSED, FAILED: its job is, and can be resumed.
 */
export type ExportsShownState = "cancelled" | "expired" | "failed" | "making" | "paused" | "ready";

/** A follow-up goes on at another time or with other words, or is over; what is left out stays. */
export interface FollowupsEditFollowUp {
  /** 跟进时间 / when */
  due?: string | null;
  /** 跟进状态 / state */
  state?: FollowupsFollowUpState | null;
  /** 跟进内容 / what to do */
  what?: string | null;
}

/**
 * A follow-up. is_overdue: its time has come and it is open. is_masked: only how it begins is shown, its numbers
 * hidden; who has it sees all of it. times: how often it was put off. ended_at: null while it is open.
 */
export interface FollowupsFollowUp {
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 跟进时间 / when */
  due: string;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 结束时间 / when it ended */
  ended_at: string | null;
  /** 跟进编号 / id of the follow-up */
  followup_id: string;
  /** 是否只显示开头 / whether only its beginning is shown */
  is_masked: boolean;
  /** 是否已逾期 / whether its time is over */
  is_overdue: boolean;
  /** 会员 / member */
  member: MembersMemberNamed;
  /** 员工 / staff */
  staff: Person;
  /** 跟进状态 / state */
  state: FollowupsFollowUpState;
  /** 改期次数 / how often it was put off */
  times: number;
  /** 跟进内容 / what to do */
  what: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface FollowupsFollowUpPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly FollowupsFollowUp[];
}

/** OPEN: to be done. DONE, CANCELLED: over. */
export type FollowupsFollowUpState = "cancelled" | "done" | "open";

/** What to do about a customer, and when. */
export interface FollowupsWriteFollowUp {
  /** 带时区的时间 / a time with its offset */
  due: string;
  /** 要做什么，仅员工可见 / what to do, for staff */
  what: string;
}

/**
 * A group-buy activity; who made it and who changed it last, null for the system or nobody.
 *
 * stop: what became of its teams when it was stopped, null while it was not. problem: why customers are turned away.
 */
export interface GroupbuysActivity {
  /** 拼团活动编号 / id of the group-buy */
  activity_id: string;
  /** 活动结束时间 / activity closes */
  closes_at: string;
  /** 创建时间 / when it was made */
  created_at: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 支付时限 / time to pay */
  hold: number;
  /** 名称 / name */
  name: string;
  /** 仅限新客 / new customers only */
  new_only: boolean;
  /** 活动开始时间 / activity opens */
  opens_at: string;
  /** 每人限购次数 / orders a member */
  per_member: number;
  /** 图片地址 / address of the picture */
  picture_url: string;
  /** 私域价，单位分 / private price in fen */
  private_price: number;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 商品名称 / name of the product */
  product_name: string;
  /** 修订号 / revision */
  revision: number;
  /** 规格编号 / SKU id */
  sku_id: string;
  /** 规格名称 / name of the SKU */
  sku_name: string;
  /** 状态 / state */
  state: GroupbuysActivityState;
  /** 活动库存 / activity's stock */
  stock: number;
  /** 停止方式，未停止时为 null / how it was stopped; null while it was not */
  stop: GroupbuysStop | null;
  /** 停止时间 / when it was stopped */
  stopped_at: string | null;
  /** 成团时限 / time to complete a team */
  team_life: number;
  /** 拼团价 / team price */
  team_price: number;
  /** 成团人数 / team size */
  team_size: number;
}

/** A group-buy activity as its customers see it. */
export interface GroupbuysActivityForMembers {
  /** 拼团活动编号 / id of the group-buy */
  activity_id: string;
  /** 活动结束时间 / activity closes */
  closes_at: string;
  /** 创建时间 / when it was made */
  created_at: string;
  /** 支付时限 / time to pay */
  hold: number;
  /** 名称 / name */
  name: string;
  /** 仅限新客 / new customers only */
  new_only: boolean;
  /** 活动开始时间 / activity opens */
  opens_at: string;
  /** 每人限购次数 / orders a member */
  per_member: number;
  /** 图片地址 / address of the picture */
  picture_url: string;
  /** 私域价，单位分 / private price in fen */
  private_price: number;
  /** 商品名称 / name of the product */
  product_name: string;
  /** 规格编号 / SKU id */
  sku_id: string;
  /** 规格名称 / name of the SKU */
  sku_name: string;
  /** 状态 / state */
  state: GroupbuysActivityState;
  /** 活动库存 / activity's stock */
  stock: number;
  /** 成团时限 / time to complete a team */
  team_life: number;
  /** 拼团价 / team price */
  team_price: number;
  /** 成团人数 / team size */
  team_size: number;
}

/**
 * A group-buy that goes on now. is_sold_out: all of its pieces are held or sold.
 *
 * my_team: the acting member's own that is not over and that they did not leave, of their 20 latest orders; null for
 * none.
 */
export interface GroupbuysActivityOnOffer {
  /** 拼团活动编号 / id of the group-buy */
  activity_id: string;
  /** 活动结束时间 / activity closes */
  closes_at: string;
  /** 创建时间 / when it was made */
  created_at: string;
  /** 支付时限 / time to pay */
  hold: number;
  /** 是否售罄 / whether it is sold out */
  is_sold_out: boolean;
  /** 我的团 / my team */
  my_team: string | null;
  /** 名称 / name */
  name: string;
  /** 仅限新客 / new customers only */
  new_only: boolean;
  /** 活动开始时间 / activity opens */
  opens_at: string;
  /** 每人限购次数 / orders a member */
  per_member: number;
  /** 图片地址 / address of the picture */
  picture_url: string;
  /** 私域价，单位分 / private price in fen */
  private_price: number;
  /** 商品名称 / name of the product */
  product_name: string;
  /** 规格编号 / SKU id */
  sku_id: string;
  /** 规格名称 / name of the SKU */
  sku_name: string;
  /** 状态 / state */
  state: GroupbuysActivityState;
  /** 活动库存 / activity's stock */
  stock: number;
  /** 成团时限 / time to complete a team */
  team_life: number;
  /** 拼团价 / team price */
  team_price: number;
  /** 成团人数 / team size */
  team_size: number;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface GroupbuysActivityOnOfferPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly GroupbuysActivityOnOffer[];
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface GroupbuysActivityPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly GroupbuysActivity[];
}

/** How an activity stands at a moment: before its time, taking teams, stopped by an operator, over. */
export type GroupbuysActivityState = "open" | "over" | "scheduled" | "stopped";

/** An activity and what is left of its stock, exact. */
export interface GroupbuysActivityWithStock {
  /** 拼团活动编号 / id of the group-buy */
  activity_id: string;
  /** 活动结束时间 / activity closes */
  closes_at: string;
  /** 创建时间 / when it was made */
  created_at: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 支付时限 / time to pay */
  hold: number;
  /** 剩余数量 / how many are left */
  left: number;
  /** 名称 / name */
  name: string;
  /** 仅限新客 / new customers only */
  new_only: boolean;
  /** 活动开始时间 / activity opens */
  opens_at: string;
  /** 每人限购次数 / orders a member */
  per_member: number;
  /** 图片地址 / address of the picture */
  picture_url: string;
  /** 私域价，单位分 / private price in fen */
  private_price: number;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 商品名称 / name of the product */
  product_name: string;
  /** 修订号 / revision */
  revision: number;
  /** 规格编号 / SKU id */
  sku_id: string;
  /** 规格名称 / name of the SKU */
  sku_name: string;
  /** 状态 / state */
  state: GroupbuysActivityState;
  /** 活动库存 / activity's stock */
  stock: number;
  /** 停止方式，未停止时为 null / how it was stopped; null while it was not */
  stop: GroupbuysStop | null;
  /** 停止时间 / when it was stopped */
  stopped_at: string | null;
  /** 成团时限 / time to complete a team */
  team_life: number;
  /** 拼团价 / team price */
  team_price: number;
  /** 成团人数 / team size */
  team_size: number;
}

/**
 * An activity's books, counted over its teams and orders. Money in fen.
 *
 * as_of: when the counting began; what was ordered since is not in it, and what changed until counted_at may be.
 * money_in = money_kept + money_refunded + money_refunding; stock = left + held + sold, until stock is returned to the
 * SKU: what went back is no longer counted as left.
 */
export interface GroupbuysBooks {
  /** 统计截至时间 / counted at this moment */
  as_of: string;
  /** 统计结束时间 / when the counting ended */
  counted_at: string;
  /** 失败的数量 / how many failed */
  failed: number;
  /** 已占未付的库存 / stock that is held and not paid */
  held: number;
  /** 任务编号 / id of the job */
  job_id: string;
  /** 剩余数量 / how many are left */
  left: number;
  /** 收款，单位分 / money that came in, in fen */
  money_in: number;
  /** 实收，单位分 / money that stays, in fen */
  money_kept: number;
  /** 已退款，单位分 / money that went back, in fen */
  money_refunded: number;
  /** 退款中，单位分 / money on its way back, in fen */
  money_refunding: number;
  /** 进行中的团数 / teams that are open */
  open: number;
  /** 已付款席位数 / seats that are paid */
  seats_paid: number;
  /** 已售库存 / stock that is sold */
  sold: number;
  /** 活动库存 / activity's stock */
  stock: number;
  /** 已成团数 / teams that are complete */
  succeeded: number;
  /** 进行中的团 / teams that run */
  teams: number;
}

/** When the copy is on. name, stock: as those of the activity when left out. */
export interface GroupbuysCopyActivity {
  /** 带时区的时间 / a time with its offset */
  closes_at: string;
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 名称 / name */
  name?: string | null;
  /** 带时区的时间 / a time with its offset */
  opens_at: string;
  /** 活动库存 / activity's stock */
  stock?: number | null;
}

/** The job that counts the books; they are there when it is done. */
export interface GroupbuysCounting {
  /** 任务编号 / id of the job */
  job_id: string;
}

/** An activity as it shall be: what was not promised. revision: of the activity that the editor saw. */
export interface GroupbuysEditActivity {
  /** 带时区的时间 / a time with its offset */
  closes_at: string;
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 名称 / name */
  name: string;
  /** 看到的修订号 / the revision that was seen */
  revision: number;
  /** 活动库存 / activity's stock */
  stock: number;
}

/** When an activity shall end, earlier than it would; now when nothing is said. */
export interface GroupbuysEndActivity {
  /** 活动结束时间 / activity closes */
  closes_at?: string | null;
}

/** Open or join a team, with a coupon or without. */
export interface GroupbuysEnter {
  /** 券码，可不填 / may be empty */
  coupon_code?: string;
  /** 提货门店 / where to pick it up */
  store_id?: string;
}

/** The team one is in now, and the order to pay until `order.pay_until`. */
export interface GroupbuysEntered {
  order: OrdersOrderSummary;
  team: GroupbuysTeam;
}

/**
 * A group-buy activity on one SKU. Its stock is set aside from the SKU's.
 *
 * team_life: minutes from opening a team to its deadline. hold: minutes that a seat waits for its payment.
 * new_only: for customers who have not bought before, one at a time.
 */
export interface GroupbuysNewActivity {
  /** 库存分片数 / stock buckets */
  buckets?: number;
  /** 带时区的时间 / a time with its offset */
  closes_at: string;
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 支付时限 / time to pay */
  hold?: number;
  /** 名称 / name */
  name: string;
  /** 仅限新客 / new customers only */
  new_only?: boolean;
  /** 带时区的时间 / a time with its offset */
  opens_at: string;
  /** 每人限购次数 / orders a member */
  per_member?: number;
  /** 规格编号 / SKU id */
  sku_id: string;
  /** 活动库存 / activity's stock */
  stock: number;
  /** 成团时限 / time to complete a team */
  team_life?: number;
  /** 拼团价 / team price */
  team_price: number;
  /** 成团人数 / team size */
  team_size: number;
}

/** A seat as others may see it: the first character of a name. */
export interface GroupbuysSeatForFriends {
  /** 是否团长 / whether they opened the team */
  is_leader: boolean;
  /** 是否已付款 / whether it is paid */
  is_paid: boolean;
  /** 名称 / name */
  name: string;
}

/** A seat as operators see it. */
export interface GroupbuysSeatForOperators {
  /** 是否已付款 / whether it is paid */
  is_paid: boolean;
  /** 会员编号 / id of the member */
  member_id: string;
  /** 订单编号 / id of the order */
  order_id: string;
}

/**
 * What becomes of the teams of an activity that was stopped. FINISH: they run to their own end, and may be joined.
 *
 * REFUND: those that are not complete fail, and everybody in them is refunded.
 */
export type GroupbuysStop = "finish" | "refund";

/** What becomes of the teams that are not complete. */
export interface GroupbuysStopActivity {
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 进行中的团 / teams that run */
  teams: GroupbuysStop;
}

/** An activity that was stopped, and the job that lets its teams fail, '' for none. */
export interface GroupbuysStopped {
  activity: GroupbuysActivity;
  /** 任务编号 / id of the job */
  job_id: string;
}

/** A team. taken: seats held or paid; paid: seats paid. */
export interface GroupbuysTeam {
  /** 拼团活动编号 / id of the group-buy */
  activity_id: string;
  /** 截止时间 / until when */
  deadline: string;
  /** 开团时间 / when it was opened */
  opened_at: string;
  /** 页面地址 / address of the page */
  page_url: string;
  /** 已付款的数量 / how many are paid */
  paid: number;
  /** 人数 / how many people */
  size: number;
  /** 状态 / how it stands */
  status: GroupbuysTeamState;
  /** 已占席位 / seats that are taken */
  taken: number;
  /** 团编号 / id of the team */
  team_id: string;
}

/** A team with who sits where. */
export interface GroupbuysTeamForOperators {
  /** 拼团活动编号 / id of the group-buy */
  activity_id: string;
  /** 截止时间 / until when */
  deadline: string;
  /** 开团时间 / when it was opened */
  opened_at: string;
  /** 页面地址 / address of the page */
  page_url: string;
  /** 已付款的数量 / how many are paid */
  paid: number;
  /** 席位 / its seats */
  seats: readonly GroupbuysSeatForOperators[];
  /** 人数 / how many people */
  size: number;
  /** 状态 / how it stands */
  status: GroupbuysTeamState;
  /** 已占席位 / seats that are taken */
  taken: number;
  /** 团编号 / id of the team */
  team_id: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface GroupbuysTeamPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly GroupbuysTeam[];
}

/**
 * How a team stands at a moment.
 *
 * SETTLING: nobody joins any more, but money that was paid in time may still be on its way.
 */
export type GroupbuysTeamState = "failed" | "open" | "settling" | "succeeded";

/** A team with its seats, and what it buys. */
export interface GroupbuysTeamWithSeats {
  /** 拼团活动编号 / id of the group-buy */
  activity_id: string;
  /** 截止时间 / until when */
  deadline: string;
  /** 开团时间 / when it was opened */
  opened_at: string;
  /** 页面地址 / address of the page */
  page_url: string;
  /** 已付款的数量 / how many are paid */
  paid: number;
  /** 私域价，单位分 / private price in fen */
  private_price: number;
  /** 商品名称 / name of the product */
  product_name: string;
  /** 席位 / its seats */
  seats: readonly GroupbuysSeatForFriends[];
  /** 人数 / how many people */
  size: number;
  /** 规格名称 / name of the SKU */
  sku_name: string;
  /** 状态 / how it stands */
  status: GroupbuysTeamState;
  /** 已占席位 / seats that are taken */
  taken: number;
  /** 团编号 / id of the team */
  team_id: string;
  /** 拼团价 / team price */
  team_price: number;
}

/**
 * Long work, and how far it is.
 *
 * total: null until it is known. failed: how many were rejected, listed: how many of those are listed. problem: why
 * the last try failed, null when it did not. result: what was made, such as a file's name, '' for nothing.
 */
export interface JobsJob {
  /** 发起人 / who asked for it */
  asked_by: string;
  /** 变更时间 / when it was changed last */
  changed_at: string;
  /** 创建时间 / when it was made */
  created_at: string;
  /** 已完成的数量 / how many are done */
  done: number;
  /** 失败的数量 / how many failed */
  failed: number;
  /** 任务编号 / id of the job */
  job_id: string;
  /** 类型 / of which kind */
  kind: string;
  /** 问题行中已列出的数量 / how many of those that failed are listed */
  listed: number;
  /** 英文名称 / name in English */
  name_en: string;
  /** 中文名称 / name in Chinese */
  name_zh: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: StorageProblem | null;
  /** 产出，如文件名，没有时为空 / what was made, such as a file's name; '' for nothing */
  result: string;
  /** 状态 / how it stands */
  state: StorageJobState;
  /** 总数 / in all */
  total: number | null;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface JobsJobPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly JobsJob[];
}

/**
 * Something that the job did not take.
 *
 * line: where it stands, from 1; field: in which column, where one is to blame; reference: an id, or ''. is_there: it
 * was there already, which is no failure.
 */
export interface JobsRejected {
  /** 列 / the column */
  field: string;
  /** 已存在，不算失败 / there already, no failure */
  is_there: boolean;
  /** 行号 / the line's number */
  line: number;
  /** 原因（英文） / why, in English */
  reason_en: string;
  /** 原因（中文） / why, in Chinese */
  reason_zh: string;
  /** 对应编号，没有时为空 / the id that the line names; '' for none */
  reference: string;
}

/** A page of rejects and the cursor that continues them ('' ends). beyond: so many more were only counted. */
export interface JobsRejects {
  /** 超出上限、只计数的问题行数 / so many more were only counted */
  beyond: number;
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly JobsRejected[];
}

/** PREPARING until WeCom has made every contact way or refused it. IN_PART: some were refused, and say why. */
export type LivecodesCodeState = "in_part" | "preparing" | "ready";

/** A file that was uploaded. */
export interface LivecodesCodesFile {
  /** 文件 / file */
  file: string;
}

/**
 * What would become of a file. file: its name, by which it is imported. good: how many lines a code can be made of,
 * to_make: these lines.
 */
export interface LivecodesCodesPreview {
  /** 文件编码 / how the file is encoded */
  encoding: string;
  /** 文件 / file */
  file: string;
  /** 可以创建的行数 / lines that something can be made of */
  good: number;
  /** 明细 / its lines */
  lines: number;
  /** 将要创建的行 / the lines that a code can be made of */
  to_make: readonly LivecodesLineToMake[];
  /** 问题行 / what is wrong with lines */
  wrong: readonly LivecodesLineWithFault[];
}

/** A CSV of live codes: a file that was uploaded, by its name, or the text itself. */
export interface LivecodesCodesSheet {
  /** CSV 内容 / the CSV itself */
  csv?: string;
  /** 文件 / file */
  file?: string;
}

/** Where to upload a CSV of live codes: a form of `fields` and then `file`, posted to `url` before `expires_at`. */
export interface LivecodesCodesUpload {
  /** 失效时间 / when it ends */
  expires_at: string;
  /** 上传表单须原样带上的字段 / fields of the upload's form, sent as they are */
  fields: Readonly<Record<string, string>>;
  /** 文件 / file */
  file: string;
  /** 链接 / link */
  url: string;
}

/**
 * The WeCom contact way of one member of staff; `config_id` is '' until WeCom has made it.
 *
 * problem: why WeCom will not make it, or why it is not shown; the others are shown meanwhile. is_paused: whose it is
 * has left or cannot act; it is shown again when they are back. name: '' while it is not known.
 */
export interface LivecodesContactWay {
  /** 企业微信「联系我」编号 / WeCom's id of the contact way */
  config_id: string;
  /** 是否暂不展示 / whether it is not shown for now */
  is_paused: boolean;
  /** 名称 / name */
  name: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 二维码图片地址 / address of the QR code */
  qr_code: string;
  /** 员工账号 / userid */
  userid: string;
  /** 分配权重 / weight */
  weight: number;
}

/** What the copy is called; when left out, as the live code that it is copied from, and that it is a copy. */
export interface LivecodesCopyLiveCode {
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 名称 / name */
  name?: string | null;
}

/** A live code as it shall be, whole. revision: of the one that the editor saw. */
export interface LivecodesEditLiveCode {
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 随附优惠券 / coupon template */
  coupon_template_id?: string;
  /** 名称 / name */
  name: string;
  /** 版本 / revision */
  revision: number;
  /** 接待员工 / staff */
  staff: readonly LivecodesStaffShare[];
  /** 所属门店，空为总部 / its store, empty for none */
  store_id?: string;
  /** 标签 / tags */
  tag_ids?: readonly string[];
  /** 欢迎语 / welcome */
  welcome: LivecodesWelcome;
  /** 分时段欢迎语 / welcomes by hours */
  welcome_hours?: readonly LivecodesHourlyWelcome[];
}

/** confirm: that the QR codes of these contact ways end, wherever somebody has them. */
export interface LivecodesEndOldWays {
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
}

/** Another welcome for some hours of the day, by the corp's clocks; until earlier than since is past midnight. */
export interface LivecodesHourlyWelcome {
  /** 08:30 */
  since: string;
  /** 08:30 */
  until: string;
  /** 欢迎语 / welcome */
  welcome: LivecodesWelcome;
}

/** A picture: picture_id of one that was uploaded here, or its permanent url (media/uploadimg). */
export interface LivecodesImage {
  /** 附件类型 / kind of attachment */
  msgtype: "image";
  /** 图片链接 / picture link */
  pic_url?: string;
  /** 图片 / picture */
  picture_id?: string;
}

/** The job that makes live codes. */
export interface LivecodesImportBegun {
  /** 任务编号 / id of the job */
  job_id: string;
}

/** A line that a live code can be made of. */
export interface LivecodesLineToMake {
  /** 优惠券名称 / what the coupon is called */
  coupon_name: string;
  /** 随附优惠券 / coupon template */
  coupon_template_id: string;
  /** 行号 / the line's number */
  line: number;
  /** 名称 / name */
  name: string;
  /** 接待员工 / staff */
  staff: readonly LivecodesStaffInCode[];
  /** 门店名称 / the store's name */
  store_name: string;
  /** 标签 / tags */
  tags: readonly string[];
  /** 欢迎语 / welcome */
  welcome: string;
}

/**
 * What is wrong with a line. field: the column in Chinese, '' for the whole line; zh, en: one sentence.
 *
 * name: as the line has it, '' where it cannot be told. code: the live code that this very line made before.
 */
export interface LivecodesLineWithFault {
  /** 编码 / its code */
  code: string | null;
  /** 英文说明 / in English */
  en: string;
  /** 字段或列名 / which field or column */
  field: string;
  /** 行号 / the line's number */
  line: number;
  /** 名称 / name */
  name: string;
  /** 中文说明 / in Chinese */
  zh: string;
}

/** A link card (图文). */
export interface LivecodesLink {
  /** 描述 / description */
  desc?: string;
  /** 附件类型 / kind of attachment */
  msgtype: "link";
  /** 图片链接 / picture link */
  picurl?: string;
  /** 标题 / title */
  title: string;
  /** 链接 / link */
  url: string;
}

/**
 * A live code. status: preparing until WeCom has made every contact way or refused it; then ready, or in part.
 *
 * state: open, or paused or in the archive, where whoever scans it is shown nobody. old_ways: of staff who are not
 * behind it any more; WeCom keeps them, and who joins by one is welcomed and counted. problem: of the contact way that
 * was refused last; welcome_problem: why the last welcomes arrived in part or not. revision: an edit names it.
 */
export interface LivecodesLiveCode {
  /** 编码 / its code */
  code: string;
  /** 各员工的「联系我」 / the contact way of each member of staff */
  contact_ways: readonly LivecodesContactWay[];
  /** 随附优惠券 / coupon template */
  coupon_template_id: string;
  /** 创建时间 / when it was made */
  created_at: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 入口页地址，印在二维码里 / the entry page, which the QR code leads to */
  entry_url: string;
  /** 名称 / name */
  name: string;
  /** 已移出员工的「联系我」 / contact ways of staff who were taken out */
  old_ways: readonly LivecodesContactWay[];
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 二维码 PNG 地址 / address of the QR code as PNG */
  qr_png: string;
  /** 二维码 SVG 地址 / address of the QR code as SVG */
  qr_svg: string;
  /** 版本 / revision */
  revision: number;
  /** 活码状态 / state */
  state: LivecodesStanding;
  /** 状态 / how it stands */
  status: LivecodesCodeState;
  /** 门店 / store */
  store_id: string;
  /** 门店名称 / the store's name */
  store_name: string;
  /** 标签 / tags */
  tag_ids: readonly string[];
  /** 欢迎语 / welcome */
  welcome: LivecodesWelcome;
  /** 分时段欢迎语 / welcomes by hours */
  welcome_hours: readonly LivecodesHourlyWelcome[];
  /** 最近的欢迎语为何未送达或缺附件；正常时为 null / why the last welcomes arrived in part or not; null when all is well */
  welcome_problem: ProblemsProblem | null;
}

/** A live code in a list. problem: that of the contact way which WeCom refused last, else of its welcome. */
export interface LivecodesLiveCodeLine {
  /** 编码 / its code */
  code: string;
  /** 随附优惠券 / coupon template */
  coupon_template_id: string;
  /** 创建时间 / when it was made */
  created_at: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 名称 / name */
  name: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 接待员工 / staff */
  staff: readonly LivecodesStaffInCode[];
  /** 活码状态 / state */
  state: LivecodesStanding;
  /** 门店 / store */
  store_id: string;
  /** 门店名称 / the store's name */
  store_name: string;
  /** 标签 / tags */
  tag_ids: readonly string[];
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface LivecodesLiveCodeLinePage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly LivecodesLiveCodeLine[];
}

/**
 * A mini-program card, with one picture.
 *
 * picture_id: of one that was uploaded here, which WeCom is given anew as long as the card is used; or pic_media_id:
 * of one that was uploaded to WeCom, which forgets it after 3 days.
 */
export interface LivecodesMiniProgram {
  /** 小程序 AppID / mini-program's AppID */
  appid: string;
  /** 附件类型 / kind of attachment */
  msgtype: "miniprogram";
  /** 小程序页面路径 / mini-program's page */
  page: string;
  /** 企业微信素材 media_id / WeCom media id */
  pic_media_id?: string;
  /** 图片 / picture */
  picture_id?: string;
  /** 标题 / title */
  title: string;
}

/** A live code: who answers it, and what follows from a join through it. */
export interface LivecodesNewLiveCode {
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 随附优惠券 / coupon template */
  coupon_template_id?: string;
  /** 名称 / name */
  name: string;
  /** 接待员工 / staff */
  staff: readonly LivecodesStaffShare[];
  /** 所属门店，空为总部 / its store, empty for none */
  store_id?: string;
  /** 标签 / tags */
  tag_ids?: readonly string[];
  /** 欢迎语 / welcome */
  welcome: LivecodesWelcome;
  /** 分时段欢迎语 / welcomes by hours */
  welcome_hours?: readonly LivecodesHourlyWelcome[];
}

/** Labels of these live codes, or of those that an import made, in one file. */
export interface LivecodesNewPack {
  /** 导入任务编号 / the import that made them */
  batch?: string;
  /** 是否带文字 / whether name, store and number stand below */
  caption?: boolean;
  /** 活码 / live codes */
  codes?: readonly string[];
  /** 文件形式 / form of the file */
  form?: LivecodesPackForm;
  /** 二维码边长（毫米，含留白）/ side of the code in mm */
  size_mm?: number;
}

/** The job that makes a pack. */
export interface LivecodesPackBegun {
  /** 任务编号 / id of the job */
  job_id: string;
}

/** What many labels are put into. PDF_A4: as many on a sheet as fit; PDF_PAGES: one a page. */
export type LivecodesPackForm = "pdf_a4" | "pdf_pages" | "zip_png" | "zip_svg";

/** Where a pack may be downloaded until `expires_at`; asked again there is another link, for seven days. */
export interface LivecodesPackLink {
  /** 失效时间 / when it ends */
  expires_at: string;
  /** 链接 / link */
  url: string;
}

/** A member of staff behind a live code. name: '' while it is not known. */
export interface LivecodesStaffInCode {
  /** 名称 / name */
  name: string;
  /** 员工账号 / userid */
  userid: string;
  /** 分配权重 / weight */
  weight: number;
}

/** A member of staff behind a live code, shown in proportion to the weight (0 pauses them). */
export interface LivecodesStaffShare {
  /** 员工账号 / a member of staff */
  userid: string;
  /** 分配权重 / weight */
  weight?: number;
}

/**
 * What operators have made of a live code: whether whoever scans it is shown anybody.
 *
 * Whoever joins by a contact way that they kept is welcomed, tagged and counted in each of them.
 */
export type LivecodesStanding = "archived" | "open" | "paused";

/** How many people opened the entry page on a day (Shanghai), each counted once; robots are not. */
export interface LivecodesVisits {
  /** 编码 / its code */
  code: string;
  /** 日期 / day */
  day: string;
  /** 访问人数，每人计一次 / people who opened the page, each counted once */
  visits: number;
}

/**
 * The one message a customer gets within 20 s of adding: a version of content, or words and cards of its own.
 *
 * Texts, titles and descriptions may say staff_name, customer_name, corp_name and send_date, as `{{staff_name}}`. At
 * most 9 attachments.
 */
export interface LivecodesWelcome {
  /** 附件 / attachments */
  attachments?: readonly (LivecodesLink | LivecodesMiniProgram | LivecodesImage)[];
  /** 素材 / content */
  content?: LivecodesWelcomeContent | null;
  /** 文字 / text */
  text?: string;
}

/** An approved version of content, with values of its variables; a newer approved one takes its place. */
export interface LivecodesWelcomeContent {
  /** 素材编号 / content item */
  item_id: string;
  /** 变量取值 / values of variables */
  values?: Readonly<Record<string, string | number>>;
  /** 素材版本 / content version */
  version: number;
}

/** What a live code says: its welcome, and others for some hours. */
export interface LivecodesWelcomes {
  /** 欢迎语 / welcome */
  welcome: LivecodesWelcome;
  /** 分时段欢迎语 / welcomes by hours */
  welcome_hours?: readonly LivecodesHourlyWelcome[];
}

/** EACH: within minutes, what comes meanwhile together. DAILY: the morning after. OFF: nobody is told. */
export type LossesAlert = "daily" | "each" | "off";

/**
 * What the customer was sent last before. sending: what it was; about: the id of the live code, content, coupon or
 * post; name: what that is called, '' for what is there no more.
 */
export interface LossesLastMessage {
  /** 内容编号 / id of what was sent */
  about: string;
  /** 时间 / when */
  at: string;
  /** 名称 / name */
  name: string;
  /** 发送方式 / how it was sent */
  said: LossesSaid;
  /** 发送的是什么 / what was sent */
  sending: LossesSending;
}

/**
 * A friendship that ended. days_kept: how many whole days it lasted, null where no add of before is known: then the
 * other had left already. back_at: since when they are friends again, null while they are not.
 *
 * first_code, first_code_name: the live code of the member's first join, '' for none. last_message: null where nothing
 * is known of the 31 days before. problem: many were deleted.
 */
export interface LossesLoss {
  /** 时间 / when */
  at: string;
  /** 重新添加时间 / friends again since */
  back_at: string | null;
  /** 谁解除 / who ended it */
  by: MembersLostBy;
  /** 留存天数 / days it lasted */
  days_kept: number | null;
  /** 首次来源 / first source */
  first_code: string;
  /** 首次来源活码的名称 / name of the first live code */
  first_code_name: string;
  /** 流失前最后发送的消息 / what was sent last before */
  last_message: LossesLastMessage | null;
  /** 会员 / member */
  member: MembersMemberNamed;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 员工 / staff */
  staff: Person;
  /** 门店 / store */
  store: string;
  /** 门店编号，空为总部 / id of the store, empty for none */
  store_id: string;
}

/**
 * Who is told of losses when. deletions: so many customers that one member of staff deletes on a day ring the
 * alarm; 0 for none. revision: of those that were seen; with null they are set over whatever there is.
 */
export interface LossesLossAlerts {
  /** 提醒方式 / when losses are told */
  alert?: LossesAlert;
  /** 每日删除告警数量 / deletions a day that ring the alarm */
  deletions?: number;
  /** 所见版本 / revision */
  revision?: number | null;
}

/** The same, with who set it. revision: grows each time; 0 while nobody has. */
export interface LossesLossAlertsShown {
  /** 提醒方式 / when losses are told */
  alert: LossesAlert;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 每日删除告警数量 / deletions a day that ring the alarm */
  deletions: number;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 所见版本 / revision */
  revision: number;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface LossesLossPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly LossesLoss[];
}

/**
 * How a customer was written to: by a welcome, by what staff took out of the library or the side bar for them
 * (whether they tapped "send" WeCom does not tell), or by a post that was planned for them.
 */
export type LossesSaid = "post" | "script" | "side_bar" | "welcome";

/** What was sent: a live code's welcome, content, a coupon, a post. */
export type LossesSending = "content" | "coupon" | "post" | "welcome";

/** Whether posts leave a member out, and why; the reason is for colleagues. */
export interface MembersBlock {
  /** 是否屏蔽群发 / whether posts leave them out */
  blocked?: boolean;
  /** 原因 / why */
  reason?: string;
}

/** What a member of staff calls and notes of a customer at WeCom; what is left out stays, '' and [] empty it. */
export interface MembersEditRemark {
  /** 企业微信描述 / description at WeCom */
  description?: string | null;
  /** 手机号 / phone numbers */
  phones?: readonly string[] | null;
  /** 企业微信备注名 / remark at WeCom */
  remark?: string | null;
}

/**
 * One thing that happened to a member: a sentence in both languages, and its data.
 *
 * by: who did it, where somebody of the staff did; names: what the ids of `data` are called, by field. Codes of
 * coupons are hidden but for the last four, unless whoever looks may redeem them or see what is hidden.
 */
export interface MembersEvent {
  /** 操作者 / who did it, as facts name them */
  actor: string;
  /** 时间 / when */
  at: string;
  /** 操作人 / who did it */
  by: Person | null;
  /** 起因 / what it follows from */
  cause: string;
  /** 内容 / what it says */
  data: Readonly<Record<string, unknown>>;
  /** 编号 / its id */
  id: string;
  /** 类型 / of which kind */
  kind: string;
  /** 编号对应的名称 / what the ids are called */
  names: Readonly<Record<string, string>>;
  /** 英文描述 / in English */
  text_en: string;
  /** 中文描述 / in Chinese */
  text_zh: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface MembersEventPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly MembersEvent[];
}

/** Which members; all that is given must hold. See MemberQuery. */
export interface MembersFilter {
  /** 活码 / live code */
  code?: string;
  /** 搜索内容 / search text */
  q?: string;
  /** 上海日期，可不填 / a day in Shanghai, may be left out */
  since?: string;
  /** 员工账号，可不填 / a member of staff, may be left out */
  staff?: string;
  /** 好友状态 / stage */
  stage?: MembersFriendState | null;
  /** 门店 / store */
  store?: string;
  /** 标签 / tag */
  tag?: string;
  /** 上海日期，可不填 / a day in Shanghai, may be left out */
  until?: string;
}

/** PENDING: the customer asked, staff has not confirmed yet. LOST: one of the two deleted the other. */
export type MembersFriendState = "friend" | "lost" | "pending";

/**
 * A member's relation to one member of staff. status: friend, pending or lost; since: when it began so.
 *
 * states: the channel parameters they came through; tags: the names of the tags that this member of staff has put on.
 * problem: why some could not be put on, or the profile not be read.
 */
export interface MembersFriendship {
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 开始日期 / first day */
  since: string;
  /** 经由的渠道参数 / the channel parameters they came through */
  states: readonly string[];
  /** 状态 / how it stands */
  status: MembersFriendState;
  /** 标签名称 / tag names */
  tags: readonly string[];
  /** 员工账号 / a member of staff */
  userid: string;
}

/** Who ended a friendship. FOUND: WeCom does not list it any more, and no callback told. */
export type MembersLostBy = "customer" | "found" | "staff" | "transfer";

/** A member with their relations to staff. accepts_posts: their own word; blocked: an operator's. */
export interface MembersMember {
  /** 本人是否接收推送 / whether they accept posts, by their own word */
  accepts_posts: boolean;
  /** 头像 / picture of the person */
  avatar: string | null;
  /** 是否屏蔽群发 / whether posts leave them out */
  blocked: boolean;
  /** 企业微信外部联系人编号 / WeCom's id of the customer */
  external_userid: string;
  /** 首次成为客户的时间 / when they were first met */
  first_at: string;
  /** 首次来源的渠道参数 / the channel of their first source */
  first_state: string;
  /** 首次添加的员工 / whom they added first */
  first_userid: string;
  /** 会员编号 / id of the member */
  member_id: string;
  /** 名称 / name */
  name: string | null;
  /** 与员工的好友关系 / friendships with staff */
  relations: readonly MembersFriendship[];
}

/**
 * A member as the list shows them. first_code: what the live code of the first join is called, '' for none.
 *
 * stage: friend of anybody, else pending, else lost; tags: of all their staff, by name.
 */
export interface MembersMemberInList {
  /** 首次成为客户的时间 / when they were first met */
  first_at: string;
  /** 首次来源活码的名称 / name of the live code of the first join */
  first_code: string;
  /** 首次添加的员工 / member of staff of the first join */
  first_staff: Person;
  /** 首次来源的渠道参数 / the channel of their first source */
  first_state: string;
  /** 首次添加的员工 / whom they added first */
  first_userid: string;
  /** 会员编号 / id of the member */
  member_id: string;
  /** 名称 / name */
  name: string | null;
  /** 好友状态 / stage */
  stage: MembersFriendState;
  /** 标签名称 / tag names */
  tags: readonly string[];
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface MembersMemberInListPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly MembersMemberInList[];
}

/** Which member. name: as WeCom calls them, only its first character for who may not look at members; '' unknown. */
export interface MembersMemberNamed {
  /** 会员编号 / id of the member */
  member_id: string;
  /** 名称 / name */
  name: string;
}

/** A member's session token; '' in a browser, which keeps it in a cookie that no script reads. */
export interface MembersMemberSession {
  /** 失效时间 / when it ends */
  expires_at: string;
  /** 会员编号 / id of the member */
  member_id: string;
  /** 会话令牌 / token of the session */
  token: string;
}

/**
 * A mini-program login code (`wx.login`, valid 5 minutes, once).
 *
 * Whoever sends the token of their last session along (`Authorization: Bearer`), over or not, waits for nobody else's
 * failed sign-ins.
 */
export interface MembersMemberSignIn {
  /** 企业标识 / the corp's key */
  corp: string;
  /** 登录码 / sign-in code */
  js_code: string;
}

/** Corp tags to have in a group; what exists already is kept (WeCom: names of at most 30 characters). */
export interface MembersNewTagGroup {
  /** 名称 / name */
  name: string;
  /** 标签名称 / tag names */
  tags: readonly string[];
}

/** Many members to be tagged: by their ids, or all whom filters mean. preview: count them, tag nobody. */
export interface MembersNewTagging {
  /** 企业标签 ID / ids of corp tags */
  add?: readonly string[];
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 会员编号，最多 5000 个 / ids of members, at most 5,000 */
  members?: readonly string[];
  /** 是否只统计人数 / whether they are only counted */
  preview?: boolean;
  /** 企业标签 ID / ids of corp tags */
  remove?: readonly string[];
  /** 员工账号，可不填 / a member of staff, may be left out */
  staff?: string;
  /** 筛选条件 / filters */
  which?: MembersFilter | null;
}

/** A note. is_masked: only how it begins is shown, its numbers hidden; its author sees all of it. */
export interface MembersNote {
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 是否只显示开头 / whether only its beginning is shown */
  is_masked: boolean;
  /** 备注编号 / note's id */
  note_id: string;
  /** 备注内容 / note */
  text: string;
  /** 写下时间 / when it was written */
  written_at: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface MembersNotePage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly MembersNote[];
}

/** Tags to put on a customer of one's own, and to take off. */
export interface MembersOwnTags {
  /** 企业标签 ID / ids of corp tags */
  add?: readonly string[];
  /** 企业标签 ID / ids of corp tags */
  remove?: readonly string[];
}

/** What a member wants. accept_posts: mass messages, in chats and from the mini-program. */
export interface MembersPreferences {
  /** 是否接收群发消息 / whether you want messages */
  accept_posts: boolean;
}

/** What one member of staff noted at WeCom. phones: hidden but for both ends, unless they were unmasked. */
export interface MembersRemark {
  /** 企业微信描述 / description at WeCom */
  description: string;
  /** 手机号 / phone numbers */
  phones: readonly string[];
  /** 企业微信备注名 / remark at WeCom */
  remark: string;
  /** 员工 / staff */
  staff: Person;
}

/** What the staff noted at WeCom, as WeCom says now. */
export interface MembersRemarks {
  /** 本页内容 / what is on this page */
  items: readonly MembersRemark[];
}

/** The session is over. */
export interface MembersSignedOut {
  /** 是否已退出 / whether the session is over */
  signed_out: boolean;
}

/** A corp tag. */
export interface MembersTag {
  /** 编号 / its id */
  id: string;
  /** 名称 / name */
  name: string;
}

/** A group of corp tags. problems: why WeCom would not make some, told to whoever asked for them. */
export interface MembersTagGroup {
  /** 编号 / its id */
  id: string;
  /** 名称 / name */
  name: string;
  /** 当前问题 / what is wrong */
  problems: readonly ProblemsProblem[];
  /** 标签名称 / tag names */
  tags: readonly MembersTag[];
}

/** All corp tags. */
export interface MembersTagGroups {
  /** 本页内容 / what is on this page */
  items: readonly MembersTagGroup[];
}

/** The job that was begun. members: how many there are as far as was looked; is_all: that is all of them. */
export interface MembersTaggingBegun {
  /** 人数是否完整 / whether that is all of them */
  is_all: boolean;
  /** 任务编号 / id of the job */
  job_id: string;
  /** 会员 / members */
  members: number;
}

/** Tags to put on and to take off. staff: whose, of the friends; '' for each of them. */
export interface MembersTags {
  /** 企业标签 ID / ids of corp tags */
  add?: readonly string[];
  /** 企业标签 ID / ids of corp tags */
  remove?: readonly string[];
  /** 员工账号，可不填 / a member of staff, may be left out */
  staff?: string;
}

/** Why somebody has to see what is hidden of a member; it is told to colleagues, and kept. */
export interface MembersUnmask {
  /** 原因 / why */
  reason: string;
}

/** What was hidden: the newest 100 notes, and what staff noted at WeCom. */
export interface MembersUnmasked {
  /** 备注 / notes */
  notes: readonly MembersNote[];
  /** 企业微信备注 / what staff noted at WeCom */
  remarks: readonly MembersRemark[];
}

/** What an operator notes of a member, for colleagues. */
export interface MembersWriteNote {
  /** 备注内容 / note */
  text: string;
}

/** PREFER: take posts or no more; CANCEL: an order that is not paid; SIGN_OUT: on this phone. */
export type MineAct = "cancel" | "prefer" | "sign_out";

/** Whose customer. name: '' until the brand has said one. */
export interface MineBrand {
  /** 企业标识 / the corp's key */
  corp: string;
  /** 名称 / name */
  name: string;
}

/**
 * Who is signed in. name: but for its first sign hidden, '' while WeCom has not told it.
 *
 * is_friend: they have a member of staff as a friend still. adviser: that one's name, '' for none. store: null for
 * none. accepts_posts: they did not say no to messages. session_ends_at: then the session has to be renewed.
 */
export interface MineMine {
  /** 是否接收群发 / whether they want messages */
  accepts_posts: boolean;
  /** 专属顾问 / adviser */
  adviser: string;
  brand: MineBrand;
  /** 优惠券 / coupons */
  coupons: MineWallet;
  /** 是否仍是好友 / whether somebody of the staff is a friend still */
  is_friend: boolean;
  /** 会员编号 / id of the member */
  member_id: string;
  /** 名称 / name */
  name: string;
  /** 登录到期时间 / when the session ends */
  session_ends_at: string;
  /** 门店 / store */
  store: MineMyStore | null;
}

/** The store at which they came in first. */
export interface MineMyStore {
  /** 地址 / address */
  address: string;
  /** 名称 / name */
  name: string;
  /** 门店编号，空为总部 / id of the store, empty for none */
  store_id: string;
}

/**
 * What was pressed on a page of one's own. accepts_posts: of `prefer`, what is wanted from now on; of the others
 * null.
 */
export interface MinePressed {
  /** 是否接收群发 / whether they want messages */
  accepts_posts?: boolean | null;
  /** 按下的按钮 / what was pressed */
  act: MineAct;
  /** 页面的凭证 / what proves that the page was ours */
  mark?: string;
}

/** How many of the 20 latest coupons may be used. has_more: they have had more than these. */
export interface MineWallet {
  /** 是否还有更早的券 / whether there are older ones */
  has_more: boolean;
  /** 可用的券数 / coupons to use */
  usable: number;
}

/**
 * How much of what was paid goes back, all that is left when nothing is said, and why.
 *
 * reference: what the refund is called by whoever asks for it: the same of one order is the same refund for ever.
 * left: what they saw was left of the order: if a colleague gave money back since, nothing goes back unseen.
 */
export interface OrdersAskRefund {
  /** 退款金额 / refund amount */
  amount?: number | null;
  /** 看到的余款 / what was seen to be left */
  left?: number | null;
  /** 客户在退款通知中看到 / the customer reads it */
  reason: string;
  /** 退款参考号，可不填；同一订单同一参考号始终是同一笔退款 / a repeat of it is the same refund */
  reference?: string;
}

/**
 * What an entry of the ledger says.
 *
 * paid, paid_late: money came in. hold_over: the time to pay is over. held_again: a late order has a place again.
 * refund_asked: a part goes back; refunding: all that was left does, and the order ends. refunded: money is back.
 * refund_withdrawn: one that was refused for good is owed no more.
 */
export type OrdersEntryKind = "cancelled" | "held_again" | "hold_over" | "paid" | "paid_late" | "picked_up" | "placed" | "ready" | "refund_asked" | "refund_withdrawn" | "refunded" | "refunding";

/** Who handed an order out, when, and at which store; null for no store. */
export interface OrdersHandedOut {
  /** 时间 / when */
  at: string;
  by: Person;
  /** 门店 / store */
  store: OrdersStoreNamed | null;
}

/** What happened to an order, in a sentence. */
export interface OrdersHappened {
  /** 时间 / when */
  at: string;
  /** 英文描述 / in English */
  text_en: string;
  /** 中文描述 / in Chinese */
  text_zh: string;
}

/** An entry of the ledger as staff and operators see it. Money moves by paid, paid_late and refunded alone. */
export interface OrdersLedgerLine {
  /** 时间 / when */
  at: string;
  /** 金额，单位分 / money in fen */
  fen: number;
  /** 类型 / of which kind */
  kind: OrdersEntryKind;
  /** 备注 / a note */
  note: string;
  /** 凭据编号 / what it refers to */
  ref: string;
}

/** One line. amount = price × quantity − off; the lines' parts of the discount sum to the order's. */
export interface OrdersLine {
  /** 退款金额 / refund amount */
  amount: number;
  /** 优惠金额，单位分 / money off in fen */
  off: number;
  /** 单价，单位分 / price of one, in fen */
  price: number;
  /** 商品名称 / name of the product */
  product_name: string;
  /** 数量 / how many */
  quantity: number;
  /** 规格编号 / id of the SKU */
  sku_id: string;
  /** 规格名称 / name of the SKU */
  sku_name: string;
}

/** What an order's ledger says of the customer's money. */
export interface OrdersMoney {
  /** 已收 / what came in */
  came_in: number;
  /** 退款中 / what is on its way back */
  going_back: number;
  /** 已退 / what went back */
  went_back: number;
}

/** An order with all that belongs to it. timeline: the oldest first. */
export interface OrdersOrderDetail {
  /** 用券 / its coupon */
  coupon: CouponsCouponOfMember | null;
  /** 券码 / coupon code */
  coupon_code: string;
  /** 提货经手 / who handed it out */
  handed_out: OrdersHandedOut | null;
  /** 资金明细 / its ledger */
  ledger: readonly OrdersLedgerLine[];
  /** 明细 / its lines */
  lines: readonly OrdersLine[];
  /** 会员 / member */
  member: MembersMemberNamed;
  /** 会员编号 / id of the member */
  member_id: string;
  /** 资金汇总 / what its money comes to */
  money: OrdersMoney;
  /** 优惠金额，单位分 / money off in fen */
  off: number;
  /** 订单号 / order number */
  order_id: string;
  /** 付款截止时间 / until when it may be paid */
  pay_until: string;
  /** 应付金额，单位分 / what is to be paid, in fen */
  payable: number;
  /** 支付 / its payment */
  payment: PaymentsPayment | null;
  /** 提货门店 / store where it is picked up */
  pickup: OrdersStoreNamed | null;
  /** 提货门店 / where it is picked up */
  pickup_store: string;
  /** 下单时间 / when it was ordered */
  placed_at: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 退款笔数 / how many refunds */
  refunds: number;
  /** 退款 / its refunds */
  refunds_of_it: readonly PaymentsRefund[];
  /** 所在团的编号 / the team whose seat it is */
  seat: string;
  /** 销售方编号 / seller id */
  seller_id: string;
  /** 销售方式 / way of selling */
  seller_kind: string;
  /** 销售方名称 / what its seller is called */
  seller_name: string;
  /** 状态 / state */
  status: OrdersOrderState;
  /** 门店 / store */
  store: OrdersStoreNamed | null;
  /** 所属门店 / the store that it counts for */
  store_id: string;
  /** 经过 / what happened */
  timeline: readonly OrdersHappened[];
  /** 总数 / in all */
  total: number;
  /** 微信支付单号 / WeChat Pay's number of its payment */
  transaction: string;
}

/**
 * An order among others, with names beside ids.
 *
 * store: that it counts for; pickup: where it is picked up; null for none. seller_name: of the activity that sold it,
 * '' for the shop. transaction: WeChat Pay's number of the money that came. refunds: how many were asked for. problem:
 * what is wrong with its money, and what to press.
 */
export interface OrdersOrderInList {
  /** 券码 / coupon code */
  coupon_code: string;
  /** 提货经手 / who handed it out */
  handed_out: OrdersHandedOut | null;
  /** 资金明细 / its ledger */
  ledger: readonly OrdersLedgerLine[];
  /** 明细 / its lines */
  lines: readonly OrdersLine[];
  /** 会员 / member */
  member: MembersMemberNamed;
  /** 会员编号 / id of the member */
  member_id: string;
  /** 资金汇总 / what its money comes to */
  money: OrdersMoney;
  /** 优惠金额，单位分 / money off in fen */
  off: number;
  /** 订单号 / order number */
  order_id: string;
  /** 付款截止时间 / until when it may be paid */
  pay_until: string;
  /** 应付金额，单位分 / what is to be paid, in fen */
  payable: number;
  /** 提货门店 / store where it is picked up */
  pickup: OrdersStoreNamed | null;
  /** 提货门店 / where it is picked up */
  pickup_store: string;
  /** 下单时间 / when it was ordered */
  placed_at: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 退款笔数 / how many refunds */
  refunds: number;
  /** 所在团的编号 / the team whose seat it is */
  seat: string;
  /** 销售方编号 / seller id */
  seller_id: string;
  /** 销售方式 / way of selling */
  seller_kind: string;
  /** 销售方名称 / what its seller is called */
  seller_name: string;
  /** 状态 / state */
  status: OrdersOrderState;
  /** 门店 / store */
  store: OrdersStoreNamed | null;
  /** 所属门店 / the store that it counts for */
  store_id: string;
  /** 总数 / in all */
  total: number;
  /** 微信支付单号 / WeChat Pay's number of its payment */
  transaction: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface OrdersOrderInListPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly OrdersOrderInList[];
}

/**
 * What has become of an order, as everybody reads it.
 *
 * paid_late: the money came when the place was given back; its seller finds a place again, or the money goes back.
 */
export type OrdersOrderState = "cancelled" | "paid" | "paid_late" | "picked_up" | "placed" | "ready" | "refunded" | "refunding";

/**
 * An order as its member sees it. payable = total − off. pay_until: when an unpaid place is given back.
 *
 * seller_kind, seller_id: what it was bought in, such as a group-buy activity; seat: its team there, or ''.
 */
export interface OrdersOrderSummary {
  /** 券码 / coupon code */
  coupon_code: string;
  /** 明细 / its lines */
  lines: readonly OrdersLine[];
  /** 优惠金额，单位分 / money off in fen */
  off: number;
  /** 订单号 / order number */
  order_id: string;
  /** 付款截止时间 / until when it may be paid */
  pay_until: string;
  /** 应付金额，单位分 / what is to be paid, in fen */
  payable: number;
  /** 提货门店 / where it is picked up */
  pickup_store: string;
  /** 下单时间 / when it was ordered */
  placed_at: string;
  /** 所在团的编号 / the team whose seat it is */
  seat: string;
  /** 销售方编号 / seller id */
  seller_id: string;
  /** 销售方式 / way of selling */
  seller_kind: string;
  /** 状态 / state */
  status: OrdersOrderState;
  /** 总数 / in all */
  total: number;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface OrdersOrderSummaryPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly OrdersOrderSummary[];
}

/** An order that waits to be handed out. tail: the end of its number; owner: the first sign of the member's name. */
export interface OrdersOrderWaiting {
  /** 明细 / its lines */
  lines: readonly OrdersLine[];
  /** 订单号 / order number */
  order_id: string;
  /** 会员姓名的第一个字 / first sign of the member's name */
  owner: string;
  /** 应付金额，单位分 / what is to be paid, in fen */
  payable: number;
  /** 提货门店编号 / id of the store that hands it out */
  pickup_store: string;
  /** 下单时间 / when it was ordered */
  placed_at: string;
  /** 订单号末几位 / end of its number */
  tail: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface OrdersOrderWaitingPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly OrdersOrderWaiting[];
}

/** An order as staff and operators see it. money: what its ledger comes to. */
export interface OrdersOrderWithLedger {
  /** 券码 / coupon code */
  coupon_code: string;
  /** 资金明细 / its ledger */
  ledger: readonly OrdersLedgerLine[];
  /** 明细 / its lines */
  lines: readonly OrdersLine[];
  /** 会员编号 / id of the member */
  member_id: string;
  /** 资金汇总 / what its money comes to */
  money: OrdersMoney;
  /** 优惠金额，单位分 / money off in fen */
  off: number;
  /** 订单号 / order number */
  order_id: string;
  /** 付款截止时间 / until when it may be paid */
  pay_until: string;
  /** 应付金额，单位分 / what is to be paid, in fen */
  payable: number;
  /** 提货门店 / where it is picked up */
  pickup_store: string;
  /** 下单时间 / when it was ordered */
  placed_at: string;
  /** 所在团的编号 / the team whose seat it is */
  seat: string;
  /** 销售方编号 / seller id */
  seller_id: string;
  /** 销售方式 / way of selling */
  seller_kind: string;
  /** 状态 / state */
  status: OrdersOrderState;
  /** 所属门店 / the store that it counts for */
  store_id: string;
  /** 总数 / in all */
  total: number;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface OrdersOrderWithLedgerPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly OrdersOrderWithLedger[];
}

/** The order to hand out. store_id: at which of the clerk's stores; the one they are of first when left out. */
export interface OrdersPickUp {
  /** 订单号 / the order's number */
  order_id: string;
  /** 经手门店，可不填 / at which store */
  store_id?: string;
}

/** A store. name: '' of one that there is not any more. */
export interface OrdersStoreNamed {
  /** 名称 / name */
  name: string;
  /** 门店 / store */
  store_id: string;
}

/** Why a refund that was refused for good is owed no more. */
export interface OrdersWithdrawRefund {
  /** 仅运营人员可见 / for operators */
  reason: string;
}

/** What came of the trouble of a payment or a refund, so that it is shown as a problem no more. */
export interface PaymentsAcknowledge {
  /** 处理结果，仅运营人员可见 / for operators */
  reason: string;
}

/** A notice of WeChat Pay. number: of the payment it is about. plain: what it said, where no other list shows it. */
export interface PaymentsNotice {
  /** 事件类型 / kind of event */
  event: string;
  /** 签名是否已验证 / whether its signature was verified */
  is_proved: boolean;
  /** 微信支付通知编号 / WeChat Pay's id of the notice */
  notice_id: string;
  /** 支付单号 / number of the payment */
  number: string;
  outcome: PaymentsOutcome;
  /** 通知原文，仅在别处不显示时 / what it said, where no other list shows it */
  plain: string;
  /** 收到时间 / when it was taken */
  taken_at: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface PaymentsNoticePage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly PaymentsNotice[];
}

/** Who asked for a refund: we did, or somebody in the provider's merchant console, of which we only heard. */
export type PaymentsOrigin = "console" | "ours";

/**
 * What came of a notice. booked: it is in the books, now or before. found: a refund made elsewhere was booked.
 *
 * looked_up: it was not proved, so the provider was asked. kept: it does not fit, which stands with its payment.
 * unknown: of a payment that nobody asked for, or that our books do not have as paid. unreadable: a payment's or
 * refund's that does not say what it must. other: of a kind that nothing follows from here.
 */
export type PaymentsOutcome = "booked" | "found" | "kept" | "looked_up" | "other" | "unknown" | "unreadable";

/**
 * A payment. returned: what went back or is to, in all. trouble: what was reported that we did not ask for.
 *
 * problem: some of that is not in the books, and somebody has to see to it. acknowledged: `time who: why` of those who
 * did.
 */
export interface PaymentsPayment {
  /** 处理结果 / what came of it */
  acknowledged: readonly string[];
  /** 金额，单位分 / money in fen */
  amount: number;
  /** 发起时间 / when it was asked for */
  asked_at: string;
  /** 结束时间 / when it ended */
  closed_at: string;
  /** 商品描述 / what the customer reads at WeChat Pay */
  description: string;
  /** 失效时间 / when it ends */
  expires_at: string;
  /** 会员编号 / id of the member */
  member_id: string;
  /** 支付单号 / number of the payment */
  number: string;
  /** 付款时间 / when it was paid */
  paid_at: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 已退及将退金额，单位分 / what went back or is to, in fen */
  returned: number;
  /** 状态 / how it stands */
  state: PaymentsPaymentState;
  /** 微信支付订单号 / WeChat Pay's id of the payment */
  transaction_id: string;
  /** 需人工处理的问题 / what somebody has to look at */
  trouble: readonly string[];
}

/** asked: it may be paid, or may have been. paid: the money came. closed: nobody can pay it any more. */
export type PaymentsPaymentState = "asked" | "closed" | "paid";

/**
 * A refund of the payment `number`. origin: whether we asked for it, or somebody in the merchant console.
 *
 * refused: the provider's code of the last try that it did not take, '' when it took it; is_refused_for_good: no later
 * try will be taken, until somebody mends the cause. trouble: as for a payment. problem: why the money is not back
 * and what to press, or that something does not fit.
 */
export interface PaymentsRefund {
  /** 处理结果 / what came of it */
  acknowledged: readonly string[];
  /** 金额，单位分 / money in fen */
  amount: number;
  /** 发起时间 / when it was asked for */
  asked_at: string;
  /** 是否不再重试 / whether a person has to mend its cause */
  is_refused_for_good: boolean;
  /** 会员编号 / id of the member */
  member_id: string;
  /** 支付单号 / number of the payment */
  number: string;
  origin: PaymentsOrigin;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 原因 / why */
  reason: string;
  /** 退款单号 / number of the refund */
  refund_number: string;
  /** 被拒绝的数量或原因 / how many were refused, or why */
  refused: string;
  /** 状态 / how it stands */
  state: PaymentsRefundState;
  /** 退款到账时间 / when the money was back */
  succeeded_at: string;
  /** 总数 / in all */
  total: number;
  /** 需人工处理的问题 / what somebody has to look at */
  trouble: readonly string[];
  /** 放弃退款的时间 / when somebody let go of it */
  withdrawn_at: string;
}

/** A refund among others, with the name of whose money it is. */
export interface PaymentsRefundInList {
  /** 处理结果 / what came of it */
  acknowledged: readonly string[];
  /** 金额，单位分 / money in fen */
  amount: number;
  /** 发起时间 / when it was asked for */
  asked_at: string;
  /** 是否被最终拒绝 / whether it was refused for good */
  is_refused_for_good: boolean;
  member: MembersMemberNamed;
  /** 会员编号 / id of the member */
  member_id: string;
  /** 支付单号 / number of the payment */
  number: string;
  origin: PaymentsOrigin;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 原因 / why */
  reason: string;
  /** 退款单号 / number of the refund */
  refund_number: string;
  /** 被拒绝的数量或原因 / how many were refused, or why */
  refused: string;
  /** 状态 / how it stands */
  state: PaymentsRefundState;
  /** 到账时间 / when the customer had the money */
  succeeded_at: string;
  /** 总数 / in all */
  total: number;
  /** 需人工处理的问题 / what somebody has to look at */
  trouble: readonly string[];
  /** 撤销时间 / when it was withdrawn */
  withdrawn_at: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface PaymentsRefundInListPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly PaymentsRefundInList[];
}

/**
 * asked: it is owed. processing: the provider is at it. abnormal: it did not reach the customer.
 *
 * closed: the provider gave it up. succeeded: the customer has the money. withdrawn: the provider refused it for good
 * or gave it up, and a person let go of it: its money is the payment's again.
 */
export type PaymentsRefundState = "abnormal" | "asked" | "closed" | "processing" | "succeeded" | "withdrawn";

/** A payment's refunds, the first first. */
export interface PaymentsRefunds {
  /** 本页内容 / what is on this page */
  items: readonly PaymentsRefund[];
}

/**
 * Money that somebody has to see to, or has seen to: of the payment `number`, or of a refund of it.
 *
 * refund_number: null when it is the payment's own; of the two states the other is null. amount: of the one or the
 * other. trouble: what was reported; acknowledged: `time who: what came of it`. problem: what it is and what to press;
 * null for what was seen to.
 */
export interface PaymentsTrouble {
  /** 处理结果 / what came of it */
  acknowledged: readonly string[];
  /** 金额，单位分 / money in fen */
  amount: number;
  member: MembersMemberNamed;
  /** 支付单号 / number of the payment */
  number: string;
  /** 支付状态 / state of the payment */
  payment_state: PaymentsPaymentState | null;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 退款单号 / number of the refund */
  refund_number: string | null;
  /** 退款状态 / state of the refund */
  refund_state: PaymentsRefundState | null;
  /** 需人工处理的问题 / what somebody has to look at */
  trouble: readonly string[];
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface PaymentsTroublePage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly PaymentsTrouble[];
}

/**
 * How a time of a post that is under way goes on; what is left out stays. ends_at: sooner or later, within 72 hours
 * of its beginning. per_minute: how many of the staff are asked in a minute, 0 for all at once.
 */
export interface PostsAdjustTime {
  /** 结束时间 / end */
  ends_at?: string | null;
  /** 每分钟员工数 / staff a minute */
  per_minute?: number | null;
}

/** Which revision was looked at, and is approved. */
export interface PostsApprovePost {
  /** 所依据的修订号 / revision it is based on */
  revision: number;
}

/** The same, and who said so last. */
export interface PostsApproving {
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 须他人审批 / has to be approved */
  is_needed: boolean;
}

/**
 * What a copy differs in. name: when left out, as what it is copied from, and that it is a copy; schedule: likewise
 * as it is there, whose times must lie ahead.
 */
export interface PostsCopyPost {
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 名称 / name */
  name?: string | null;
  /** 发送时间 / schedule */
  schedule?: PostsOnce | PostsRecurring | null;
}

/** The whole post anew, based on the revision that the editor has seen. stores: left empty, it stays whose it is. */
export interface PostsEditPost {
  /** 发送对象 / audience */
  audience: AudienceCustomers | AudienceGroups | AudienceStaff;
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 素材 / content */
  content: PostsPostContent;
  /** 关联优惠券 / coupon template */
  coupon_template_id?: string;
  /** 几小时后结束 / hours until it ends */
  ends_after_hours?: number | null;
  /** 名称 / name */
  name: string;
  /** 每分钟员工数 / staff a minute */
  per_minute?: number | null;
  /** 所依据的修订号 / revision it is based on */
  revision: number;
  /** 发送时间 / schedule */
  schedule: PostsOnce | PostsRecurring;
  /** 门店 / stores */
  stores?: readonly string[];
}

/**
 * How far a time of a post has come, in all and by the store that each member of staff is of first.
 *
 * Of who was left out before staff were asked only the whole knows.
 */
export interface PostsExecution {
  /** 发送时刻 / time */
  at: string;
  /** 已收到 / how many got it */
  delivered: number;
  /** 未收到及原因 / who has not got it, and why */
  missed: readonly PostsMissed[];
  /** 员工已发送、待回报 / sent, and not told of yet */
  on_the_way: number;
  /** 群发编号 / id of the post */
  post_id: string;
  /** 员工执行情况 / what staff have done */
  staff: Readonly<Record<string, number>>;
  /** 状态 / state */
  status: PostsOccurrenceStatus;
  /** 门店 / stores */
  stores: readonly PostsStoreReach[];
  /** 等待中的数量 / how many wait */
  waiting: number;
}

/**
 * Who would get the post if it were planned now, and who not and why.
 *
 * progress: how much of the audience was looked at, 0 to 1. samples: up to 100
 * members (or groups) each. problem: why nobody, or not everybody whom it means, could be planned for.
 */
export interface PostsForecast {
  /** 未触达人数，按原因 / how many are left out, by reason */
  excluded: Readonly<Record<string, number>>;
  /** 预估编号 / id of the forecast */
  forecast_id: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 已查看的受众比例，0 至 1 / how much of the audience was looked at, 0 to 1 */
  progress: number;
  /** 原因 / why */
  reason: string;
  /** 各类样例，每类最多 100 个 / up to 100 of each kind, as samples */
  samples: Readonly<Record<string, readonly string[]>>;
  /** 开始预估的时间 / when the forecast began */
  started_at: string;
  /** 状态 / state */
  status: PostsForecastStatus;
  /** 目标人数 / how many it is meant for */
  targeted: number;
}

/** How far a dry run is. */
export type PostsForecastStatus = "done" | "failed" | "running";

/** How many have not got it for one reason, as a code and in words. */
export interface PostsMissed {
  /** 人数 / how many */
  count: number;
  /** 英文说明 / in English */
  en: string;
  /** 原因 / why */
  reason: string;
  /** 中文说明 / in Chinese */
  zh: string;
}

/** A post that is still being made, as a forecast needs it: what it says, whom it is for, whose people send it. */
export interface PostsNewForecast {
  /** 发送对象 / audience */
  audience: AudienceCustomers | AudienceGroups | AudienceStaff;
  /** 素材 / content */
  content: PostsPostContent;
  /** 门店 / stores */
  stores?: readonly string[];
}

/**
 * A post: what, to whom, when. coupon_template_id: whose coupons it brings; its report counts their claims.
 *
 * stores: only the people of these send or get it, as they are when it goes out; left empty, those of every store that
 * whoever makes it acts for. ends_after_hours: what staff have not sent by then is taken back, and they are reminded
 * before. per_minute: how many of the staff are asked in a minute.
 */
export interface PostsNewPost {
  /** 发送对象 / audience */
  audience: AudienceCustomers | AudienceGroups | AudienceStaff;
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 素材 / content */
  content: PostsPostContent;
  /** 关联优惠券 / coupon template */
  coupon_template_id?: string;
  /** 几小时后结束 / hours until it ends */
  ends_after_hours?: number | null;
  /** 名称 / name */
  name: string;
  /** 每分钟员工数 / staff a minute */
  per_minute?: number | null;
  /** 发送时间 / schedule */
  schedule: PostsOnce | PostsRecurring;
  /** 门店 / stores */
  stores?: readonly string[];
}

/** Use the version of the content that was approved last. values: of its variables, as they are when left out. */
export interface PostsNewVersion {
  /** 变量取值 / values of variables */
  values?: Readonly<Record<string, string | number>> | null;
}

/**
 * One time of a post.
 *
 * late: begun more than 10 minutes after it was due. reason: why it was skipped, failed or taken back.
 * counts: targets by what became of them, final once it is closed. version: of the content that it sends.
 * again_at: the occurrence that was made in its place, where somebody tried it again. problem: why some whom it means
 * could not be planned for. ends_at: when what staff have not sent is taken back. per_minute: how many of the staff
 * are asked in a minute, None for all at once.
 */
export interface PostsOccurrence {
  /** 重新执行的时间 / when it is done again */
  again_at: string;
  /** 发送时刻 / time */
  at: string;
  /** 开始处理的时间 / when it was begun */
  claimed_at: string;
  /** 各结果的数量 / how many came to each end */
  counts: Readonly<Record<string, number>>;
  /** 结束时间 / end */
  ends_at: string;
  /** 未触达人数，按原因 / how many are left out, by reason */
  excluded: Readonly<Record<string, number>>;
  /** 是否晚于计划 10 分钟以上开始 / whether it began more than 10 minutes late */
  late: boolean;
  /** 每分钟员工数 / staff a minute */
  per_minute: number | null;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 原因 / why */
  reason: string;
  /** 状态 / state */
  status: PostsOccurrenceStatus;
  /** 目标人数 / how many it is meant for */
  targeted: number;
  /** 员工任务数 / tasks of staff */
  tasks: number;
  /** 素材版本 / content version */
  version: number;
}

/**
 * skipped: a later one took its place. failed: somebody has to look. A forecast is done when it is sending.
 *
 * ending: its end has come, nothing more is asked for, and what staff have not sent is taken back.
 */
export type PostsOccurrenceStatus = "cancelled" | "cancelling" | "claimed" | "closed" | "ending" | "failed" | "planning" | "sending" | "skipped";

/** At one moment. */
export interface PostsOnce {
  /** 带时区的时间 / a time with its offset */
  at: string;
  /** 发送方式 / kind of schedule */
  kind: "once";
}

/**
 * What one member of staff has done, and whom it reached: their customers or groups, by what became of them.
 *
 * reminders: how many they had of the task they were reminded of most.
 */
export interface PostsPersonReach {
  /** 已收到 / how many got it */
  delivered: number;
  doing: TasksDoing;
  /** 未收到及原因 / who has not got it, and why */
  missed: number;
  /** 名称 / name */
  name: string;
  /** 员工已发送、待回报 / sent, and not told of yet */
  on_the_way: number;
  /** 提醒次数 / reminders they had */
  reminders: number;
  /** 员工账号 / a member of staff */
  userid: string;
  /** 等待中的数量 / how many wait */
  waiting: number;
}

/**
 * A post with its 50 latest times, the latest first.
 *
 * coming: its next five times as its schedule says, also while it is paused; quiet hours may move them.
 * stores: whose people send or get it, empty for the whole corp or somebody's own customers.
 * needs_approval: the corp wants posts approved, and this one is not. approved_by, approved_at: of its last approval,
 * which may be of an earlier revision.
 */
export interface PostsPost {
  /** 审批时间 / when it was approved last */
  approved_at: string | null;
  /** 审批人 / who approved it last */
  approved_by: Person | null;
  /** 发送对象 / audience */
  audience: AudienceCustomers | AudienceGroups | AudienceStaff;
  /** 发送渠道 / channel */
  channel: AudienceChannel;
  /** 接下来的时间 / its next times */
  coming: readonly string[];
  /** 素材 / content */
  content: PostsPostContent;
  /** 关联优惠券 / coupon template */
  coupon_template_id: string;
  /** 创建时间 / when it was made */
  created_at: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 几小时后结束 / hours until it ends */
  ends_after_hours: number | null;
  /** 失败的数量 / how many failed */
  failed: number;
  /** 当前修订已获审批 / approved as it is */
  is_approved: boolean;
  /** 名称 / name */
  name: string;
  /** 待他人审批 / waits to be approved */
  needs_approval: boolean;
  /** 下一次的时间 / when it comes next */
  next_at: string;
  /** 各次发送 / each time it is sent */
  occurrences: readonly PostsOccurrence[];
  /** 每分钟员工数 / staff a minute */
  per_minute: number | null;
  /** 群发编号 / id of the post */
  post_id: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 所依据的修订号 / revision it is based on */
  revision: number;
  /** 发送时间 / schedule */
  schedule: PostsOnce | PostsRecurring;
  /** 状态 / state */
  status: PostsPostStatus;
  /** 门店 / stores */
  stores: readonly string[];
}

/**
 * An approved content version, and the values of its variables.
 *
 * staff_name, corp_name and send_date are filled in when it is sent, unless they are given.
 */
export interface PostsPostContent {
  /** 素材编号 / content item */
  item_id: string;
  /** 变量取值 / values of variables */
  values?: Readonly<Record<string, string | number>>;
  /** 素材版本 / content version */
  version: number;
}

/**
 * A post in a list. next_at: when it is next sent, '' when never or paused.
 *
 * failed: how many of its occurrences have failed. problem: why it will not, or did not, go out. is_approved: somebody
 * else than its maker approved it as it is.
 */
export interface PostsPostLine {
  /** 发送渠道 / channel */
  channel: AudienceChannel;
  /** 创建时间 / when it was made */
  created_at: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 失败的数量 / how many failed */
  failed: number;
  /** 当前修订已获审批 / approved as it is */
  is_approved: boolean;
  /** 名称 / name */
  name: string;
  /** 下一次的时间 / when it comes next */
  next_at: string;
  /** 群发编号 / id of the post */
  post_id: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 所依据的修订号 / revision it is based on */
  revision: number;
  /** 状态 / state */
  status: PostsPostStatus;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface PostsPostLinePage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly PostsPostLine[];
}

/** finished: all its times have come, whatever is still under way. */
export type PostsPostStatus = "cancelled" | "finished" | "paused" | "scheduled";

/**
 * Again and again by an RRULE (RFC 5545), on the wall clocks of a time zone.
 *
 * rrule: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY with INTERVAL, COUNT, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, BYHOUR,
 * BYMINUTE, WKST; at most 366 times a year, an hour apart. until: the last time it may fall on.
 */
export interface PostsRecurring {
  /** 发送方式 / kind of schedule */
  kind: "recurring";
  /** 重复规则 / recurrence rule */
  rrule: string;
  /** a clock on the wall, such as 2026-11-21T09:00 */
  starts_at: string;
  /** 时区 / time zone */
  tz?: string;
  /** 结束时间 / until */
  until?: string | null;
}

/** The last report of a post that was asked for. as_of: since when it was added up; age: that many seconds ago. */
export interface PostsReport {
  /** 距统计已过的秒数 / seconds since it was counted */
  age: number;
  /** 统计截至时间 / counted at this moment */
  as_of: string;
  /** 领券数 / coupons that were claimed */
  claims: number;
  /** 已结束的次数 / times that have ended */
  closed: number;
  /** 已确认发送的数量 / how many were confirmed */
  confirmed: number;
  /** 已创建的数量 / how many were created */
  created: number;
  /** 已收到 / how many got it */
  delivered: number;
  /** 失败的数量 / how many failed */
  failed: number;
  /** 各次发送 / each time it is sent */
  occurrences: number;
  /** 群发编号 / id of the post */
  post_id: string;
  /** 核销数 / coupons that were redeemed */
  redemptions: number;
  /** 被拒绝的数量或原因 / how many were refused, or why */
  refused: Readonly<Record<string, number>>;
  /** 目标人数 / how many it is meant for */
  targeted: number;
}

/** The job that adds the report up; see `/admin/v1/jobs/{job_id}`. */
export interface PostsReportAsked {
  /** 任务编号 / id of the job */
  job_id: string;
}

/**
 * How far a content version has come by one time of a post.
 *
 * targeted: who is meant. out: who has it, as far as is known; waiting: who may still get it.
 */
export interface PostsSent {
  /** 发送时刻 / time */
  at: string;
  /** 名称 / name */
  name: string;
  /** 已收到人数 / how many have it already */
  out: number;
  /** 群发编号 / id of the post */
  post_id: string;
  /** 状态 / state */
  status: PostsOccurrenceStatus;
  /** 目标人数 / how many it is meant for */
  targeted: number;
  /** 等待中的数量 / how many wait */
  waiting: number;
}

/** Whether posts have to be approved by somebody else than their maker before they go out. */
export interface PostsSetApproving {
  /** 须他人审批 / has to be approved */
  is_needed: boolean;
}

/**
 * The same of the staff of one store; store_id and name are '' for those who work at none.
 *
 * people: each of them, who has done least first.
 */
export interface PostsStoreReach {
  /** 已收到 / how many got it */
  delivered: number;
  /** 未收到及原因 / who has not got it, and why */
  missed: readonly PostsMissed[];
  /** 名称 / name */
  name: string;
  /** 员工已发送、待回报 / sent, and not told of yet */
  on_the_way: number;
  /** 员工名单 / each member of staff */
  people: readonly PostsPersonReach[];
  /** 员工执行情况 / what staff have done */
  staff: Readonly<Record<string, number>>;
  /** 门店编号，空为总部 / id of the store, empty for none */
  store_id: string;
  /** 等待中的数量 / how many wait */
  waiting: number;
}

/** Who got the test, in how many app messages. */
export interface PostsTested {
  /** 消息条数 / how many messages */
  messages: number;
  /** 员工账号 / a member of staff */
  userid: string;
}

/**
 * One time of a post among those of others. became: what has become of it, None while it is still to come.
 *
 * status: the post's; what is paused comes only once it is resumed. targeted: whom it was for, 0 while it is to come.
 */
export interface PostsTimeOfPost {
  /** 发送时刻 / time */
  at: string;
  /** 执行结果 / what has become of it */
  became: PostsOccurrenceStatus | null;
  /** 发送渠道 / channel */
  channel: AudienceChannel;
  /** 名称 / name */
  name: string;
  /** 群发编号 / id of the post */
  post_id: string;
  /** 状态 / state */
  status: PostsPostStatus;
  /** 目标人数 / how many it is meant for */
  targeted: number;
}

/** When which post went out and goes out, in order. is_whole: nothing was left out because there are too many. */
export interface PostsTimesOfPosts {
  /** 已包含全部 / whether nothing was left out */
  is_whole: boolean;
  /** 各次发送 / times of posts */
  times: readonly PostsTimeOfPost[];
}

/**
 * Why something does not work, as it is stored and shown; nothing in it is personal.
 *
 * code: of the error, as in a refusal. errcode: the platform's own number, 0 without one. about: the part of the thing
 * that it is about ('' for the whole): a tag's id, the place of an attachment. at: when it was seen last.
 */
export interface ProblemsProblem {
  /** 涉及的内容 / what it is about */
  about: string;
  /** 时间 / when */
  at: string;
  /** 编码 / its code */
  code: string;
  /** 英文说明 / in English */
  en: string;
  /** 企业微信错误码，0 为无 / WeCom's error code, 0 without one */
  errcode: number;
  remedy: ProblemsRemedy;
  /** 中文说明 / in Chinese */
  zh: string;
}

/**
 * What an operator does about it, by the verb that the thing has.
 *
 * NOTHING: it mends itself, or nothing can be done and it is only said. RETRY: the cause is mended elsewhere, at WeCom
 * for example, then it is tried again (重试). EDIT: the thing has to be changed. NEW_VERSION: it names a version of
 * content that a newer one has taken the place of (使用新版本). APPROVE: a second person approves it (审批), then it
 * is tried again. ACKNOWLEDGE: it is mended elsewhere, then somebody says what came of it (确认已处理).
 */
export type ProblemsRemedy = "acknowledge" | "approve" | "edit" | "new_version" | "nothing" | "retry";

/** Whose figures are put together: each member of staff's, those who were of one store, or everybody's of a day. */
export type QualityBy = "day" | "staff" | "store";

/** What a figure is. field: its name beside. zh, en: what it is, in Chinese and English. */
export interface QualityDefinition {
  /** 英文说明 / in English */
  en: string;
  /** 字段或列名 / which field or column */
  field: string;
  /** 中文说明 / in Chinese */
  zh: string;
}

/**
 * The figures of a member of staff, or of a store, over the days that WeCom has told; or of a day.
 *
 * staff, store, day: one of the three. store_id: of a store, null by staff and for those of none. store_name: its
 * name, '' likewise. days: how many of the asked ones are in the figures. missing_days: those that are not. chats: in
 * which staff wrote. messages: that staff sent there. reply_percent: of chats that customers began, those answered
 * the same day, weighted by chats; null where WeCom told none. first_reply_minutes: until the first answer, likewise.
 * negative_feedback: customers who deleted or blocked. new_applies: requests that staff sent. new_contacts: customers
 * who were added.
 */
export interface QualityQuality {
  /** 聊天总数 / chats in which staff wrote */
  chats: number;
  /** 日期，如 2026-11-21 / a day */
  day: string | null;
  /** 有数据的天数 / days with figures */
  days: number;
  /** 平均首次回复分钟数 / minutes until the first answer, weighted by chats */
  first_reply_minutes: number | null;
  /** 发送消息数 / messages that staff sent */
  messages: number;
  /** 没有数据的日子 / days without figures */
  missing_days: readonly string[];
  /** 删除或拉黑员工的客户数 / customers who deleted or blocked staff */
  negative_feedback: number;
  /** 发起的好友申请数 / friend requests that staff sent */
  new_applies: number;
  /** 新增客户数 / customers who were added */
  new_contacts: number;
  /** 已回复占比，按聊天总数加权 / per cent answered the same day, weighted by chats */
  reply_percent: number | null;
  /** 员工账号 / member of staff */
  staff: Person | null;
  /** 门店编号，空为总部 / id of the store, empty for none */
  store_id: string | null;
  /** 门店名称 / the store's name */
  store_name: string;
}

/**
 * Reply quality of some days. since, until: the first and the last. by: what is put together.
 *
 * missing_days: those of which WeCom has told nothing yet, of nobody. read_until: the last day that was
 * read; null before the first. items: a line each. definitions: what each is.
 */
export interface QualityReplyQuality {
  /** 按员工、门店还是按天 / by staff, by store or by day */
  by: QualityBy;
  /** 各数字的定义 / what each figure is */
  definitions: readonly QualityDefinition[];
  /** 本页内容 / what is on this page */
  items: readonly QualityQuality[];
  /** 没有数据的日子 / days without figures */
  missing_days: readonly string[];
  /** 已读取的最后一天 / last day that was read */
  read_until: string | null;
  /** 开始日期 / first day */
  since: string;
  /** 结束日期 / last day */
  until: string;
}

/**
 * What a member of staff has on their hands. customers: in their list at WeCom. follow_ups: open ones; overdue:
 * those of them whose time has come. unsent_tasks: posts that they were asked to send an hour ago or before and have
 * not; unsent_people: who waits for these. chats, reply_percent, first_reply_minutes: of `reply_day`, null where
 * WeCom told nothing.
 */
export interface QualityStaffLoad {
  /** 聊天总数 / chats in which staff wrote */
  chats: number | null;
  /** 客户数 / customers */
  customers: number;
  /** 平均首次回复分钟数 / minutes until the first answer, weighted by chats */
  first_reply_minutes: number | null;
  /** 未完成的跟进 / open follow-ups */
  follow_ups: number;
  /** 逾期的跟进 / follow-ups whose time has come */
  overdue: number;
  /** 已回复占比，按聊天总数加权 / per cent answered the same day, weighted by chats */
  reply_percent: number | null;
  /** 员工账号 / member of staff */
  staff: Person;
  /** 等待收到的人数 / people who wait for these */
  unsent_people: number;
  /** 未确认的群发 / posts that are not sent */
  unsent_tasks: number;
}

/**
 * A page of the staff with what each has on their hands. as_of: when it was asked for; customers and posts are up
 * to a minute older. reply_day: of which day WeCom's figures are, null before the first. has_more_posts: more posts
 * are under way than were looked into. definitions: what each figure is.
 */
export interface QualityStaffLoads {
  /** 统计截至时间 / counted at this moment */
  as_of: string;
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 各数字的定义 / what each figure is */
  definitions: readonly QualityDefinition[];
  /** 还有群发没有看 / whether more posts are under way */
  has_more_posts: boolean;
  /** 本页内容 / what is on this page */
  items: readonly QualityStaffLoad[];
  /** 回复数字是哪一天的 / the day of the figures of replies */
  reply_day: string | null;
}

/**
 * A contact way of before: its QR code stays, and joins through it are the live code's.
 *
 * staff: whom it leads to. former_state: the channel parameter that it had; friends of before keep it. problem: who is
 * behind it and has left, which handing over mends, or why WeCom would not let others take their place.
 */
export interface ReconcileAdoptedWay {
  /** 接管时间 / when it became the live code's */
  adopted_at: string;
  /** 活码 / live code */
  code: string;
  /** 联系我 config_id / contact way's config id */
  config_id: string;
  /** 原来的渠道参数 / the channel parameter that it had */
  former_state: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 员工账号 / members of staff */
  staff: readonly string[];
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface ReconcileAdoptedWayPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly ReconcileAdoptedWay[];
}

/** IDS: who is whose friend, a call a member of staff. WHOLE: also profiles, tags, and who came again. */
export type ReconcileDepth = "ids" | "whole";

/** The job that reads the file; its rejects say which lines were not taken. */
export interface ReconcileImportBegun {
  /** 任务编号 / id of the job */
  job_id: string;
}

/** A contact way that is printed already, by WeCom's id, and the live code that it shall belong to. */
export interface ReconcileNewAdoptedWay {
  /** 活码 / live code */
  code: string;
  /** 联系我 config_id / contact way's config id */
  config_id: string;
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
}

/** A file that was uploaded, by its name. */
export interface ReconcileNewImport {
  /** 文件名 / file */
  file: string;
}

/** How deep to compare now. */
export interface ReconcileNewReconciliation {
  /** 核对范围 / depth */
  depth?: ReconcileDepth;
}

/**
 * What a comparison came to.
 *
 * customers: how many WeCom lists, each member of staff's own. joins, losses: found late; profiles: read again since
 * profile or tags differ. refused: members of staff of whom WeCom told nothing, listed as the job's rejects.
 */
export interface ReconcileOutcome {
  /** 开始时间 / when it began */
  began_at: string;
  /** 比对的客户数 / customers compared */
  customers: number;
  /** 结束时间 / when it ended */
  ended_at: string;
  /** 任务编号 / id of the job */
  job_id: string;
  /** 补录的新增数 / joins that were found */
  joins: number;
  /** 补录的流失数 / losses that were found */
  losses: number;
  /** 重新读取的客户资料数 / profiles that were read again */
  profiles: number;
  /** 被拒绝的数量或原因 / how many were refused, or why */
  refused: number;
}

/**
 * When this corp is compared with WeCom, and what came of it.
 *
 * job_id: of the comparison under way, or the last one; '' before the first. next_at: when the clock begins the next
 * one. imported_at: when the first whole one had ended, which brought in the friends of before; null until then.
 */
export interface ReconcileReconciliation {
  /** 首次导入完成的时间，未完成时为 null / when the first import had ended; null until then */
  imported_at: string | null;
  /** 任务编号 / id of the job */
  job_id: string;
  /** 最近一次名单比对的结果 / what the last comparison of lists came to */
  last_ids: ReconcileOutcome | null;
  /** 最近一次全量比对的结果 / what the last whole comparison came to */
  last_whole: ReconcileOutcome | null;
  /** 下一次的时间 / when it comes next */
  next_at: string;
}

/**
 * Where to upload a file of first sources: a form of `fields` and then `file`, posted to `url` in 15 minutes.
 *
 * file: its name, by which the import is begun.
 */
export interface ReconcileSourcesUpload {
  /** 失效时间 / when it ends */
  expires_at: string;
  /** 上传表单须原样带上的字段 / fields of the upload's form, sent as they are */
  fields: Readonly<Record<string, string>>;
  /** 文件名 / file */
  file: string;
  /** 地址 / address */
  url: string;
}

/**
 * The stores and the staff whose things somebody sees and changes. None: all of them, and what is of none.
 *
 * A scope of regions or departments is held as the stores and the staff that are in them when it is looked up.
 * of_people: it was given as these staff, themselves or a department, and the stores are only where they work; others
 * who work there are not in it, today or later.
 */
export interface ScopeScope {
  /** 是否按员工或部门划定 / whether it was given as staff or departments */
  of_people: boolean;
  /** 员工账号 / members of staff */
  staff: readonly string[] | null;
  /** 门店编号，null 为全部 / ids of the stores; null is all of them */
  stores: readonly string[] | null;
}

/** Whether a script is a favourite of the asker. */
export interface ScriptsMark {
  /** 是否收藏 / whether it is a favourite */
  is_favourite: boolean;
}

/** Whether it is one now. */
export interface ScriptsMarked {
  /** 是否收藏 / whether it is a favourite */
  is_favourite: boolean;
  /** 只看这一条 / this one alone */
  item_id: string;
}

/** Where in the library an item of content stands: a category and, perhaps, one below it. */
export interface ScriptsPlaceScript {
  /** 话术分类 / category */
  category: string;
  /** 二级分类 / category below it */
  subcategory?: string | null;
}

/**
 * A script in the operators' list: an item of content in a category.
 *
 * state: archived ones are not shown to staff. version: the one that staff see; null while none is approved, or the
 * last was recalled. is_offered: whether staff see it. latest, status: of the newest version. beginning: the first 120
 * letters of what staff see, of the newest version where they see none. removed_at: null while it is in the library.
 */
export interface ScriptsScript {
  /** 内容的开头 / how its text begins */
  beginning: string;
  /** 话术分类 / category */
  category: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 员工是否看得到 / whether staff see it */
  is_offered: boolean;
  /** 只看这一条 / this one alone */
  item_id: string;
  /** 类型 / of which kind */
  kind: ContentKind;
  /** 最新版本号 / number of the latest version */
  latest: number;
  /** 名称 / name */
  name: string;
  /** 下单时间 / when it was ordered */
  placed_at: string;
  /** 移出时间 / when it was taken out */
  removed_at: string | null;
  /** 状态 / how it stands */
  state: ContentItemState;
  /** 状态 / how it stands */
  status: ContentVersionState;
  /** 二级分类 / category below it */
  subcategory: string | null;
  /** 使用的版本 / version that was used */
  version: number | null;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface ScriptsScriptPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly ScriptsScript[];
}

/** A use, as it was noted. */
export interface ScriptsScriptUse {
  /** 只看这一条 / this one alone */
  item_id: string;
  /** 使用记录编号 / id of the use */
  use_id: string;
  /** 使用时间 / when it was used */
  used_at: string;
  /** 使用的版本 / version that was used */
  version: number;
}

/** A script as staff see it: what is approved, with its variables as `{{name}}`, to fill in and to say. */
export interface ScriptsStaffScript {
  /** 附件 / what is attached */
  attachment: ContentContentLink | ContentContentMiniProgram | ContentContentImage | null;
  /** 话术分类 / category */
  category: string;
  /** 是否收藏 / whether it is a favourite */
  is_favourite: boolean;
  /** 只看这一条 / this one alone */
  item_id: string;
  /** 类型 / of which kind */
  kind: ContentKind;
  /** 名称 / name */
  name: string;
  /** 二级分类 / category below it */
  subcategory: string | null;
  /** 文本 / its text */
  text: string;
  /** 变量 / its variables */
  variables: readonly (ContentTextVariable | ContentNumberVariable | ContentMoneyVariable | ContentDateVariable | ContentLinkVariable)[];
  /** 使用的版本 / version that was used */
  version: number;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface ScriptsStaffScriptPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly ScriptsStaffScript[];
}

/** That a script is said. version: the one that was seen; member_id: to whom, where it is known. */
export interface ScriptsUseScript {
  /** 会员 / member */
  member_id?: string;
  /** 使用的版本 / version that was used */
  version: number;
}

/**
 * One thing that connects a corp, in the order in which an administrator meets them.
 *
 * APP: corp id and the app's secret. ADDRESS: our address among the trusted ones 企业可信IP. RANGE: the staff that the
 * app sees. CUSTOMERS: it may call 客户联系. CONTACTS: the secret of the directory. CALLBACK: what WeCom sends.
 * DOMAIN: the file that proves it. IMPORT: the first comparison.
 */
export type SetupCheck = "account" | "address" | "app" | "callback" | "contacts" | "customers" | "domain" | "import" | "mini" | "pay" | "range";

/** What to test again; none of them is all. */
export interface SetupNewChecks {
  /** 要重测的项目 / what to test again */
  checks?: readonly SetupCheck[];
}

/** How far the first import is. total: null until it is known. */
export interface SetupProgress {
  /** 已完成的数量 / how many are done */
  done: number;
  /** 总数 / in all */
  total: number | null;
}

/**
 * How the corp is connected. items: what is wrong first. callback_url: what WeCom's console asks for, '' where the
 * stack's own address is not known.
 */
export interface SetupSetup {
  /** 填到企业微信后台的回调地址 / the callback address for WeCom's console */
  callback_url: string;
  /** 本页内容 / what is on this page */
  items: readonly SetupSetupLine[];
}

/**
 * One thing that connects the corp. name: what it is called. since: from when on it has stood like this, null while
 * nobody has looked. checked_at: when somebody looked last, likewise. count: how many, null where nothing is counted.
 * why: why it stands so; mend: what to press, '' where nothing is to be done. progress: of the first import while it
 * is under way.
 */
export interface SetupSetupLine {
  /** 检查项目 / what is checked */
  check: SetupCheck;
  /** 上次检查时间，未检查为 null / when somebody looked last, null before */
  checked_at: string | null;
  /** 数量，不计数的为 null / how many, null where nothing is counted */
  count: number | null;
  /** 处理办法（英文），不需处理为空 / how to mend it, in English, '' for nothing */
  mend_en: string;
  /** 处理办法（中文），不需处理为空 / how to mend it, in Chinese, '' for nothing */
  mend_zh: string;
  /** 英文名称 / name in English */
  name_en: string;
  /** 中文名称 / name in Chinese */
  name_zh: string;
  /** 首次导入的进度，不在导入时为 null / how far the first import is, null when it is not under way */
  progress: SetupProgress | null;
  /** 起始时间 / since when */
  since: string | null;
  /** 状态 / how it stands */
  state: SetupState;
  /** 原因（英文） / why, in English */
  why_en: string;
  /** 原因（中文） / why, in Chinese */
  why_zh: string;
}

/** How a thing stands. NOT_SET: nobody has filled it in. NOT_KNOWN: nobody has looked, or no answer came. */
export type SetupState = "not_known" | "not_set" | "ok" | "wrong";

/** A SKU as a member may buy it, for its private price. */
export interface ShopForSale {
  /** 划线价，单位分 / list price in fen */
  list_price: number;
  /** 名称 / name */
  name: string;
  /** 图片地址 / address of the picture */
  picture_url: string;
  /** 私域价，单位分 / private price in fen */
  private_price: number;
  /** 商品名称 / name of the product */
  product_name: string;
  /** 商品规格 / item */
  sku_id: string;
  /** 状态 / how it stands */
  state: CatalogueShelfState;
}

/** So many pieces of a SKU, with a coupon or without. */
export interface ShopNewOrder {
  /** 券码，可不填 / may be empty */
  coupon_code?: string;
  /** 购买数量 / quantity */
  quantity?: number;
  /** 商品规格 / item */
  sku_id: string;
  /** 提货门店，可不填 / where to pick it up */
  store_id?: string;
}

/**
 * The latest coupons and orders of a member, ten of each; more are on pages of their own.
 *
 * coupons, orders: null for whoever may not see them.
 */
export interface ShopPurchases {
  /** 优惠券 / coupons */
  coupons: readonly CouponsCouponOfMember[] | null;
  /** 还有更多优惠券 / whether there are more coupons */
  has_more_coupons: boolean;
  /** 还有更多订单 / whether there are more orders */
  has_more_orders: boolean;
  /** 会员编号 / id of the member */
  member_id: string;
  /** 订单 / orders */
  orders: readonly OrdersOrderWithLedger[] | null;
}

/** A picture at WeCom. */
export interface SidebarChatImage {
  /** 企业微信素材 ID / media id at WeCom */
  mediaid: string;
}

/** One call of `sendChatMessage`, as it is. msgtype: text, image or news; the part so named is there. */
export interface SidebarChatMessage {
  /** 图片 / picture */
  image?: SidebarChatImage | null;
  /** 消息类型 / kind of message */
  msgtype: string;
  /** 图文链接 / link card */
  news?: SidebarChatNews | null;
  /** 文本 / its text */
  text?: SidebarChatText | null;
}

/** A link card. */
export interface SidebarChatNews {
  /** 描述 / description */
  desc: string;
  /** 封面图网址 / address of the picture */
  imgUrl: string;
  /** 链接 / link */
  link: string;
  /** 标题 / title */
  title: string;
}

/** A text. */
export interface SidebarChatText {
  /** 素材 / content */
  content: string;
}

/**
 * A customer of whoever asks, in one look.
 *
 * remark: what they call the customer at WeCom; null when WeCom does not say at the moment. mine: the friendship with
 * whoever asks, with its tags; others: how many colleagues have the customer too. accepts_posts: the customer's own
 * word; blocked: an operator's. coupons: those that can be used, the newest first; orders: the last five.
 * follow_ups: the open ones first. notes: the last five, of colleagues only how they begin.
 */
export interface SidebarContact {
  /** 愿意接收群发 / wants posts */
  accepts_posts: boolean;
  /** 头像 / picture of the person */
  avatar: string;
  /** 是否停止触达 / whether nobody writes to them */
  blocked: boolean;
  /** 优惠券 / coupons */
  coupons: readonly CouponsCouponOfMember[];
  /** 外部联系人 ID / external contact id */
  external_userid: string;
  /** 跟进 / follow-ups */
  follow_ups: readonly FollowupsFollowUp[];
  /** 会员编号 / id of the member */
  member_id: string;
  /** 与我的好友关系 / friendship with me */
  mine: MembersFriendship;
  /** 名称 / name */
  name: string;
  /** 备注 / notes */
  notes: readonly MembersNote[];
  /** 订单 / orders */
  orders: readonly SidebarOrderOfContact[];
  /** 其他员工好友数 / how many colleagues have the customer too */
  others: number;
  /** 企业微信备注名 / remark at WeCom */
  remark: string | null;
  /** 首次来源 / first source */
  source: SidebarSource;
}

/** Approved content. text: how it begins, with this customer's name and the sender's. */
export interface SidebarContentOffer {
  /** 素材编号 / id of the content item */
  item_id: string;
  /** 名称 / name */
  name: string;
  /** 文本 / its text */
  text: string;
  /** 版本 / version */
  version: number;
}

/**
 * A coupon that may be given. left: how many there are; held: how many of it the customer has; per_member: how many
 * they may have. can_send: there is one for this customer.
 */
export interface SidebarCouponOffer {
  /** 优惠金额，单位分 / money off in fen */
  amount_off: number;
  /** 可以发送 / can be sent */
  can_send: boolean;
  /** 客户已有 / how many the customer has */
  held: number;
  /** 剩余 / left */
  left: number;
  /** 名称 / name */
  name: string;
  /** 每人限领 / how many a member may have */
  per_member: number;
  /** 优惠券模板编号 / id of the coupon template */
  template_id: string;
  /** 使用门槛，单位分 / from which amount, in fen */
  threshold: number;
  /** 使用说明 / how to use it */
  usage: string;
}

/** What can be sent to a customer. cursor: of the next page of content, '' ends. */
export interface SidebarOffers {
  /** 优惠券 / coupons */
  coupons: readonly SidebarCouponOffer[];
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly SidebarContentOffer[];
}

/** An order in short. */
export interface SidebarOrderOfContact {
  /** 订单编号 / id of the order */
  order_id: string;
  /** 下单时间 / when it was placed */
  placed_at: string;
  /** 状态 / how it stands */
  status: OrdersOrderState;
  /** 应付金额，单位分 / what is to be paid, in fen */
  total: number;
}

/** What the client sends by `sendChatMessage`, one call each. coupon: the one that the customer has now, if any. */
export interface SidebarSending {
  /** 优惠券 / coupon */
  coupon: CouponsCouponOfMember | null;
  /** 待发送的消息 / what is to be sent */
  messages: readonly SidebarChatMessage[];
  /** 发送编号 / id of the sending */
  sending_id: string;
}

/**
 * What a page needs for `wx.config` and `wx.agentConfig` (`@wecom/jssdk`: the same names).
 *
 * timestamp: unix seconds. signature: for `wx.config`; agent_signature: for `wx.agentConfig`, which takes the same
 * nonce and time.
 */
export interface SidebarSignature {
  /** 应用 ID / the app's id at WeCom */
  agent_id: string;
  /** 应用签名 / signature for wx.agentConfig */
  agent_signature: string;
  /** 企业 ID / the corp's id at WeCom */
  corp_id: string;
  /** 随机串 / nonce */
  nonce: string;
  /** 企业签名 / signature for wx.config */
  signature: string;
  /** 签名时间 / when it was signed */
  timestamp: number;
}

/** Where somebody came from first. code: the live code (or channel parameter), '' for none; name: its name. */
export interface SidebarSource {
  /** 时间 / when */
  at: string;
  /** 编码 / its code */
  code: string;
  /** 名称 / name */
  name: string;
  /** 员工 / staff */
  staff: Person;
}

/** What is to be sent to a customer: one of the two. */
export interface SidebarTake {
  /** 素材 / content */
  content?: string;
  /** 优惠券 / coupon */
  coupon_template?: string;
}

/** A department; above: the one it is part of, 0 for the topmost that the app may see. */
export interface StaffDepartment {
  /** 上级部门编号，顶级为 0 / the department that it is part of, 0 for the topmost */
  above: number;
  /** 部门编号 / department */
  department: number;
  /** 名称 / name */
  name: string;
  /** 在上级部门中的次序 / its place in the department above */
  order: number;
}

/** The departments that the app may see, each after the one it is part of. */
export interface StaffDepartments {
  /** 本页内容 / what is on this page */
  items: readonly StaffDepartment[];
}

/** A reconcile that was asked for: how far it is stands under its job. */
export interface StaffReconciling {
  /** 任务编号 / id of the job */
  job_id: string;
}

/** A member of staff in a list. */
export interface StaffStaffInList {
  /** 头像 / picture of the person */
  avatar: string;
  /** 所属部门编号 / numbers of their departments */
  departments: readonly number[];
  /** 名称 / name */
  name: string;
  /** 是否可添加客户 / whether they may have customers */
  serves: boolean;
  /** 员工状态 / state */
  state: StaffStaffState;
  /** 员工账号 / a member of staff */
  userid: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface StaffStaffInListPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly StaffStaffInList[];
}

/**
 * A member of staff.
 *
 * name, avatar: '' where the app may not see them. serves: may have customers
 * (客户联系使用范围). since: when they left or were renamed, else null. read_at: when WeCom was asked, null for never.
 */
export interface StaffStaffMember {
  /** 头像 / picture of the person */
  avatar: string;
  /** 所属部门编号 / numbers of their departments */
  departments: readonly number[];
  /** 改名前的账号 / the userid that they had before */
  formerly: string;
  /** 名称 / name */
  name: string;
  /** 改名后的账号 / the userid that they have now */
  now_called: string;
  /** 读取时间 / when it was read */
  read_at: string | null;
  /** 是否可添加客户 / whether they may have customers */
  serves: boolean;
  /** 起始时间 / since when */
  since: string | null;
  /** 员工状态 / state */
  state: StaffStaffState;
  /** 员工账号 / a member of staff */
  userid: string;
}

/**
 * INACTIVE: never activated their account. DISABLED: an administrator took it away.
 *
 * UNSEEN: of the corp, but outside of what the app may see. RENAMED: is called otherwise now.
 */
export type StaffStaffState = "active" | "disabled" | "inactive" | "left" | "renamed" | "unseen";

/** RUNNING: waits for its next step or is at it. FAILED: one step failed too often; it can be resumed. */
export type StorageJobState = "cancelled" | "done" | "failed" | "paused" | "running";

/** Why the last try of a step failed. code: the error's; zh, en: its text, which names no person. */
export interface StorageProblem {
  /** 时间 / when */
  at: string;
  /** 编码 / its code */
  code: string;
  /** 英文说明 / in English */
  en: string;
  /** 中文说明 / in Chinese */
  zh: string;
}

/**
 * What became of one. WAITING: it is in the list. IN_HAND: it is being read again. DONE: that worked. DISMISSED: by
 * somebody, for good unless it is put back.
 */
export type StorageStanding = "dismissed" | "done" | "in_hand" | "waiting";

/**
 * Why a callback was set aside.
 *
 * UNREADABLE: it is no message that this version can read. INCOMPLETE: it does not say whom it is about. STALE: it was
 * signed longer ago than WeCom tries for.
 */
export type StorageWhy = "incomplete" | "stale" | "unreadable";

/** What a line of a sheet does, or would do. */
export type StoresAct = "created" | "edited" | "rejected" | "unchanged";

/** A store as it shall be. version: the one that was seen, so that nobody's change is lost. */
export interface StoresEditStore {
  /** 地址 / address */
  address?: string;
  /** 核销店员 / clerks */
  clerks?: readonly string[];
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 营业时间 / opening hours */
  hours?: readonly StoresHours[];
  /** 位置 / location */
  location?: StoresLocation | null;
  /** 店长 / manager */
  manager?: string | null;
  /** 名称 / name */
  name: string;
  /** 门店编号，企业内唯一 / the corp's own number of it */
  number: string;
  /** 电话 / phone */
  phone?: string;
  /** 区域 / region */
  region?: string;
  /** 员工 / staff */
  staff?: readonly string[];
  /** 版本 / version */
  version: number;
}

/** A field as it is and as the line would make it; '' for nothing. */
export interface StoresFieldChange {
  /** 导入后 / as it would be */
  after: string;
  /** 现在 / as it is */
  before: string;
  /** 字段 / the field */
  field: string;
}

/** On a day of the week it is open from a time to another; until earlier than since is past midnight. */
export interface StoresHours {
  /** 星期 / day of the week */
  day: StoresWeekday;
  /** 08:30 */
  since: string;
  /** 08:30 */
  until: string;
}

/**
 * The job that reads the sheet. file: its name, by which it is asked what it would change.
 *
 * Its result counts the stores that it made, edited and found unchanged; its rejects say which lines were not taken.
 */
export interface StoresImportBegun {
  /** 文件名 / file */
  file: string;
  /** 任务编号 / id of the job */
  job_id: string;
}

/** What a line would do now: to which store, and what to it. field, reason: why it would be rejected. */
export interface StoresLineOfChanges {
  /** 新建、修改、不变或拒绝 / what it would do */
  act: StoresAct;
  /** 变化 / what would change */
  changes: readonly StoresFieldChange[];
  /** 有误的字段 / the field to blame */
  field: string;
  /** 行号 / where it stands, from 1 */
  line: number;
  /** 名称 / name */
  name: string;
  /** 门店编号 / store's number */
  number: string;
  /** 拒绝原因（英文）/ why, in English */
  reason_en: string;
  /** 拒绝原因 / why, in Chinese */
  reason_zh: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface StoresLineOfChangesPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly StoresLineOfChanges[];
}

/** Where it is on a map, by the coordinates of Chinese maps (GCJ-02). */
export interface StoresLocation {
  /** 纬度 / latitude */
  latitude: number;
  /** 经度 / longitude */
  longitude: number;
}

/** Whether a store shall be open or closed. */
export interface StoresMoving {
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 门店状态 / state */
  state: StoresStoreState;
}

/**
 * A CSV of stores: a file that was uploaded, by its name, or the text itself.
 *
 * preview: say what it would do and write nothing.
 */
export interface StoresNewImport {
  /** CSV 内容 / the CSV itself */
  csv?: string;
  /** 文件名 / file */
  file?: string;
  /** 是否仅预览 / preview */
  preview: boolean;
}

/** A store about to be made. */
export interface StoresNewStore {
  /** 地址 / address */
  address?: string;
  /** 核销店员 / clerks */
  clerks?: readonly string[];
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 营业时间 / opening hours */
  hours?: readonly StoresHours[];
  /** 位置 / location */
  location?: StoresLocation | null;
  /** 店长 / manager */
  manager?: string | null;
  /** 名称 / name */
  name: string;
  /** 门店编号，企业内唯一 / the corp's own number of it */
  number: string;
  /** 电话 / phone */
  phone?: string;
  /** 区域 / region */
  region?: string;
  /** 员工 / staff */
  staff?: readonly string[];
}

/** Which of their stores somebody is of first. */
export interface StoresPrimaryStore {
  /** 门店 / store */
  store_id: string;
}

/** A region, '' for stores without one. stores: how many it has; open_stores: how many of them are open. */
export interface StoresRegionLine {
  /** 营业中的门店数 / how many of them are open */
  open_stores: number;
  /** 区域 / region */
  region: string;
  /** 门店数 / how many stores */
  stores: number;
}

/** The corp's regions. */
export interface StoresRegions {
  /** 本页内容 / what is on this page */
  items: readonly StoresRegionLine[];
}

/**
 * Where to upload a CSV of stores: a form of `fields` and then `file`, posted to `url` in 15 minutes.
 *
 * file: its name, by which the import is begun.
 */
export interface StoresSheetUpload {
  /** 失效时间 / when it ends */
  expires_at: string;
  /** 表单字段 / fields of the form */
  fields: Readonly<Record<string, string>>;
  /** 文件名 / file */
  file: string;
  /** 地址 / address */
  url: string;
}

/** A store that somebody works at. is_clerk: as a clerk. is_primary: it is the one they are of first. */
export interface StoresStaffStore {
  /** 核销店员 / a clerk, who redeems and hands out there */
  is_clerk: boolean;
  /** 其主门店 / the store that they are of first */
  is_primary: boolean;
  /** 名称 / name */
  name: string;
  /** 门店 / store */
  store_id: string;
}

/** Where somebody works. store_id: the one they are of first, '' where nobody can tell. */
export interface StoresStaffStores {
  /** 本页内容 / what is on this page */
  items: readonly StoresStaffStore[];
  /** 门店 / store */
  store_id: string;
  /** 员工账号 / a member of staff */
  userid: string;
}

/** A store. people: everybody who works there, by userid, with their names. */
export interface StoresStore {
  /** 地址 / address */
  address: string;
  /** 核销店员 / clerks */
  clerks: readonly string[];
  /** 创建时间 / when it was made */
  created_at: string;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 营业时间 / opening hours */
  hours: readonly StoresHours[];
  /** 位置 / location */
  location: StoresLocation | null;
  /** 店长 / manager */
  manager: string | null;
  /** 名称 / name */
  name: string;
  /** 门店编号 / store's number */
  number: string;
  /** 全部人员 / everybody who works there */
  people: readonly StoresWorker[];
  /** 电话 / phone */
  phone: string;
  /** 区域 / region */
  region: string;
  /** 员工 / staff */
  staff: readonly string[];
  /** 门店状态 / state */
  state: StoresStoreState;
  /** 门店 / store */
  store_id: string;
  /** 版本 / version */
  version: number;
}

/** A store in a list. staffed: how many work there. manager_name: '' while it is not known. */
export interface StoresStoreInList {
  /** 地址 / address */
  address: string;
  /** 店长 / manager */
  manager: string | null;
  /** 店长姓名 / the manager's name */
  manager_name: string;
  /** 名称 / name */
  name: string;
  /** 门店编号 / store's number */
  number: string;
  /** 电话 / phone */
  phone: string;
  /** 区域 / region */
  region: string;
  /** 人数 / how many work there */
  staffed: number;
  /** 门店状态 / state */
  state: StoresStoreState;
  /** 门店 / store */
  store_id: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface StoresStoreInListPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly StoresStoreInList[];
}

/** CLOSED: nothing new is given to it; what was stamped with it stays, and it may open again. */
export type StoresStoreState = "closed" | "open";

/** Something that names a store: a live code, an order to be picked up. name: what operators call it. */
export interface StoresUse {
  /** 名称 / name */
  name: string;
  /** 使用方类型 / kind of what uses it */
  user: string;
  /** 使用方编号 / id of what uses it */
  user_id: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface StoresUsePage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly StoresUse[];
}

/** A day of the week. */
export type StoresWeekday = "fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed";

/**
 * Somebody who works at a store. name: '' while it is not known.
 *
 * is_manager, is_clerk: what they are there. is_primary: it is the one they are of first.
 */
export interface StoresWorker {
  /** 核销店员 / a clerk, who redeems and hands out there */
  is_clerk: boolean;
  /** 店长 / the manager */
  is_manager: boolean;
  /** 其主门店 / the store that they are of first */
  is_primary: boolean;
  /** 名称 / name */
  name: string;
  /** 员工账号 / a member of staff */
  userid: string;
}

/** Whether it is meant, where something still uses what is to be deleted. */
export interface TagsDeleteTag {
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
}

/** Into which tag this one goes; it is gone afterwards. */
export interface TagsMergeTag {
  /** 不寻常但确认无误 / what is unusual is meant */
  confirm?: boolean;
  /** 合并到的标签 / tag it goes into */
  into: string;
}

/**
 * What a tag or a group is to be called (WeCom: 30 characters at most).
 *
 * was: the name that whoever renames it saw; with null it is renamed whatever it is called.
 */
export interface TagsRenameTag {
  /** 名称 / name */
  name: string;
  /** 所见名称 / name that was seen */
  was?: string | null;
}

/** A group as it is called now. */
export interface TagsRenamedGroup {
  /** 编号 / its id */
  id: string;
  /** 名称 / name */
  name: string;
}

/** The job that was begun, and what used the tags then. */
export interface TagsTagChangeBegun {
  /** 任务编号 / id of the job */
  job_id: string;
  /** 使用情况 / what uses it */
  uses: TagsTagUses;
}

/** How many members have a tag of that name, whichever group it is of. is_all: else there are more. */
export interface TagsTagCount {
  /** 编号 / its id */
  id: string;
  /** 人数是否完整 / whether that is all of them */
  is_all: boolean;
  /** 会员人数 / members */
  members: number;
  /** 名称 / name */
  name: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface TagsTagCountPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly TagsTagCount[];
}

/**
 * A corp tag. uses: what has it or names it; same_name: another group has a tag of that name, which members and
 * posts do not tell apart. in_hand: the job that changes its group now, '' for none.
 */
export interface TagsTagDetail {
  /** 标签组 / group */
  group_id: string;
  /** 标签组名称 / group's name */
  group_name: string;
  /** 编号 / its id */
  id: string;
  /** 正在修改它的任务 / job that changes it */
  in_hand: string;
  /** 名称 / name */
  name: string;
  /** 是否另有同名标签 / whether another tag is called the same */
  same_name: boolean;
  /** 使用情况 / what uses it */
  uses: TagsTagUses;
}

/**
 * What uses tags. members: how many, by name; is_all: that is all of them, else there are more.
 *
 * live_codes, posts: their names, at most 20; many_codes, many_posts: how many there are; posts are those that are
 * still to go out. taggings: bulk taggings that are not over.
 */
export interface TagsTagUses {
  /** 人数是否完整 / whether that is all of them */
  is_all: boolean;
  /** 活码名称 / names of live codes */
  live_codes: readonly string[];
  /** 活码个数 / how many live codes */
  many_codes: number;
  /** 未发完的群发个数 / how many posts to go out */
  many_posts: number;
  /** 会员人数 / members */
  members: number;
  /** 未发完的群发 / posts to go out */
  posts: readonly string[];
  /** 未完成的批量打标签 / bulk taggings under way */
  taggings: number;
}

/**
 * What a member of staff has done about a task. unasked: WeCom has still to be asked; waiting: they have it and did
 * not tap "send"; sent: they did; ended: it is over, and they never did.
 */
export type TasksDoing = "ended" | "sent" | "unasked" | "waiting";

/** How many tasks' senders are reminded; left_alone: who had three within a day, or one within the hour. */
export interface TasksReminded {
  /** 不再提醒的任务数 / tasks whose senders are left alone */
  left_alone: number;
  /** 已提醒的任务数 / tasks whose senders are reminded */
  reminded: number;
}

/**
 * What one member of staff was asked to send.
 *
 * state: planned, asking, created, closed; doing: what the sender has done about it. reason: why it was closed without
 * being sent by them; problem: the same in words, unless somebody decided it (a recall, a cancelled post, customers
 * who said no). counts: targets by what became of them.
 */
export interface TasksTask {
  /** 结束时间 / when it ended */
  closed_at: string;
  /** 员工确认发送的时间 / when staff confirmed it */
  confirmed_at: string;
  /** 各结果的数量 / how many came to each end */
  counts: Readonly<Record<string, number>>;
  /** 创建时间 / when it was made */
  created_at: string;
  /** 员工执行情况 / what the sender has done */
  doing: TasksDoing;
  /** 企业微信群发编号 / WeCom's id of the mass message */
  msgid: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 原因 / why */
  reason: string;
  /** 已提醒次数 / how often they were reminded */
  reminders: number;
  /** 发送员工的账号 / the member of staff who is asked to send it */
  sender: string;
  /** 发送员工姓名 / sender's name */
  sender_name: string;
  /** 状态 / how it stands */
  state: TasksTaskState;
  /** 目标数 / how many it is meant for */
  targets: number;
  /** 任务编号 / id of the task */
  task: string;
}

/** Up to 100 items and the cursor that continues them ('' ends). */
export interface TasksTaskPage {
  /** 下一页游标，空为末页 / where the next page begins; empty at the end */
  cursor: string;
  /** 本页内容 / what is on this page */
  items: readonly TasksTask[];
}

/** planned; asking: a task of ours may exist at WeCom; created: it does; closed: every target has its end. */
export type TasksTaskState = "asking" | "closed" | "created" | "planned";

/** REVERSED: a redemption of theirs, by whomever. REVERSED_FOR: they took a redemption of somebody else back. */
export type TillActKind = "picked_up" | "redeemed" | "reversed" | "reversed_for";

/**
 * One act. code: of the coupon, '' for an order; order_id: likewise. by: who reversed it, null for nothing else.
 *
 * undo_until: the clerk may take it back until then; null when they may not.
 */
export interface TillActShown {
  /** 时间 / when */
  at: string;
  /** 撤销人 / who reversed it */
  by: Person | null;
  /** 券码 / coupon code */
  code: string;
  /** 类型 / of which kind */
  kind: TillActKind;
  /** 名称 / name */
  name: string;
  /** 优惠金额 / amount off */
  off: number;
  /** 订单金额 / order amount */
  order_amount: number;
  /** 订单编号 / id of the order */
  order_id: string;
  /** 门店编号，空为总部 / id of the store, empty for none */
  store_id: string;
  /** 可撤销到 / until when it may be reversed */
  undo_until: string | null;
}

/** The app's menu at WeCom has the till's scan. is_new: it was put there just now. buttons: what the menu says. */
export interface TillMenu {
  /** 菜单按钮 / what the menu says */
  buttons: readonly string[];
  /** 刚加上 / it was put there just now */
  is_new: boolean;
}

/**
 * What a clerk did on a day, a few seconds late. acts: the newest first, 100 at most; the sums are of all.
 *
 * reversed: of the clerk's own redemptions, by whomever; these may be of another day.
 */
export interface TillMyDay {
  /** 逐笔 / one by one */
  acts: readonly TillActShown[];
  /** 日期 / day */
  day: string;
  /** 提货笔数 / orders that were handed out */
  picked_up: number;
  /** 核销合计 / redemptions in all */
  redeemed: TillSum;
  /** 撤销合计 / reversals in all */
  reversed: TillSum;
  /** 门店编号，空为总部 / id of the store, empty for none */
  store_id: string;
  /** 门店名称 / the store's name */
  store_name: string;
}

/** Acts of one kind in all: how many, of orders of how much, and how much was taken off. */
export interface TillSum {
  /** 笔数 / how many */
  count: number;
  /** 优惠金额 / amount off */
  off: number;
  /** 订单金额 / order amount */
  order_amount: number;
}

/** What may wait for somebody, in the order in which it is shown. */
export type TodoKind = "asides" | "coupons_ending" | "coupons_low" | "dead_letters" | "groupbuys_ending" | "leavers" | "live_codes" | "money" | "post_problems" | "review_business" | "review_compliance" | "review_content" | "sold_out" | "unsent";

/** What waits for whoever asks; what is done, or is nobody's to do, is not in it. as_of: when it was looked at. */
export interface TodoTodo {
  /** 统计截至时间 / counted at this moment */
  as_of: string;
  /** 本页内容 / what is on this page */
  items: readonly TodoTodoItem[];
}

/**
 * A kind of what waits. count: how many were seen, 25 at most, and is_more: perhaps there are more.
 *
 * first: the first five. path: the list of all of them, '' where engineers alone have it. problem: why this kind could
 * not be read; count is 0 then, and says nothing.
 */
export interface TodoTodoItem {
  /** 看到的数量，最多 25 / how many were seen, 25 at most */
  count: number;
  /** 英文说明 / in English */
  en: string;
  /** 前五项 / the first five */
  first: readonly TodoTodoThing[];
  /** 可能还有更多 / whether there may be more */
  is_more: boolean;
  /** 类型 / of which kind */
  kind: TodoKind;
  /** 全部列表的地址 / the list of all of them */
  path: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 中文说明 / in Chinese */
  zh: string;
}

/**
 * One thing that waits. note, note_en: why, in Chinese and English, or a figure or a moment in UTC, the same in
 * both; '' where the kind says all.
 */
export interface TodoTodoThing {
  /** 编号 / its id */
  id: string;
  /** 名称 / name */
  name: string;
  /** 说明 / why, or a figure */
  note: string;
  /** 说明（英文） / the same in English */
  note_en: string;
}

/** At most `count` posts to one customer within `days` days, today among them. */
export interface TouchesCap {
  /** 条数 / number of posts */
  count: number;
  /** 统计天数 / days */
  days: number;
}

/** From one clock time up to another in Shanghai, over midnight when the second is earlier. */
export interface TouchesQuietHours {
  /** in Shanghai, such as 21:30 */
  from: string;
  /** in Shanghai, such as 21:30 */
  to: string;
}

/** The rules as they shall be. revision: of those that were seen; with null they are set over whatever there is. */
export interface TouchesSetTouchRules {
  /** 频次上限 / frequency cap */
  cap?: TouchesCap | null;
  /** 免打扰时段 / quiet hours */
  quiet_hours?: TouchesQuietHours | null;
  /** 企业微信接收上限 / WeCom's receiving rule */
  quota?: "day" | "month" | "week";
  /** 所见版本 / revision */
  revision?: number | null;
}

/** The rules, with who set them. revision: grows each time; 0 while nobody has. */
export interface TouchesTouchRulesShown {
  /** 频次上限 / frequency cap */
  cap: TouchesCap | null;
  /** 创建人；系统创建时为 null / who made it; null for the system */
  created_by: Person | null;
  /** 最近修改时间 / when somebody changed it last */
  edited_at: string | null;
  /** 最近修改人；无人修改时为 null / who changed it last; null when nobody has */
  edited_by: Person | null;
  /** 免打扰时段 / quiet hours */
  quiet_hours: TouchesQuietHours | null;
  /** 企业微信接收上限 / WeCom's receiving rule */
  quota: "day" | "month" | "week";
  /** 所见版本 / revision */
  revision: number;
}

/**
 * How far a version of content has come.
 *
 * out: targets that have it, as far as is known; waiting: those that may still get it from a member of staff; both are
 * of the times in `posts`: of the 100 latest posts, 50 each. is_settled: no time of it is open, so that the numbers
 * are final. users: who names the item now, the first hundred, whichever version.
 */
export interface UsesReach {
  /** 数字是否已不再变化 / whether the numbers are final */
  is_settled: boolean;
  /** 素材编号 / id of the content item */
  item_id: string;
  /** 名称 / name */
  name: string;
  /** 已收到的数量 / how many have it, as far as is known */
  out: number;
  /** 使用它的群发 / the times that it was sent */
  posts: readonly PostsSent[];
  /** 撤回进度，未撤回时为 null / how far its recall is; null while it was not recalled */
  recall: UsesRecallStep | null;
  /** 状态 / how it stands */
  status: ContentVersionState;
  /** 使用处 / what uses it */
  users: readonly ContentContentUse[];
  /** 版本号 / number of the version */
  version: number;
  /** 等待中的数量 / how many wait */
  waiting: number;
}

/** Why an approved version must not be sent any more. Staff who hold a task of it read it. */
export interface UsesRecallContent {
  /** 原因 / why */
  reason: string;
}

/** Who recalled a version, when and why. */
export interface UsesRecallStep {
  /** 时间 / when */
  at: string;
  /** 原因 / why */
  reason: string;
  /** 操作人 / who */
  who: string;
}

/**
 * What came of having all who use an item use its new version, each alone.
 *
 * version: the newest that is approved. left: more than 100 use an older one; the same again goes on.
 */
export interface UsesRenewed {
  /** 剩余数量 / how many are left */
  left: boolean;
  /** 使用处 / what uses it */
  users: readonly UsesRenewedUse[];
  /** 版本号 / number of the version */
  version: number;
}

/** Somebody who uses an item, and the version that they name now. problem: why that is not the newest. */
export interface UsesRenewedUse {
  /** 名称 / name */
  name: string;
  /** 当前问题与处理办法，空为正常 / what is wrong and what helps; null when all is well */
  problem: ProblemsProblem | null;
  /** 使用方类型 / kind of what uses it */
  user: string;
  /** 使用方编号 / id of what uses it */
  user_id: string;
  /** 版本号 / number of the version */
  version: number;
}

/** What the mini-program hands to wx.requestPayment, under the platform's names (docs/platform I4). */
export interface WechatpayPayParams {
  /** 支付参数：随机串 / for the payment: a nonce */
  nonceStr: string;
  /** 支付参数：预支付编号 / for the payment: WeChat Pay's id of it */
  package: string;
  /** 支付参数：签名 / for the payment: its signature */
  paySign: string;
  /** 支付参数：签名方式 / for the payment: how it is signed */
  signType: string;
  /** 支付参数：时间戳 / for the payment: when it was signed */
  timeStamp: string;
}

/** A picture by its media id. */
export interface WecomImage {
  /** 企业微信素材编号 / WeCom's id of the media */
  media_id: string;
}

/** A picture beside the text. */
export interface WecomImageAttachment {
  /** 图片 / a picture */
  image: WecomImage;
  /** 消息类型 / kind of message */
  msgtype: "image";
}

/** A link card (图文). */
export interface WecomLink {
  /** 描述 / description */
  desc?: string;
  /** 封面图片地址 / address of the cover */
  picurl?: string;
  /** 标题 / title */
  title: string;
  /** 地址 / address */
  url?: string;
}

/** A link card beside the text. */
export interface WecomLinkAttachment {
  link: WecomLink;
  /** 消息类型 / kind of message */
  msgtype: "link";
}

/** One message. A mass message has `text`, `attachments` or both; an app message `msgtype` and the part so named. */
export interface WecomMessage {
  /** 附件 / what is attached */
  attachments?: readonly (WecomLinkAttachment | WecomMiniProgramAttachment | WecomImageAttachment)[] | null;
  /** 图片 / a picture */
  image?: WecomImage | null;
  /** 小程序通知 / a notice of the mini-program */
  miniprogram_notice?: WecomMiniProgramNotice | null;
  /** 消息类型 / kind of message */
  msgtype?: "image" | "miniprogram_notice" | "text" | "textcard" | null;
  /** 文本 / its text */
  text?: WecomText | null;
  /** 文本卡片 / a card of text */
  textcard?: WecomTextCard | null;
}

/** A mini-program card. */
export interface WecomMiniProgram {
  /** 小程序的 AppID / the mini-program's AppID */
  appid: string;
  /** 小程序页面路径 / page of the mini-program */
  page: string;
  /** 企业微信图片素材编号 / WeCom's id of the picture */
  pic_media_id: string;
  /** 标题 / title */
  title: string;
}

/** A mini-program card beside the text. */
export interface WecomMiniProgramAttachment {
  miniprogram: WecomMiniProgram;
  /** 消息类型 / kind of message */
  msgtype: "miniprogram";
}

/** A mini-program card in an app message, which shows no picture. */
export interface WecomMiniProgramNotice {
  /** 小程序的 AppID / the mini-program's AppID */
  appid: string;
  /** 小程序页面路径 / page of the mini-program */
  page: string;
  /** 标题 / title */
  title: string;
}

/** A text. */
export interface WecomText {
  /** 素材 / the content */
  content: string;
}

/** A link card in an app message. */
export interface WecomTextCard {
  /** 描述 / description */
  description: string;
  /** 标题 / title */
  title: string;
  /** 地址 / address */
  url: string;
}

/** 一处填写错误 · One wrong thing at one field. */
export interface ErrorsFault {
  /** 英文说明 / one sentence in English */
  en: string;
  /** 规则的界限或示例 / the rule's figure or an example, if it has one */
  limit: string | number | number | null;
  /** 字段位置，如 rules[2].percent_off / where, dotted */
  path: string;
  /** 违反的规则 / the rule that is broken */
  rule: string;
  /** 中文说明 / one sentence in Chinese */
  zh: string;
}

/** 每个接口都声明了自己可能返回的错误码 · Every code that some operation declares. */
export type ErrorCode =
  | "ActivityChanged"
  | "ActivityEndsEarlier"
  | "ActivityNotOpen"
  | "ActivityOver"
  | "ActivitySoldOut"
  | "ActivityStopped"
  | "AddressBusy"
  | "AlreadyClaimed"
  | "AlreadyPaid"
  | "AlreadyPickedUp"
  | "AlreadyPromised"
  | "AlreadyRedeemed"
  | "AtNoStore"
  | "BadActivity"
  | "BadActivityEnd"
  | "BadBrand"
  | "BadClaimEnd"
  | "BadCodeSheet"
  | "BadDeparture"
  | "BadExport"
  | "BadFollowUp"
  | "BadLiveCode"
  | "BadNumbers"
  | "BadPack"
  | "BadPost"
  | "BadProduct"
  | "BadRemark"
  | "BadRequest"
  | "BadSignature"
  | "BadStore"
  | "BadStoreSheet"
  | "BadTagChange"
  | "BadTagging"
  | "BadTemplate"
  | "BadValues"
  | "BadVariables"
  | "BadWelcome"
  | "BeingHandedOver"
  | "BelowThreshold"
  | "BodyTooLarge"
  | "BooksNotCounted"
  | "BrandChanged"
  | "ChannelNotApproved"
  | "ClaimClosed"
  | "ClaimNotOpen"
  | "ClaimPaused"
  | "ClaimsEndEarlier"
  | "ConsentNeeded"
  | "ContentArchived"
  | "CouponExpired"
  | "CouponInUse"
  | "CouponVoided"
  | "CredentialsRefused"
  | "EditedMeanwhile"
  | "ExportIsOver"
  | "ExportNotReady"
  | "ExportNotYours"
  | "ExportReachesFarther"
  | "ExportStands"
  | "FollowUpIsOver"
  | "ForeignNext"
  | "ForeignPage"
  | "ForeignUrl"
  | "HasNotFailed"
  | "HeldRoleChanged"
  | "HoldOver"
  | "IdempotencyConflict"
  | "IdempotencyMismatch"
  | "InternalError"
  | "InvalidBody"
  | "InvalidHeader"
  | "InvalidQuery"
  | "JobCannotMove"
  | "JobReachesFarther"
  | "KindIsFixed"
  | "LastOwner"
  | "LeftChanged"
  | "LimitReached"
  | "LintErrors"
  | "LiveCodeChanged"
  | "LiveCodeIsArchived"
  | "LiveCodeNotArchived"
  | "MalformedMessage"
  | "MediaRefused"
  | "MenuIsFull"
  | "MoneyNotNoted"
  | "NeedsConfirmation"
  | "NoReportYet"
  | "NoSuchRelation"
  | "NoSuchStaff"
  | "NotAMember"
  | "NotANewCustomer"
  | "NotAnOperator"
  | "NotApproved"
  | "NotCancellable"
  | "NotClaimableHere"
  | "NotEnoughStock"
  | "NotForSale"
  | "NotFound"
  | "NotInTeam"
  | "NotOffered"
  | "NotPaid"
  | "NotPayable"
  | "NotReached"
  | "NotReady"
  | "NotRedeemed"
  | "NotSendable"
  | "NotYetApproved"
  | "NotYourCustomer"
  | "NotYourFollowUp"
  | "NotYourNote"
  | "NotYourRedemption"
  | "NotYourStore"
  | "NothingLeft"
  | "NothingToPay"
  | "NothingToStop"
  | "NoticeRefused"
  | "NumberClosed"
  | "NumberPaid"
  | "NumberUnknown"
  | "OAuthCodeRefused"
  | "OccurrenceIsOver"
  | "OutcomeUnknown"
  | "OutsideScope"
  | "OwnPost"
  | "OwnVersion"
  | "OwnerIsFixed"
  | "PackNotReady"
  | "PayBusy"
  | "PayNotConfigured"
  | "PayOutcomeUnknown"
  | "PayRefused"
  | "PayerUnknown"
  | "PaymentClosed"
  | "PictureRefused"
  | "PlaceUnpaid"
  | "PostChanged"
  | "PostIsHeld"
  | "PostIsMissed"
  | "PostIsOver"
  | "ProductChanged"
  | "QuietNow"
  | "ReasonNeeded"
  | "RedeemedByOrder"
  | "RedemptionReversed"
  | "RefundDone"
  | "RefundElsewhere"
  | "RefundNotRefused"
  | "RefundReferenceUsed"
  | "RefundStillOwed"
  | "RefundTooLarge"
  | "RefundUnderway"
  | "RefundWithdrawn"
  | "Refused"
  | "ReversalTooLate"
  | "ReviewedBefore"
  | "RightNotHeld"
  | "RoleChanged"
  | "RoleIsHeld"
  | "RoleIsShipped"
  | "RoleNameTaken"
  | "RoleNotAllowed"
  | "SearchTooShort"
  | "SessionExpired"
  | "SettingsChanged"
  | "SignInBusy"
  | "SignInCodeRefused"
  | "SignInLeft"
  | "SignInLost"
  | "SignatureTooOld"
  | "SkuSoldOut"
  | "SoldOut"
  | "StaffUnseen"
  | "StateDoesNotAllow"
  | "StillGood"
  | "StillOpen"
  | "StoreChanged"
  | "SupersededVersion"
  | "TagInHand"
  | "TagNameTaken"
  | "TagOfAnotherApp"
  | "TagRenamed"
  | "TeamComplete"
  | "TeamFull"
  | "TeamOver"
  | "TemplateChanged"
  | "TokenRefused"
  | "TooBusy"
  | "TooManyFavourites"
  | "TooManyRefunds"
  | "TooManyReversals"
  | "TooManyRoles"
  | "TooManyUnpaid"
  | "TooManyVersions"
  | "TooManyWrongCodes"
  | "Unauthenticated"
  | "UnknownActivity"
  | "UnknownContact"
  | "UnknownContent"
  | "UnknownCorp"
  | "UnknownCorpTag"
  | "UnknownCoupon"
  | "UnknownDeparture"
  | "UnknownExport"
  | "UnknownFile"
  | "UnknownFollowUp"
  | "UnknownForecast"
  | "UnknownJob"
  | "UnknownLiveCode"
  | "UnknownMember"
  | "UnknownNote"
  | "UnknownOccurrence"
  | "UnknownOrder"
  | "UnknownPack"
  | "UnknownPath"
  | "UnknownPayment"
  | "UnknownPicture"
  | "UnknownPost"
  | "UnknownProduct"
  | "UnknownRefund"
  | "UnknownRole"
  | "UnknownScript"
  | "UnknownSku"
  | "UnknownStaff"
  | "UnknownStore"
  | "UnknownTag"
  | "UnknownTeam"
  | "UnknownTemplate"
  | "UnknownVisitor"
  | "UnsupportedMediaType"
  | "UpstreamUnknown"
  | "VersionRecalled"
  | "WayNotAdoptable"
  | "WayNotOpen"
  | "WayOfLiveCode"
  | "WeComBusy"
  | "WeComRefused"
  | "WhichCorp"
  | "WrongReceiver";

/** 带 details.errors 的错误码 · Codes whose details say what is wrong, field by field. */
export type FaultyCode =
  | "BadActivity"
  | "BadActivityEnd"
  | "BadBrand"
  | "BadClaimEnd"
  | "BadCodeSheet"
  | "BadDeparture"
  | "BadExport"
  | "BadFollowUp"
  | "BadLiveCode"
  | "BadNumbers"
  | "BadPack"
  | "BadPost"
  | "BadProduct"
  | "BadRemark"
  | "BadStore"
  | "BadStoreSheet"
  | "BadTagChange"
  | "BadTagging"
  | "BadTemplate"
  | "BadValues"
  | "BadVariables"
  | "BadWelcome"
  | "InvalidBody"
  | "InvalidHeader"
  | "InvalidQuery"
  | "LintErrors"
  | "NeedsConfirmation"
  | "NotSendable"
  | "ReasonNeeded"
  | "Refused";
