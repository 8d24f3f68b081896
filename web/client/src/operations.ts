// Written by `make web-client` from docs/openapi.json; do not edit.

import { type Call, type Caller, type Once, type Options, pages } from "./runtime.js";
import type * as S from "./schemas.js";

export class AccessOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 结束全部人员的登录 · End everybody's sessions, one's own among them
   *
   * 权限：结束他人的登录（owner）。
   * Who may: End other people's sessions (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  endAllSessions(options: Once = {}): Call<S.AccessSessionsEnded, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "RightNotHeld" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "DELETE", "path": "/admin/v1/all-sessions", "keyed": true}, {}, options);
  }

  /**
   * 当前登录的运营人员 · Who is signed in, and what they may do
   *
   * 权限：任何有后台角色的员工（adviser, compliance, marketer, owner, service, store_staff, viewer）。
   * Who may: whoever has a role here, for themselves (adviser, compliance, marketer, owner, service, store_staff, viewer).
   */
  readMe(options: Options = {}): Call<S.AccessMe, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/me"}, {}, options);
  }

  /**
   * 查看后台人员及其角色与数据范围 · List operators, their roles and scopes
   *
   * 权限：查看后台人员、角色与权限（compliance, owner）。
   * Who may: See operators, roles and rights (compliance, owner).
   */
  listOperators(options: Options = {}): Call<S.AccessOperators, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/operators"}, {}, options);
  }

  /**
   * 分配角色与数据范围，或收回角色 · Give a role and its scope, or take it away
   *
   * 权限：分配与收回后台角色（owner）。
   * Who may: Give roles and take them away (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  giveRole(args: { userid: string; body: S.AccessGiveRole }, options: Once = {}): Call<S.AccessOperator, "BodyTooLarge" | "ForeignPage" | "HeldRoleChanged" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LastOwner" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "OwnerIsFixed" | "Refused" | "RightNotHeld" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownRole" | "UnknownStaff" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/operators/{userid}", "keyed": true}, args, options);
  }

  /**
   * 结束某人的所有登录 · End every session of a person
   *
   * 权限：结束他人的登录（owner）。
   * Who may: End other people's sessions (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  endSessionsOf(args: { userid: string }, options: Once = {}): Call<S.AccessSessionsEnded, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RightNotHeld" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownStaff"> {
    return this.caller.call({"method": "DELETE", "path": "/admin/v1/operators/{userid}/sessions", "keyed": true}, args, options);
  }

  /**
   * 全部权限，以及哪些内置角色拥有 · Every right, and which shipped roles hold it
   *
   * 权限：查看后台人员、角色与权限（compliance, owner）。
   * Who may: See operators, roles and rights (compliance, owner).
   */
  listRights(options: Options = {}): Call<S.AccessRightsList, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/rights"}, {}, options);
  }

  /**
   * 内置角色与自建角色 · The shipped roles and the corp's own
   *
   * 权限：查看后台人员、角色与权限（compliance, owner）。
   * Who may: See operators, roles and rights (compliance, owner).
   */
  listRoles(options: Options = {}): Call<S.AccessRoles, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/roles"}, {}, options);
  }

  /**
   * 新建角色 · Make a role
   *
   * 权限：新建、修改、删除自建角色（owner）。
   * Who may: Make, change and delete roles of the corp's own (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  createRole(args: { body: S.AccessNewRole }, options: Once = {}): Call<S.AccessRoleShown, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "Refused" | "RightNotHeld" | "RoleNameTaken" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "TooManyRoles" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/roles", "keyed": true}, args, options);
  }

  /**
   * 修改自建角色的名称与权限 · Change the name and the rights of a role
   *
   * 权限：新建、修改、删除自建角色（owner）。
   * Who may: Make, change and delete roles of the corp's own (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  editRole(args: { role_id: string; body: S.AccessEditRole }, options: Once = {}): Call<S.AccessRoleShown, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "Refused" | "RightNotHeld" | "RoleChanged" | "RoleIsShipped" | "RoleNameTaken" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownRole" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/roles/{role_id}", "keyed": true}, args, options);
  }

  /**
   * 复制角色，内置的也可以 · Copy a role, also a shipped one
   *
   * 权限：新建、修改、删除自建角色（owner）。
   * Who may: Make, change and delete roles of the corp's own (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  copyRole(args: { role_id: string; body: S.AccessCopyRole }, options: Once = {}): Call<S.AccessRoleShown, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RightNotHeld" | "RoleNameTaken" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "TooManyRoles" | "Unauthenticated" | "UnknownRole" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/roles/{role_id}/copies", "keyed": true}, args, options);
  }

  /**
   * 删除没有人使用的自建角色 · Delete a role of the corp's own that nobody has
   *
   * 权限：新建、修改、删除自建角色（owner）。
   * Who may: Make, change and delete roles of the corp's own (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  deleteRole(args: { role_id: string }, options: Once = {}): Call<S.AccessRoleShown, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RightNotHeld" | "RoleIsHeld" | "RoleIsShipped" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownRole"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/roles/{role_id}/deletions", "keyed": true}, args, options);
  }

  /**
   * 运营人员登录 · An operator signs in
   *
   * 权限：任何人。
   * Who may: anybody.
   */
  signInOperator(args: { body: S.AccessSignIn }, options: Options = {}): Call<S.AccessSession, "AddressBusy" | "BodyTooLarge" | "CredentialsRefused" | "InternalError" | "InvalidBody" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotAnOperator" | "OAuthCodeRefused" | "OutcomeUnknown" | "SignInBusy" | "SignInCodeRefused" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "UnknownCorp" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/sessions"}, args, options);
  }

  /**
   * 退出登录 · Sign out: this session, or all of one's own
   *
   * 权限：任何有后台角色的员工（adviser, compliance, marketer, owner, service, store_staff, viewer）。
   * Who may: whoever has a role here, for themselves (adviser, compliance, marketer, owner, service, store_staff, viewer).
   * 重复请求返回首次结果。 A repeat is answered as the first one was, and marked as replayed.
   */
  signOut(args: { everywhere?: boolean } = {}, options: Once = {}): Call<S.AccessSessionsEnded, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "DELETE", "path": "/admin/v1/sessions", "keyed": true}, args, options);
  }

  /**
   * 当前登录的员工 · Which member of staff is signed in, and what they may do
   *
   * 权限：任何有后台角色的员工（adviser, compliance, marketer, owner, service, store_staff, viewer）。
   * Who may: whoever has a role here, for themselves (adviser, compliance, marketer, owner, service, store_staff, viewer).
   */
  readStaffMe(options: Options = {}): Call<S.AccessMe, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/staff/v1/me"}, {}, options);
  }

  /**
   * 门店员工登录 · Store staff sign in
   *
   * 权限：任何人。
   * Who may: anybody.
   */
  signInStoreStaff(args: { body: S.AccessSignIn }, options: Options = {}): Call<S.AccessSession, "AddressBusy" | "BodyTooLarge" | "CredentialsRefused" | "InternalError" | "InvalidBody" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotAnOperator" | "OAuthCodeRefused" | "OutcomeUnknown" | "SignInBusy" | "SignInCodeRefused" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "UnknownCorp" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/staff/v1/sessions"}, args, options);
  }

  /**
   * 员工退出登录 · Store staff sign out
   *
   * 权限：任何有后台角色的员工（adviser, compliance, marketer, owner, service, store_staff, viewer）。
   * Who may: whoever has a role here, for themselves (adviser, compliance, marketer, owner, service, store_staff, viewer).
   * 重复请求返回首次结果。 A repeat is answered as the first one was, and marked as replayed.
   */
  signOutStoreStaff(args: { everywhere?: boolean } = {}, options: Once = {}): Call<S.AccessSessionsEnded, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "DELETE", "path": "/staff/v1/sessions", "keyed": true}, args, options);
  }
}

export class AsidesOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 搁置消息列表 · Messages of WeCom that were set aside
   *
   * 权限：查看搁置的企业微信消息（compliance, marketer, owner, service, viewer）。
   * Who may: See messages of WeCom that were set aside (compliance, marketer, owner, service, viewer).
   */
  listAsides(args: { limit?: number; cursor?: string; ids?: string } = {}, options: Options = {}): Call<S.AsidesAsidePage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/asides"}, args, options);
  }

  /**
   * 搁置消息列表 · Messages of WeCom that were set aside
   * 逐页读取全部 · Every one of them, page by page.
   */
  listAsidesAll(args: { limit?: number; cursor?: string; ids?: string } = {}, options: Options = {}): AsyncGenerator<S.AsidesAside, void, undefined> {
    return pages((cursor) => this.listAsides({ ...args, ...cursor }, options));
  }

  /**
   * 忽略搁置消息 · Dismiss set-aside messages
   *
   * 权限：重新处理或忽略搁置消息（owner）。
   * Who may: Read set-aside messages again, or dismiss them (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  dismissAsides(args: { body: S.AsidesDismissal }, options: Once = {}): Call<S.AsidesOutcome, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/asides/dismissals", "keyed": true}, args, options);
  }

  /**
   * 重新处理搁置消息 · Read set-aside messages again
   *
   * 权限：重新处理或忽略搁置消息（owner）。
   * Who may: Read set-aside messages again, or dismiss them (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  replayAsides(args: { body: S.AsidesChoice }, options: Once = {}): Call<S.AsidesOutcome, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/asides/replays", "keyed": true}, args, options);
  }
}

export class AuditOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 操作日志 · What operators did, newest first
   *
   * 权限：查看操作日志（compliance, owner）。
   * Who may: See what operators did (compliance, owner).
   */
  listActs(args: { limit?: number; cursor?: string; thing?: string; thing_id?: string; by?: string; day?: string; act?: string } = {}, options: Options = {}): Call<S.AuditActPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/acts"}, args, options);
  }

  /**
   * 操作日志 · What operators did, newest first
   * 逐页读取全部 · Every one of them, page by page.
   */
  listActsAll(args: { limit?: number; cursor?: string; thing?: string; thing_id?: string; by?: string; day?: string; act?: string } = {}, options: Options = {}): AsyncGenerator<S.AuditAct, void, undefined> {
    return pages((cursor) => this.listActs({ ...args, ...cursor }, options));
  }

  /**
   * 操作日志的对象类型 · Kinds of things
   *
   * 权限：查看操作日志（compliance, owner）。
   * Who may: See what operators did (compliance, owner).
   */
  listThingKinds(options: Options = {}): Call<S.AuditThingKinds, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/acts/things"}, {}, options);
  }
}

export class BrandOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 品牌设置 · How customer pages look
   *
   * 权限：查看品牌设置（compliance, marketer, owner, service, viewer）。
   * Who may: See how customer pages look (compliance, marketer, owner, service, viewer).
   */
  readBrand(options: Options = {}): Call<S.BrandBrand, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/brand"}, {}, options);
  }

  /**
   * 修改品牌设置 · Change how customer pages look
   *
   * 权限：设置品牌（marketer, owner）。
   * Who may: Change how customer pages look (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  editBrand(args: { body: S.BrandEditBrand }, options: Once = {}): Call<S.BrandBrand, "BadBrand" | "BodyTooLarge" | "BrandChanged" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/brand", "keyed": true}, args, options);
  }
}

export class CatalogueOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 商品列表（可按名称、上下架、分类、角色筛选） · List products, all or some
   *
   * 权限：查看商品、规格与库存（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: Read products, SKUs and their stock (adviser, compliance, marketer, owner, service, viewer).
   */
  listProducts(args: { limit?: number; cursor?: string; q?: string; state?: S.CatalogueShelfState | null; category?: string; role?: S.CatalogueProductRole | null } = {}, options: Options = {}): Call<S.CatalogueProductLinePage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/products"}, args, options);
  }

  /**
   * 商品列表（可按名称、上下架、分类、角色筛选） · List products, all or some
   * 逐页读取全部 · Every one of them, page by page.
   */
  listProductsAll(args: { limit?: number; cursor?: string; q?: string; state?: S.CatalogueShelfState | null; category?: string; role?: S.CatalogueProductRole | null } = {}, options: Options = {}): AsyncGenerator<S.CatalogueProductLine, void, undefined> {
    return pages((cursor) => this.listProducts({ ...args, ...cursor }, options));
  }

  /**
   * 创建商品与规格 · Create a product with its SKUs
   *
   * 权限：创建商品与规格（marketer, owner）。
   * Who may: Create products and SKUs (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  createProduct(args: { body: S.CatalogueNewProduct }, options: Once = {}): Call<S.CatalogueProduct, "BadProduct" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "NeedsConfirmation" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/products", "keyed": true}, args, options);
  }

  /**
   * 商品、规格与库存 · A product, its SKUs and their stock
   *
   * 权限：查看商品、规格与库存（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: Read products, SKUs and their stock (adviser, compliance, marketer, owner, service, viewer).
   */
  readProduct(args: { product_id: string }, options: Options = {}): Call<S.CatalogueProduct, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownProduct"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/products/{product_id}"}, args, options);
  }

  /**
   * 修改商品、规格与价格 · Edit a product, its SKUs and their prices
   *
   * 权限：修改商品、补货（marketer, owner）。
   * Who may: Change products, and add stock (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  editProduct(args: { product_id: string; body: S.CatalogueEditProduct }, options: Once = {}): Call<S.CatalogueProduct, "BadProduct" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "NeedsConfirmation" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "ProductChanged" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownProduct" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/products/{product_id}", "keyed": true}, args, options);
  }

  /**
   * 复制商品（下架、无库存） · Copy a product; the copy is off the shelf and has no stock
   *
   * 权限：创建商品与规格（marketer, owner）。
   * Who may: Create products and SKUs (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  copyProduct(args: { product_id: string; body: S.CatalogueCopyProduct }, options: Once = {}): Call<S.CatalogueProduct, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownProduct" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/products/{product_id}/copies", "keyed": true}, args, options);
  }

  /**
   * 改价记录，新的在前 · Changes of a product's prices, the last first
   *
   * 权限：查看商品、规格与库存（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: Read products, SKUs and their stock (adviser, compliance, marketer, owner, service, viewer).
   */
  listPrices(args: { product_id: string; limit?: number; cursor?: string }, options: Options = {}): Call<S.CataloguePriceChangePage, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownProduct"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/products/{product_id}/prices"}, args, options);
  }

  /**
   * 改价记录，新的在前 · Changes of a product's prices, the last first
   * 逐页读取全部 · Every one of them, page by page.
   */
  listPricesAll(args: { product_id: string; limit?: number; cursor?: string }, options: Options = {}): AsyncGenerator<S.CataloguePriceChange, void, undefined> {
    return pages((cursor) => this.listPrices({ ...args, ...cursor }, options));
  }

  /**
   * 下架或上架 · Take a product off the shelf, or put it on again
   *
   * 权限：修改商品、补货（marketer, owner）。
   * Who may: Change products, and add stock (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  shelveProduct(args: { product_id: string; body: S.CatalogueShelve }, options: Once = {}): Call<S.CatalogueProduct, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NeedsConfirmation" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownProduct" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/products/{product_id}/state", "keyed": true}, args, options);
  }

  /**
   * 补货 · Add stock to a SKU
   *
   * 权限：修改商品、补货（marketer, owner）。
   * Who may: Change products, and add stock (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  restockSku(args: { sku_id: string; body: S.CatalogueRestock }, options: Once = {}): Call<S.CatalogueSkuWithStock, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NeedsConfirmation" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownSku" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/skus/{sku_id}/restocks", "keyed": true}, args, options);
  }
}

export class ContentOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 素材列表 · List content items
   *
   * 权限：查看素材、版本、审核记录、图片与检查规则，预览消息（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See content, its versions, reviews, pictures and rules, and preview messages (adviser, compliance, marketer, owner, service, viewer).
   */
  listContentItems(args: { limit?: number; cursor?: string; q?: string; state?: S.ContentItemState | null; status?: S.ContentVersionState | null; kind?: S.ContentKind | null; mine?: boolean; maker?: string } = {}, options: Options = {}): Call<S.ContentContentItemLinePage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/content-items"}, args, options);
  }

  /**
   * 素材列表 · List content items
   * 逐页读取全部 · Every one of them, page by page.
   */
  listContentItemsAll(args: { limit?: number; cursor?: string; q?: string; state?: S.ContentItemState | null; status?: S.ContentVersionState | null; kind?: S.ContentKind | null; mine?: boolean; maker?: string } = {}, options: Options = {}): AsyncGenerator<S.ContentContentItemLine, void, undefined> {
    return pages((cursor) => this.listContentItems({ ...args, ...cursor }, options));
  }

  /**
   * 创建素材（第一个版本为草稿） · Create a content item with its first version, a draft
   *
   * 权限：编写素材：新建、修改、改名、归档，上传图片（marketer, owner）。
   * Who may: Write content: make, edit, rename and archive items, upload pictures (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  createContentItem(args: { body: S.ContentNewContentItem }, options: Once = {}): Call<S.ContentCheckedContentVersion, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/content-items", "keyed": true}, args, options);
  }

  /**
   * 素材及其全部版本、审核记录与检查结果 · A content item with its versions, their reviews, and lint
   *
   * 权限：查看素材、版本、审核记录、图片与检查规则，预览消息（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See content, its versions, reviews, pictures and rules, and preview messages (adviser, compliance, marketer, owner, service, viewer).
   */
  readContentItem(args: { item_id: string }, options: Options = {}): Call<S.ContentContentItem, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContent"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/content-items/{item_id}"}, args, options);
  }

  /**
   * 归档素材（不再供新的使用，已用的照常） · Put a content item into the archive; who uses it goes on
   *
   * 权限：编写素材：新建、修改、改名、归档，上传图片（marketer, owner）。
   * Who may: Write content: make, edit, rename and archive items, upload pictures (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  archiveContentItem(args: { item_id: string }, options: Once = {}): Call<S.ContentContentItemLine, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContent"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/content-items/{item_id}/archive", "keyed": true}, args, options);
  }

  /**
   * 素材改名（不影响审核） · Rename a content item, which asks for no review
   *
   * 权限：编写素材：新建、修改、改名、归档，上传图片（marketer, owner）。
   * Who may: Write content: make, edit, rename and archive items, upload pictures (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  renameContentItem(args: { item_id: string; body: S.ContentRenameContent }, options: Once = {}): Call<S.ContentContentItemLine, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContent" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/content-items/{item_id}/name", "keyed": true}, args, options);
  }

  /**
   * 取消归档 · Take a content item out of the archive
   *
   * 权限：编写素材：新建、修改、改名、归档，上传图片（marketer, owner）。
   * Who may: Write content: make, edit, rename and archive items, upload pictures (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  restoreContentItem(args: { item_id: string }, options: Once = {}): Call<S.ContentContentItemLine, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContent"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/content-items/{item_id}/restore", "keyed": true}, args, options);
  }

  /**
   * 素材被谁使用（群发、活码欢迎语） · Who uses a content item: posts, welcomes of live codes
   *
   * 权限：查看素材、版本、审核记录、图片与检查规则，预览消息（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See content, its versions, reviews, pictures and rules, and preview messages (adviser, compliance, marketer, owner, service, viewer).
   */
  listContentUses(args: { item_id: string; limit?: number; cursor?: string }, options: Options = {}): Call<S.ContentContentUsePage, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContent"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/content-items/{item_id}/uses"}, args, options);
  }

  /**
   * 素材被谁使用（群发、活码欢迎语） · Who uses a content item: posts, welcomes of live codes
   * 逐页读取全部 · Every one of them, page by page.
   */
  listContentUsesAll(args: { item_id: string; limit?: number; cursor?: string }, options: Options = {}): AsyncGenerator<S.ContentContentUse, void, undefined> {
    return pages((cursor) => this.listContentUses({ ...args, ...cursor }, options));
  }

  /**
   * 修改素材（新版本通过前仍发送原版本） · Edit: a new version; what is approved goes out until then
   *
   * 权限：编写素材：新建、修改、改名、归档，上传图片（marketer, owner）。
   * Who may: Write content: make, edit, rename and archive items, upload pictures (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  editContentItem(args: { item_id: string; body: S.ContentNewContentVersion }, options: Once = {}): Call<S.ContentEditedContentVersion, "BadVariables" | "BodyTooLarge" | "EditedMeanwhile" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "KindIsFixed" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "TooManyVersions" | "Unauthenticated" | "UnknownContent" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/content-items/{item_id}/versions", "keyed": true}, args, options);
  }

  /**
   * 与上一个通过版本的差异 · What a version says otherwise than the one approved before it
   *
   * 权限：查看素材、版本、审核记录、图片与检查规则，预览消息（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See content, its versions, reviews, pictures and rules, and preview messages (adviser, compliance, marketer, owner, service, viewer).
   */
  compareContent(args: { item_id: string; version: string; against?: number }, options: Options = {}): Call<S.ContentContentDifference, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContent"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/content-items/{item_id}/versions/{version}/differences"}, args, options);
  }

  /**
   * 预览素材（按渠道与变量取值） · Preview a version for a channel with given values
   *
   * 权限：查看素材、版本、审核记录、图片与检查规则，预览消息（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See content, its versions, reviews, pictures and rules, and preview messages (adviser, compliance, marketer, owner, service, viewer).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  previewContent(args: { item_id: string; version: string; body: S.ContentPreviewContent }, options: Once = {}): Call<S.ContentContentPreview, "BadValues" | "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownContent" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/content-items/{item_id}/versions/{version}/previews", "keyed": true}, args, options);
  }

  /**
   * 审核（内容、合规、业务三审之一） · Give a verdict at one of the three reviews
   *
   * 权限：审核他人编写的版本（compliance, marketer, owner）。
   * Who may: Review versions that others wrote (compliance, marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  reviewContent(args: { item_id: string; version: string; body: S.ContentReviewContent }, options: Once = {}): Call<S.ContentContentVersion, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "OwnVersion" | "ReasonNeeded" | "ReviewedBefore" | "RoleNotAllowed" | "SessionExpired" | "StateDoesNotAllow" | "SupersededVersion" | "TooBusy" | "Unauthenticated" | "UnknownContent" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/content-items/{item_id}/versions/{version}/reviews", "keyed": true}, args, options);
  }

  /**
   * 送审 · Submit a draft for review
   *
   * 权限：将版本送审，或撤回送审（marketer, owner）。
   * Who may: Hand a version to the reviewers, or take it back from them (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  submitContent(args: { item_id: string; version: string }, options: Once = {}): Call<S.ContentCheckedContentVersion, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "LintErrors" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StateDoesNotAllow" | "SupersededVersion" | "TooBusy" | "Unauthenticated" | "UnknownContent"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/content-items/{item_id}/versions/{version}/submissions", "keyed": true}, args, options);
  }

  /**
   * 撤回送审 · Withdraw a version from review
   *
   * 权限：将版本送审，或撤回送审（marketer, owner）。
   * Who may: Hand a version to the reviewers, or take it back from them (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  withdrawContent(args: { item_id: string; version: string }, options: Once = {}): Call<S.ContentContentVersion, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StateDoesNotAllow" | "SupersededVersion" | "TooBusy" | "Unauthenticated" | "UnknownContent"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/content-items/{item_id}/versions/{version}/withdrawals", "keyed": true}, args, options);
  }

  /**
   * 企业自定义禁用词与允许域名 · The corp's own forbidden words and allowed hosts
   *
   * 权限：查看素材、版本、审核记录、图片与检查规则，预览消息（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See content, its versions, reviews, pictures and rules, and preview messages (adviser, compliance, marketer, owner, service, viewer).
   */
  readContentRules(options: Options = {}): Call<S.ContentContentRulesShown, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/content-rules"}, {}, options);
  }

  /**
   * 设置企业自定义禁用词与允许域名 · Set the corp's own forbidden words and allowed hosts
   *
   * 权限：设置企业自己的禁用词与允许的域名（compliance, owner）。
   * Who may: Set the corp's own forbidden words and allowed hosts (compliance, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  setContentRules(args: { body: S.ContentSetContentRules }, options: Once = {}): Call<S.ContentContentRulesShown, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "SettingsChanged" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/content-rules", "keyed": true}, args, options);
  }

  /**
   * 按状态列出各素材的最新版本 · List the latest versions by status
   *
   * 权限：查看素材、版本、审核记录、图片与检查规则，预览消息（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See content, its versions, reviews, pictures and rules, and preview messages (adviser, compliance, marketer, owner, service, viewer).
   */
  listContentVersions(args: { limit?: number; cursor?: string; status: S.ContentVersionState; q?: string; mine?: boolean }, options: Options = {}): Call<S.ContentContentVersionLinePage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/content-versions"}, args, options);
  }

  /**
   * 按状态列出各素材的最新版本 · List the latest versions by status
   * 逐页读取全部 · Every one of them, page by page.
   */
  listContentVersionsAll(args: { limit?: number; cursor?: string; status: S.ContentVersionState; q?: string; mine?: boolean }, options: Options = {}): AsyncGenerator<S.ContentContentVersionLine, void, undefined> {
    return pages((cursor) => this.listContentVersions({ ...args, ...cursor }, options));
  }

  /**
   * 上传图片 · Upload a picture
   *
   * 权限：编写素材：新建、修改、改名、归档，上传图片（marketer, owner）。
   * Who may: Write content: make, edit, rename and archive items, upload pictures (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  uploadPicture(args: { body: S.ContentNewPicture }, options: Once = {}): Call<S.ContentPicture, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "PictureRefused" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/pictures", "keyed": true}, args, options);
  }
}

export class CouponsOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 优惠券模板列表（可按名称、状态、领取方式、创建人筛选） · List coupon templates, all or some
   *
   * 权限：查看优惠券与库存（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: Look at coupons and their stock (adviser, compliance, marketer, owner, service, viewer).
   */
  listCouponTemplates(args: { limit?: number; cursor?: string; q?: string; state?: S.CouponsTemplateState | null; way?: S.CouponsClaimWay | null; maker?: string } = {}, options: Options = {}): Call<S.CouponsTemplateWithStockPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/coupon-templates"}, args, options);
  }

  /**
   * 优惠券模板列表（可按名称、状态、领取方式、创建人筛选） · List coupon templates, all or some
   * 逐页读取全部 · Every one of them, page by page.
   */
  listCouponTemplatesAll(args: { limit?: number; cursor?: string; q?: string; state?: S.CouponsTemplateState | null; way?: S.CouponsClaimWay | null; maker?: string } = {}, options: Options = {}): AsyncGenerator<S.CouponsTemplateWithStock, void, undefined> {
    return pages((cursor) => this.listCouponTemplates({ ...args, ...cursor }, options));
  }

  /**
   * 创建优惠券模板 · Create a coupon template
   *
   * 权限：创建优惠券（marketer, owner）。
   * Who may: Create coupons (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  createCouponTemplate(args: { body: S.CouponsNewTemplate }, options: Once = {}): Call<S.CouponsTemplate, "BadTemplate" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "NeedsConfirmation" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/coupon-templates", "keyed": true}, args, options);
  }

  /**
   * 优惠券模板与剩余库存 · A coupon template and what is left of it
   *
   * 权限：查看优惠券与库存（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: Look at coupons and their stock (adviser, compliance, marketer, owner, service, viewer).
   */
  readCouponTemplate(args: { template_id: string }, options: Options = {}): Call<S.CouponsTemplateWithStock, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownTemplate"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/coupon-templates/{template_id}"}, args, options);
  }

  /**
   * 修改优惠券：名称、使用说明、结束时间、总量 · Edit a coupon: its name, usage, end and stock
   *
   * 权限：修改优惠券（marketer, owner）。
   * Who may: Change coupons (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  editCouponTemplate(args: { template_id: string; body: S.CouponsEditTemplate }, options: Once = {}): Call<S.CouponsTemplate, "BadTemplate" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "NeedsConfirmation" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TemplateChanged" | "TooBusy" | "Unauthenticated" | "UnknownTemplate" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/coupon-templates/{template_id}", "keyed": true}, args, options);
  }

  /**
   * 修改领取方式 · Change by which ways a coupon may be had
   *
   * 权限：修改优惠券（marketer, owner）。
   * Who may: Change coupons (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  openCouponTemplate(args: { template_id: string; body: S.CouponsClaimableBy }, options: Once = {}): Call<S.CouponsTemplate, "AlreadyPromised" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NeedsConfirmation" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownTemplate" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/coupon-templates/{template_id}/claimable-by", "keyed": true}, args, options);
  }

  /**
   * 复制优惠券（新模板先暂停领取） · Copy a coupon; the copy begins paused
   *
   * 权限：创建优惠券（marketer, owner）。
   * Who may: Create coupons (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  copyCouponTemplate(args: { template_id: string; body: S.CouponsCopyTemplate }, options: Once = {}): Call<S.CouponsTemplate, "BadTemplate" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "NeedsConfirmation" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownTemplate" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/coupon-templates/{template_id}/copies", "keyed": true}, args, options);
  }

  /**
   * 已发出的券：持有人、状态与核销 · The coupons of a template: who holds them, and what became of them
   *
   * 权限：查看谁领了券、谁核销了券（含券码）（marketer, owner, service）。
   * Who may: See who holds coupons and who redeemed them, with their codes (marketer, owner, service).
   */
  listCoupons(args: { template_id: string; limit?: number; cursor?: string; state?: S.CouponsWalletState | null }, options: Options = {}): Call<S.CouponsCouponHeldPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownTemplate"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/coupon-templates/{template_id}/coupons"}, args, options);
  }

  /**
   * 已发出的券：持有人、状态与核销 · The coupons of a template: who holds them, and what became of them
   * 逐页读取全部 · Every one of them, page by page.
   */
  listCouponsAll(args: { template_id: string; limit?: number; cursor?: string; state?: S.CouponsWalletState | null }, options: Options = {}): AsyncGenerator<S.CouponsCouponHeld, void, undefined> {
    return pages((cursor) => this.listCoupons({ ...args, ...cursor }, options));
  }

  /**
   * 提前结束领取 · Let claiming end earlier, or now
   *
   * 权限：暂停、恢复、提前结束优惠券的领取（marketer, owner）。
   * Who may: Pause and resume claiming, and let it end earlier (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  endClaims(args: { template_id: string; body: S.CouponsEndClaims }, options: Once = {}): Call<S.CouponsTemplate, "BadClaimEnd" | "BodyTooLarge" | "ClaimsEndEarlier" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NeedsConfirmation" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownTemplate" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/coupon-templates/{template_id}/ends", "keyed": true}, args, options);
  }

  /**
   * 给会员发一张优惠券 · Give a member a coupon
   *
   * 权限：给会员发券（marketer, owner）。
   * Who may: Give a member a coupon (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  grantCoupon(args: { template_id: string; body: S.CouponsGrant }, options: Once = {}): Call<S.CouponsCoupon, "AlreadyClaimed" | "BodyTooLarge" | "ClaimClosed" | "ClaimNotOpen" | "ClaimPaused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "SoldOut" | "TooBusy" | "Unauthenticated" | "UnknownMember" | "UnknownTemplate" | "UnsupportedMediaType" | "WayNotOpen"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/coupon-templates/{template_id}/grants", "keyed": true}, args, options);
  }

  /**
   * 暂停领取 · Let nobody claim until it is resumed
   *
   * 权限：暂停、恢复、提前结束优惠券的领取（marketer, owner）。
   * Who may: Pause and resume claiming, and let it end earlier (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  pauseClaims(args: { template_id: string; body: S.CouponsPauseClaims }, options: Once = {}): Call<S.CouponsTemplate, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NeedsConfirmation" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownTemplate" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/coupon-templates/{template_id}/pause", "keyed": true}, args, options);
  }

  /**
   * 哪些活码、群发在发这张券 · Which live codes and posts give this coupon
   *
   * 权限：查看优惠券与库存（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: Look at coupons and their stock (adviser, compliance, marketer, owner, service, viewer).
   */
  listPromisesOfCoupon(args: { template_id: string }, options: Options = {}): Call<S.CouponsPromises, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownTemplate"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/coupon-templates/{template_id}/promises"}, args, options);
  }

  /**
   * 恢复领取 · Let claiming go on
   *
   * 权限：暂停、恢复、提前结束优惠券的领取（marketer, owner）。
   * Who may: Pause and resume claiming, and let it end earlier (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  resumeClaims(args: { template_id: string }, options: Once = {}): Call<S.CouponsTemplate, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownTemplate"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/coupon-templates/{template_id}/resume", "keyed": true}, args, options);
  }

  /**
   * 一张券 · A coupon
   *
   * 权限：查看谁领了券、谁核销了券（含券码）（marketer, owner, service）。
   * Who may: See who holds coupons and who redeemed them, with their codes (marketer, owner, service).
   */
  readCoupon(args: { coupon: string }, options: Options = {}): Call<S.CouponsCouponHeld, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownCoupon"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/coupons/{coupon}"}, args, options);
  }

  /**
   * 为作废或过期的券补发一张 · Issue another coupon in the place of one that was voided or has expired
   *
   * 权限：作废、补发一张券（marketer, owner）。
   * Who may: Take a coupon back, or issue another in its place (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  reissueCoupon(args: { coupon: string }, options: Once = {}): Call<S.CouponsCouponHeld, "AlreadyRedeemed" | "BodyTooLarge" | "CouponInUse" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StillGood" | "TooBusy" | "Unauthenticated" | "UnknownCoupon" | "UnknownTemplate"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/coupons/{coupon}/reissues", "keyed": true}, args, options);
  }

  /**
   * 撤销一张券的核销 · Reverse the redemption of a coupon
   *
   * 权限：撤销他人的核销，或超过 10 分钟的核销（owner, service）。
   * Who may: Reverse a redemption of somebody else, or after 10 minutes (owner, service).
   * 重复请求返回首次结果。 A repeat is answered as the first one was, and marked as replayed.
   */
  reverseRedemptionOf(args: { coupon: string; body: S.CouponsUndo }, options: Once = {}): Call<S.CouponsReversal, "AtNoStore" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "NotRedeemed" | "NotYourRedemption" | "OutcomeUnknown" | "RedeemedByOrder" | "ReversalTooLate" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "TooManyReversals" | "TooManyWrongCodes" | "Unauthenticated" | "UnknownCoupon" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/coupons/{coupon}/reversals", "keyed": true}, args, options);
  }

  /**
   * 作废一张券 · Take a coupon back
   *
   * 权限：作废、补发一张券（marketer, owner）。
   * Who may: Take a coupon back, or issue another in its place (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  voidCoupon(args: { coupon: string; body: S.CouponsVoid }, options: Once = {}): Call<S.CouponsCouponHeld, "AlreadyRedeemed" | "BodyTooLarge" | "CouponInUse" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownCoupon" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/coupons/{coupon}/voids", "keyed": true}, args, options);
  }

  /**
   * 某会员的优惠券，新的在前 · The coupons of a member, newest first
   *
   * 权限：查看优惠券与库存（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: Look at coupons and their stock (adviser, compliance, marketer, owner, service, viewer).
   */
  listCouponsOfMember(args: { member_id: string; limit?: number; cursor?: string }, options: Options = {}): Call<S.CouponsCouponOfMemberPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownMember"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/members/{member_id}/coupons"}, args, options);
  }

  /**
   * 某会员的优惠券，新的在前 · The coupons of a member, newest first
   * 逐页读取全部 · Every one of them, page by page.
   */
  listCouponsOfMemberAll(args: { member_id: string; limit?: number; cursor?: string }, options: Options = {}): AsyncGenerator<S.CouponsCouponOfMember, void, undefined> {
    return pages((cursor) => this.listCouponsOfMember({ ...args, ...cursor }, options));
  }

  /**
   * 可领取的优惠券 · Coupons to claim
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   */
  listCouponsToClaim(args: { limit?: number; cursor?: string } = {}, options: Options = {}): Call<S.CouponsOnOfferPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/mini/v1/coupon-templates"}, args, options);
  }

  /**
   * 可领取的优惠券 · Coupons to claim
   * 逐页读取全部 · Every one of them, page by page.
   */
  listCouponsToClaimAll(args: { limit?: number; cursor?: string } = {}, options: Options = {}): AsyncGenerator<S.CouponsOnOffer, void, undefined> {
    return pages((cursor) => this.listCouponsToClaim({ ...args, ...cursor }, options));
  }

  /**
   * 领取前的优惠券详情 · A coupon before it is claimed
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   */
  readCouponToClaim(args: { template_id: string }, options: Options = {}): Call<S.CouponsOnOffer, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownTemplate"> {
    return this.caller.call({"method": "GET", "path": "/mini/v1/coupon-templates/{template_id}"}, args, options);
  }

  /**
   * 领取优惠券 · Claim a coupon
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   * 重复请求返回首次结果。 A repeat is answered as the first one was, and marked as replayed.
   */
  claimCoupon(args: { template_id: string; body: S.CouponsClaim }, options: Once = {}): Call<S.CouponsCoupon, "AlreadyClaimed" | "BodyTooLarge" | "ClaimClosed" | "ClaimNotOpen" | "ClaimPaused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotClaimableHere" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "SoldOut" | "TooBusy" | "Unauthenticated" | "UnknownTemplate" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/mini/v1/coupon-templates/{template_id}/claims", "keyed": true}, args, options);
  }

  /**
   * 我的优惠券 · My coupons
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   */
  readWallet(args: { limit?: number; cursor?: string } = {}, options: Options = {}): Call<S.CouponsCouponPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/mini/v1/wallet"}, args, options);
  }

  /**
   * 我的优惠券 · My coupons
   * 逐页读取全部 · Every one of them, page by page.
   */
  readWalletAll(args: { limit?: number; cursor?: string } = {}, options: Options = {}): AsyncGenerator<S.CouponsCoupon, void, undefined> {
    return pages((cursor) => this.readWallet({ ...args, ...cursor }, options));
  }

  /**
   * 核销前查看：能否核销、优惠多少、顾客实付 · Look before redeeming: does it work, and what is paid
   *
   * 权限：核销优惠券（owner, store_staff）。
   * Who may: Redeem coupons (owner, store_staff).
   */
  lookAtCoupon(args: { coupon: string; yuan?: string; store_id?: string }, options: Options = {}): Call<S.CouponsCouponAtTill, "AtNoStore" | "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "NotYourStore" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "TooManyWrongCodes" | "Unauthenticated" | "UnknownCoupon"> {
    return this.caller.call({"method": "GET", "path": "/staff/v1/coupons/{coupon}"}, args, options);
  }

  /**
   * 核销优惠券 · Redeem a coupon
   *
   * 权限：核销优惠券（owner, store_staff）。
   * Who may: Redeem coupons (owner, store_staff).
   * 重复请求返回首次结果。 A repeat is answered as the first one was, and marked as replayed.
   */
  redeemCoupon(args: { body: S.CouponsRedeem }, options: Once = {}): Call<S.CouponsRedemption, "AlreadyRedeemed" | "AtNoStore" | "BelowThreshold" | "BodyTooLarge" | "CouponExpired" | "CouponInUse" | "CouponVoided" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotYourStore" | "OutcomeUnknown" | "RedemptionReversed" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "TooManyWrongCodes" | "Unauthenticated" | "UnknownCoupon" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/staff/v1/redemptions", "keyed": true}, args, options);
  }

  /**
   * 撤销核销：本人 10 分钟内，店长随时 · Reverse a redemption: one's own for 10 minutes, a manager's later
   *
   * 权限：核销优惠券（owner, store_staff）。
   * Who may: Redeem coupons (owner, store_staff).
   * 重复请求返回首次结果。 A repeat is answered as the first one was, and marked as replayed.
   */
  reverseRedemption(args: { body: S.CouponsUndoAtTill }, options: Once = {}): Call<S.CouponsReversal, "AtNoStore" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotRedeemed" | "NotYourRedemption" | "OutcomeUnknown" | "RedeemedByOrder" | "ReversalTooLate" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "TooManyReversals" | "TooManyWrongCodes" | "Unauthenticated" | "UnknownCoupon" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/staff/v1/reversals", "keyed": true}, args, options);
  }
}

export class DeparturesOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 交接列表 · List what was handed over
   *
   * 权限：查看离职与在职继承（compliance, marketer, owner, service, viewer）。
   * Who may: See what was handed over (compliance, marketer, owner, service, viewer).
   */
  listDepartures(args: { limit?: number; cursor?: string } = {}, options: Options = {}): Call<S.DeparturesDeparturePage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/departures"}, args, options);
  }

  /**
   * 交接列表 · List what was handed over
   * 逐页读取全部 · Every one of them, page by page.
   */
  listDeparturesAll(args: { limit?: number; cursor?: string } = {}, options: Options = {}): AsyncGenerator<S.DeparturesDeparture, void, undefined> {
    return pages((cursor) => this.listDepartures({ ...args, ...cursor }, options));
  }

  /**
   * 交接员工的客户与客户群 · Hand over a member of staff's customers and groups
   *
   * 权限：交接客户与客户群（marketer, owner）。
   * Who may: Hand over customers and groups (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  handOver(args: { body: S.DeparturesNewDeparture }, options: Once = {}): Call<S.DeparturesDeparture, "BadDeparture" | "BeingHandedOver" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "NeedsConfirmation" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/departures", "keyed": true}, args, options);
  }

  /**
   * 查看一次交接 · See how handing over stands
   *
   * 权限：查看离职与在职继承（compliance, marketer, owner, service, viewer）。
   * Who may: See what was handed over (compliance, marketer, owner, service, viewer).
   */
  getDeparture(args: { departure_id: string }, options: Options = {}): Call<S.DeparturesDeparture, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownDeparture"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/departures/{departure_id}"}, args, options);
  }

  /**
   * 一次交接的客户与结果 · List the customers of a handing over and what became of each
   *
   * 权限：查看离职与在职继承（compliance, marketer, owner, service, viewer）。
   * Who may: See what was handed over (compliance, marketer, owner, service, viewer).
   */
  listHanded(args: { departure_id: string; limit?: number; cursor?: string; state?: S.DeparturesCustomerState | null }, options: Options = {}): Call<S.DeparturesHandedPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownDeparture"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/departures/{departure_id}/customers"}, args, options);
  }

  /**
   * 一次交接的客户与结果 · List the customers of a handing over and what became of each
   * 逐页读取全部 · Every one of them, page by page.
   */
  listHandedAll(args: { departure_id: string; limit?: number; cursor?: string; state?: S.DeparturesCustomerState | null }, options: Options = {}): AsyncGenerator<S.DeparturesHanded, void, undefined> {
    return pages((cursor) => this.listHanded({ ...args, ...cursor }, options));
  }

  /**
   * 现在查询继承结果 · Ask WeCom now how it stands
   *
   * 权限：交接客户与客户群（marketer, owner）。
   * Who may: Hand over customers and groups (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  lookAtDeparture(args: { departure_id: string }, options: Once = {}): Call<S.DeparturesDeparture, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownDeparture"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/departures/{departure_id}/look", "keyed": true}, args, options);
  }

  /**
   * 停止提交其余客户 · Stop asking for the rest
   *
   * 权限：交接客户与客户群（marketer, owner）。
   * Who may: Hand over customers and groups (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  stopDeparture(args: { departure_id: string }, options: Once = {}): Call<S.DeparturesDeparture, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "NothingToStop" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownDeparture"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/departures/{departure_id}/stop", "keyed": true}, args, options);
  }

  /**
   * 查看员工名下的客户、客户群与活码 · See what a member of staff has in hand
   *
   * 权限：查看离职与在职继承（compliance, marketer, owner, service, viewer）。
   * Who may: See what was handed over (compliance, marketer, owner, service, viewer).
   */
  seeHoldings(args: { userid: string }, options: Options = {}): Call<S.DeparturesHoldings, "CredentialsRefused" | "ForeignPage" | "InternalError" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownStaff" | "UnknownTag" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/staff/{userid}/holdings"}, args, options);
  }
}

export class ExportsOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 导出列表 · List exports, newest first
   *
   * 权限：新建、查看、取消与下载自己的导出（adviser, compliance, marketer, owner, service）。
   * Who may: Make exports, see and download one's own (adviser, compliance, marketer, owner, service).
   */
  listExports(args: { limit?: number; cursor?: string; mine?: boolean } = {}, options: Options = {}): Call<S.ExportsExportPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/exports"}, args, options);
  }

  /**
   * 导出列表 · List exports, newest first
   * 逐页读取全部 · Every one of them, page by page.
   */
  listExportsAll(args: { limit?: number; cursor?: string; mine?: boolean } = {}, options: Options = {}): AsyncGenerator<S.ExportsExport, void, undefined> {
    return pages((cursor) => this.listExports({ ...args, ...cursor }, options));
  }

  /**
   * 导出数据（后台任务） · Make a file of members, coupons and the like
   *
   * 权限：新建、查看、取消与下载自己的导出（adviser, compliance, marketer, owner, service）。
   * Who may: Make exports, see and download one's own (adviser, compliance, marketer, owner, service).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  createExport(args: { body: S.ExportsNewExport }, options: Once = {}): Call<S.ExportsExport, "BadExport" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NeedsConfirmation" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/exports", "keyed": true}, args, options);
  }

  /**
   * 查看导出进度 · See an export and how far it is
   *
   * 权限：新建、查看、取消与下载自己的导出（adviser, compliance, marketer, owner, service）。
   * Who may: Make exports, see and download one's own (adviser, compliance, marketer, owner, service).
   */
  readExport(args: { export_id: string }, options: Options = {}): Call<S.ExportsExport, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownExport"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/exports/{export_id}"}, args, options);
  }

  /**
   * 取消导出或删除文件 · Stop an export, or delete its file
   *
   * 权限：新建、查看、取消与下载自己的导出（adviser, compliance, marketer, owner, service）。
   * Who may: Make exports, see and download one's own (adviser, compliance, marketer, owner, service).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  cancelExport(args: { export_id: string }, options: Once = {}): Call<S.ExportsExport, "BodyTooLarge" | "ExportIsOver" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownExport"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/exports/{export_id}/cancel", "keyed": true}, args, options);
  }

  /**
   * 下载导出文件 · Download an export, by a link for five minutes
   *
   * 权限：新建、查看、取消与下载自己的导出（adviser, compliance, marketer, owner, service）。
   * Who may: Make exports, see and download one's own (adviser, compliance, marketer, owner, service).
   * 重复请求每次都会重新生成。 A repeat is answered afresh, also under the same Idempotency-Key.
   */
  downloadExport(args: { export_id: string }, options: Once = {}): Call<S.ExportsExportLink, "BodyTooLarge" | "ExportIsOver" | "ExportNotReady" | "ExportNotYours" | "ExportReachesFarther" | "ExportStands" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownExport"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/exports/{export_id}/links", "keyed": true}, args, options);
  }
}

export class FollowupsOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 团队的跟进 · What the staff have to follow up
   *
   * 权限：查看员工的跟进（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See what the staff have to follow up (adviser, compliance, marketer, owner, service, viewer).
   */
  listFollowUps(args: { limit?: number; cursor?: string; when?: "open" | "overdue" | "today"; staff?: string } = {}, options: Options = {}): Call<S.FollowupsFollowUpPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/follow-ups"}, args, options);
  }

  /**
   * 团队的跟进 · What the staff have to follow up
   * 逐页读取全部 · Every one of them, page by page.
   */
  listFollowUpsAll(args: { limit?: number; cursor?: string; when?: "open" | "overdue" | "today"; staff?: string } = {}, options: Options = {}): AsyncGenerator<S.FollowupsFollowUp, void, undefined> {
    return pages((cursor) => this.listFollowUps({ ...args, ...cursor }, options));
  }

  /**
   * 为自己的客户安排跟进 · Note what to do about a customer of one's own, and when
   *
   * 权限：安排、完成、取消自己的跟进（adviser, marketer, owner, service）。
   * Who may: Follow up on customers of one's own (adviser, marketer, owner, service).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  writeFollowUp(args: { external_userid: string; body: S.FollowupsWriteFollowUp }, options: Once = {}): Call<S.FollowupsFollowUp, "BadFollowUp" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "NotYourCustomer" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContact" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/staff/v1/contacts/{external_userid}/follow-ups", "keyed": true}, args, options);
  }

  /**
   * 完成、取消或改期自己的跟进 · End a follow-up of one's own, or put it off
   *
   * 权限：安排、完成、取消自己的跟进（adviser, marketer, owner, service）。
   * Who may: Follow up on customers of one's own (adviser, marketer, owner, service).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  editFollowUp(args: { external_userid: string; followup_id: string; body: S.FollowupsEditFollowUp }, options: Once = {}): Call<S.FollowupsFollowUp, "BadFollowUp" | "BodyTooLarge" | "FollowUpIsOver" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "NotYourFollowUp" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownFollowUp" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/staff/v1/contacts/{external_userid}/follow-ups/{followup_id}", "keyed": true}, args, options);
  }

  /**
   * 我的跟进：今天、逾期或全部 · What I have to follow up: today, overdue or all of it
   *
   * 权限：安排、完成、取消自己的跟进（adviser, marketer, owner, service）。
   * Who may: Follow up on customers of one's own (adviser, marketer, owner, service).
   */
  listMyFollowUps(args: { limit?: number; cursor?: string; when?: "open" | "overdue" | "today" } = {}, options: Options = {}): Call<S.FollowupsFollowUpPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/staff/v1/follow-ups"}, args, options);
  }

  /**
   * 我的跟进：今天、逾期或全部 · What I have to follow up: today, overdue or all of it
   * 逐页读取全部 · Every one of them, page by page.
   */
  listMyFollowUpsAll(args: { limit?: number; cursor?: string; when?: "open" | "overdue" | "today" } = {}, options: Options = {}): AsyncGenerator<S.FollowupsFollowUp, void, undefined> {
    return pages((cursor) => this.listMyFollowUps({ ...args, ...cursor }, options));
  }
}

export class GroupBuysOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 团与名额 · A team and who sits where
   *
   * 权限：查看拼团活动、团、订单与账目（compliance, marketer, owner, service, viewer）。
   * Who may: Read activities, teams, orders and books (compliance, marketer, owner, service, viewer).
   */
  readTeamForOperators(args: { team_id: string }, options: Options = {}): Call<S.GroupbuysTeamForOperators, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownTeam"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/groupbuy-teams/{team_id}"}, args, options);
  }

  /**
   * 拼团活动列表（可按名称、状态、规格、创建人筛选） · List group-buy activities, all or some
   *
   * 权限：查看拼团活动、团、订单与账目（compliance, marketer, owner, service, viewer）。
   * Who may: Read activities, teams, orders and books (compliance, marketer, owner, service, viewer).
   */
  listGroupbuys(args: { limit?: number; cursor?: string; q?: string; state?: S.GroupbuysActivityState | null; sku_id?: string; maker?: string } = {}, options: Options = {}): Call<S.GroupbuysActivityPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/groupbuys"}, args, options);
  }

  /**
   * 拼团活动列表（可按名称、状态、规格、创建人筛选） · List group-buy activities, all or some
   * 逐页读取全部 · Every one of them, page by page.
   */
  listGroupbuysAll(args: { limit?: number; cursor?: string; q?: string; state?: S.GroupbuysActivityState | null; sku_id?: string; maker?: string } = {}, options: Options = {}): AsyncGenerator<S.GroupbuysActivity, void, undefined> {
    return pages((cursor) => this.listGroupbuys({ ...args, ...cursor }, options));
  }

  /**
   * 创建拼团活动 · Create a group-buy activity
   *
   * 权限：创建拼团活动（marketer, owner）。
   * Who may: Create group-buy activities (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  createGroupbuy(args: { body: S.GroupbuysNewActivity }, options: Once = {}): Call<S.GroupbuysActivity, "BadActivity" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "NeedsConfirmation" | "NotEnoughStock" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/groupbuys", "keyed": true}, args, options);
  }

  /**
   * 拼团活动与剩余库存 · An activity and what is left of its stock
   *
   * 权限：查看拼团活动、团、订单与账目（compliance, marketer, owner, service, viewer）。
   * Who may: Read activities, teams, orders and books (compliance, marketer, owner, service, viewer).
   */
  readGroupbuy(args: { activity_id: string }, options: Options = {}): Call<S.GroupbuysActivityWithStock, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownActivity"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/groupbuys/{activity_id}"}, args, options);
  }

  /**
   * 修改拼团活动：名称、结束时间、库存 · Edit an activity: its name, end and stock
   *
   * 权限：修改拼团活动（marketer, owner）。
   * Who may: Change group-buy activities (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  editGroupbuy(args: { activity_id: string; body: S.GroupbuysEditActivity }, options: Once = {}): Call<S.GroupbuysActivity, "ActivityChanged" | "BadActivity" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "NeedsConfirmation" | "NotEnoughStock" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownActivity" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/groupbuys/{activity_id}", "keyed": true}, args, options);
  }

  /**
   * 活动账目：团、款项与库存，以汇总时为准 · An activity's books as they were counted last
   *
   * 权限：查看拼团活动、团、订单与账目（compliance, marketer, owner, service, viewer）。
   * Who may: Read activities, teams, orders and books (compliance, marketer, owner, service, viewer).
   */
  readBooks(args: { activity_id: string }, options: Options = {}): Call<S.GroupbuysBooks, "BooksNotCounted" | "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownActivity"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/groupbuys/{activity_id}/books"}, args, options);
  }

  /**
   * 汇总活动账目（后台任务） · Have an activity's books counted, by a job
   *
   * 权限：查看拼团活动、团、订单与账目（compliance, marketer, owner, service, viewer）。
   * Who may: Read activities, teams, orders and books (compliance, marketer, owner, service, viewer).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  countBooks(args: { activity_id: string }, options: Once = {}): Call<S.GroupbuysCounting, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownActivity"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/groupbuys/{activity_id}/books", "keyed": true}, args, options);
  }

  /**
   * 复制拼团活动 · Copy an activity
   *
   * 权限：创建拼团活动（marketer, owner）。
   * Who may: Create group-buy activities (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  copyGroupbuy(args: { activity_id: string; body: S.GroupbuysCopyActivity }, options: Once = {}): Call<S.GroupbuysActivity, "BadActivity" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "NeedsConfirmation" | "NotEnoughStock" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownActivity" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/groupbuys/{activity_id}/copies", "keyed": true}, args, options);
  }

  /**
   * 提前结束拼团活动 · Let an activity end earlier, or now
   *
   * 权限：停止、提前结束拼团活动，退回剩余库存（marketer, owner）。
   * Who may: Stop and end group-buy activities, and return what they did not sell (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  endGroupbuy(args: { activity_id: string; body: S.GroupbuysEndActivity }, options: Once = {}): Call<S.GroupbuysActivity, "ActivityEndsEarlier" | "BadActivityEnd" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownActivity" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/groupbuys/{activity_id}/ends", "keyed": true}, args, options);
  }

  /**
   * 活动的订单 · The orders of an activity
   *
   * 权限：查看拼团活动、团、订单与账目（compliance, marketer, owner, service, viewer）。
   * Who may: Read activities, teams, orders and books (compliance, marketer, owner, service, viewer).
   */
  listGroupbuyOrders(args: { activity_id: string; limit?: number; cursor?: string }, options: Options = {}): Call<S.OrdersOrderSummaryPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownActivity"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/groupbuys/{activity_id}/orders"}, args, options);
  }

  /**
   * 活动的订单 · The orders of an activity
   * 逐页读取全部 · Every one of them, page by page.
   */
  listGroupbuyOrdersAll(args: { activity_id: string; limit?: number; cursor?: string }, options: Options = {}): AsyncGenerator<S.OrdersOrderSummary, void, undefined> {
    return pages((cursor) => this.listGroupbuyOrders({ ...args, ...cursor }, options));
  }

  /**
   * 活动结束后把剩余库存退回商品 · After the activity: what is left goes back into the SKU's stock
   *
   * 权限：停止、提前结束拼团活动，退回剩余库存（marketer, owner）。
   * Who may: Stop and end group-buy activities, and return what they did not sell (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  returnStock(args: { activity_id: string }, options: Once = {}): Call<S.GroupbuysActivityWithStock, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StillOpen" | "TooBusy" | "Unauthenticated" | "UnknownActivity"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/groupbuys/{activity_id}/stock-returns", "keyed": true}, args, options);
  }

  /**
   * 停止拼团活动：让团继续，或全部退款 · Stop an activity: its teams finish, or all are refunded
   *
   * 权限：停止、提前结束拼团活动，退回剩余库存（marketer, owner）。
   * Who may: Stop and end group-buy activities, and return what they did not sell (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  stopGroupbuy(args: { activity_id: string; body: S.GroupbuysStopActivity }, options: Once = {}): Call<S.GroupbuysStopped, "ActivityStopped" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NeedsConfirmation" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownActivity" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/groupbuys/{activity_id}/stops", "keyed": true}, args, options);
  }

  /**
   * 活动的团 · The teams of an activity
   *
   * 权限：查看拼团活动、团、订单与账目（compliance, marketer, owner, service, viewer）。
   * Who may: Read activities, teams, orders and books (compliance, marketer, owner, service, viewer).
   */
  listTeams(args: { activity_id: string; limit?: number; cursor?: string; over?: boolean }, options: Options = {}): Call<S.GroupbuysTeamPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownActivity"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/groupbuys/{activity_id}/teams"}, args, options);
  }

  /**
   * 活动的团 · The teams of an activity
   * 逐页读取全部 · Every one of them, page by page.
   */
  listTeamsAll(args: { activity_id: string; limit?: number; cursor?: string; over?: boolean }, options: Options = {}): AsyncGenerator<S.GroupbuysTeam, void, undefined> {
    return pages((cursor) => this.listTeams({ ...args, ...cursor }, options));
  }

  /**
   * 我的团 · My teams
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   */
  listMyTeams(args: { limit?: number; cursor?: string } = {}, options: Options = {}): Call<S.GroupbuysTeamPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/mini/v1/groupbuy-teams"}, args, options);
  }

  /**
   * 我的团 · My teams
   * 逐页读取全部 · Every one of them, page by page.
   */
  listMyTeamsAll(args: { limit?: number; cursor?: string } = {}, options: Options = {}): AsyncGenerator<S.GroupbuysTeam, void, undefined> {
    return pages((cursor) => this.listMyTeams({ ...args, ...cursor }, options));
  }

  /**
   * 团详情 · A team
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   */
  readTeam(args: { team_id: string }, options: Options = {}): Call<S.GroupbuysTeamWithSeats, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownTeam"> {
    return this.caller.call({"method": "GET", "path": "/mini/v1/groupbuy-teams/{team_id}"}, args, options);
  }

  /**
   * 成团前退出 · Leave a team before it is complete
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  leaveTeam(args: { team_id: string }, options: Once = {}): Call<S.OrdersOrderSummary, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "NotInTeam" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TeamComplete" | "TeamOver" | "TooBusy" | "Unauthenticated" | "UnknownTeam"> {
    return this.caller.call({"method": "POST", "path": "/mini/v1/groupbuy-teams/{team_id}/departures", "keyed": true}, args, options);
  }

  /**
   * 参团 · Join a team
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  joinTeam(args: { team_id: string; body: S.GroupbuysEnter }, options: Once = {}): Call<S.GroupbuysEntered, "ActivitySoldOut" | "AlreadyRedeemed" | "BelowThreshold" | "BodyTooLarge" | "CouponExpired" | "CouponInUse" | "CouponVoided" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LimitReached" | "NotANewCustomer" | "NotFound" | "OutcomeUnknown" | "PlaceUnpaid" | "RoleNotAllowed" | "SessionExpired" | "TeamFull" | "TeamOver" | "TooBusy" | "TooManyUnpaid" | "Unauthenticated" | "UnknownCoupon" | "UnknownTeam" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/mini/v1/groupbuy-teams/{team_id}/seats", "keyed": true}, args, options);
  }

  /**
   * 正在进行的拼团 · Group-buys that go on now
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   */
  listGroupbuysOnOffer(args: { limit?: number; cursor?: string } = {}, options: Options = {}): Call<S.GroupbuysActivityOnOfferPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/mini/v1/groupbuys"}, args, options);
  }

  /**
   * 正在进行的拼团 · Group-buys that go on now
   * 逐页读取全部 · Every one of them, page by page.
   */
  listGroupbuysOnOfferAll(args: { limit?: number; cursor?: string } = {}, options: Options = {}): AsyncGenerator<S.GroupbuysActivityOnOffer, void, undefined> {
    return pages((cursor) => this.listGroupbuysOnOffer({ ...args, ...cursor }, options));
  }

  /**
   * 拼团活动 · A group-buy activity
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   */
  readGroupbuyAsMember(args: { activity_id: string }, options: Options = {}): Call<S.GroupbuysActivityForMembers, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownActivity"> {
    return this.caller.call({"method": "GET", "path": "/mini/v1/groupbuys/{activity_id}"}, args, options);
  }

  /**
   * 可参加的团 · Teams to join
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   */
  listOpenTeams(args: { activity_id: string; limit?: number; cursor?: string }, options: Options = {}): Call<S.GroupbuysTeamPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownActivity"> {
    return this.caller.call({"method": "GET", "path": "/mini/v1/groupbuys/{activity_id}/teams"}, args, options);
  }

  /**
   * 可参加的团 · Teams to join
   * 逐页读取全部 · Every one of them, page by page.
   */
  listOpenTeamsAll(args: { activity_id: string; limit?: number; cursor?: string }, options: Options = {}): AsyncGenerator<S.GroupbuysTeam, void, undefined> {
    return pages((cursor) => this.listOpenTeams({ ...args, ...cursor }, options));
  }

  /**
   * 开团 · Open a team
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  openTeam(args: { activity_id: string; body: S.GroupbuysEnter }, options: Once = {}): Call<S.GroupbuysEntered, "ActivityNotOpen" | "ActivityOver" | "ActivitySoldOut" | "ActivityStopped" | "AlreadyRedeemed" | "BelowThreshold" | "BodyTooLarge" | "CouponExpired" | "CouponInUse" | "CouponVoided" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LimitReached" | "NotANewCustomer" | "NotFound" | "OutcomeUnknown" | "PlaceUnpaid" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "TooManyUnpaid" | "Unauthenticated" | "UnknownActivity" | "UnknownCoupon" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/mini/v1/groupbuys/{activity_id}/teams", "keyed": true}, args, options);
  }
}

export class JobsOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 后台任务列表 · List jobs
   *
   * 权限：查看后台任务的进度与问题行（compliance, marketer, owner, service, viewer）。
   * Who may: See jobs, how far they are and what they rejected (compliance, marketer, owner, service, viewer).
   */
  listJobs(args: { limit?: number; cursor?: string; mine?: boolean } = {}, options: Options = {}): Call<S.JobsJobPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/jobs"}, args, options);
  }

  /**
   * 后台任务列表 · List jobs
   * 逐页读取全部 · Every one of them, page by page.
   */
  listJobsAll(args: { limit?: number; cursor?: string; mine?: boolean } = {}, options: Options = {}): AsyncGenerator<S.JobsJob, void, undefined> {
    return pages((cursor) => this.listJobs({ ...args, ...cursor }, options));
  }

  /**
   * 查看后台任务 · See a job
   *
   * 权限：查看后台任务的进度与问题行（compliance, marketer, owner, service, viewer）。
   * Who may: See jobs, how far they are and what they rejected (compliance, marketer, owner, service, viewer).
   */
  getJob(args: { job_id: string }, options: Options = {}): Call<S.JobsJob, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownJob"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/jobs/{job_id}"}, args, options);
  }

  /**
   * 取消后台任务 · Cancel a job
   *
   * 权限：暂停、继续、取消后台任务（marketer, owner）。
   * Who may: Pause, resume and cancel jobs (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  cancelJob(args: { job_id: string }, options: Once = {}): Call<S.JobsJob, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "JobCannotMove" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownJob"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/jobs/{job_id}/cancel", "keyed": true}, args, options);
  }

  /**
   * 暂停后台任务 · Pause a job
   *
   * 权限：暂停、继续、取消后台任务（marketer, owner）。
   * Who may: Pause, resume and cancel jobs (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  pauseJob(args: { job_id: string }, options: Once = {}): Call<S.JobsJob, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "JobCannotMove" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownJob"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/jobs/{job_id}/pause", "keyed": true}, args, options);
  }

  /**
   * 任务的问题行 · List what a job rejected
   *
   * 权限：查看后台任务的进度与问题行（compliance, marketer, owner, service, viewer）。
   * Who may: See jobs, how far they are and what they rejected (compliance, marketer, owner, service, viewer).
   */
  listRejects(args: { job_id: string; cursor?: string }, options: Options = {}): Call<S.JobsRejects, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownJob"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/jobs/{job_id}/rejects"}, args, options);
  }

  /**
   * 任务的问题行 · List what a job rejected
   * 逐页读取全部 · Every one of them, page by page.
   */
  listRejectsAll(args: { job_id: string; cursor?: string }, options: Options = {}): AsyncGenerator<S.JobsRejected, void, undefined> {
    return pages((cursor) => this.listRejects({ ...args, ...cursor }, options));
  }

  /**
   * 继续后台任务 · Resume a job
   *
   * 权限：暂停、继续、取消后台任务（marketer, owner）。
   * Who may: Pause, resume and cancel jobs (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  resumeJob(args: { job_id: string }, options: Once = {}): Call<S.JobsJob, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "JobCannotMove" | "JobReachesFarther" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownJob"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/jobs/{job_id}/resume", "keyed": true}, args, options);
  }
}

export class LiveCodesOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 导入活码（后台任务） · Make the live codes of an uploaded CSV
   *
   * 权限：创建、复制、导入活码（marketer, owner）。
   * Who may: Create, copy and import live codes (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  importLiveCodes(args: { body: S.LivecodesCodesFile }, options: Once = {}): Call<S.LivecodesImportBegun, "BadCodeSheet" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownFile" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/live-code-imports", "keyed": true}, args, options);
  }

  /**
   * 预览活码表格：可导入的行与问题行 · Look at a CSV: what would be made, and what is wrong
   *
   * 权限：创建、复制、导入活码（marketer, owner）。
   * Who may: Create, copy and import live codes (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  previewLiveCodes(args: { body: S.LivecodesCodesSheet }, options: Once = {}): Call<S.LivecodesCodesPreview, "BadCodeSheet" | "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownFile" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/live-code-imports/previews", "keyed": true}, args, options);
  }

  /**
   * 上传活码表格（CSV） · Upload a CSV of live codes
   *
   * 权限：创建、复制、导入活码（marketer, owner）。
   * Who may: Create, copy and import live codes (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  uploadLiveCodes(options: Once = {}): Call<S.LivecodesCodesUpload, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/live-code-imports/uploads", "keyed": true}, {}, options);
  }

  /**
   * 生成活码印刷包（后台任务） · Make one file of many labels for the printer
   *
   * 权限：查看活码与访问次数（compliance, marketer, owner, service, viewer）。
   * Who may: Look at live codes and their visits (compliance, marketer, owner, service, viewer).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  printLiveCodes(args: { body: S.LivecodesNewPack }, options: Once = {}): Call<S.LivecodesPackBegun, "BadPack" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/live-code-packs", "keyed": true}, args, options);
  }

  /**
   * 印刷包的下载链接 · Where to download a pack
   *
   * 权限：查看活码与访问次数（compliance, marketer, owner, service, viewer）。
   * Who may: Look at live codes and their visits (compliance, marketer, owner, service, viewer).
   */
  readPack(args: { pack_id: string }, options: Options = {}): Call<S.LivecodesPackLink, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "PackNotReady" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPack"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/live-code-packs/{pack_id}"}, args, options);
  }

  /**
   * 活码列表（可按名称、状态、员工、标签等筛选） · List live codes, all or some
   *
   * 权限：查看活码与访问次数（compliance, marketer, owner, service, viewer）。
   * Who may: Look at live codes and their visits (compliance, marketer, owner, service, viewer).
   */
  listLiveCodes(args: { limit?: number; cursor?: string; q?: string; state?: S.LivecodesStanding | null; staff?: string; tag?: string; store?: string; maker?: string; batch?: string; has_problem?: boolean | null } = {}, options: Options = {}): Call<S.LivecodesLiveCodeLinePage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/live-codes"}, args, options);
  }

  /**
   * 活码列表（可按名称、状态、员工、标签等筛选） · List live codes, all or some
   * 逐页读取全部 · Every one of them, page by page.
   */
  listLiveCodesAll(args: { limit?: number; cursor?: string; q?: string; state?: S.LivecodesStanding | null; staff?: string; tag?: string; store?: string; maker?: string; batch?: string; has_problem?: boolean | null } = {}, options: Options = {}): AsyncGenerator<S.LivecodesLiveCodeLine, void, undefined> {
    return pages((cursor) => this.listLiveCodes({ ...args, ...cursor }, options));
  }

  /**
   * 创建活码 · Create a live code
   *
   * 权限：创建、复制、导入活码（marketer, owner）。
   * Who may: Create, copy and import live codes (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  createLiveCode(args: { body: S.LivecodesNewLiveCode }, options: Once = {}): Call<S.LivecodesLiveCode, "BadLiveCode" | "BodyTooLarge" | "ChannelNotApproved" | "ContentArchived" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "MediaRefused" | "NeedsConfirmation" | "NoSuchRelation" | "NoSuchStaff" | "NotApproved" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "VersionRecalled" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/live-codes", "keyed": true}, args, options);
  }

  /**
   * 活码详情 · A live code
   *
   * 权限：查看活码与访问次数（compliance, marketer, owner, service, viewer）。
   * Who may: Look at live codes and their visits (compliance, marketer, owner, service, viewer).
   */
  readLiveCode(args: { code: string }, options: Options = {}): Call<S.LivecodesLiveCode, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownLiveCode"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/live-codes/{code}"}, args, options);
  }

  /**
   * 修改活码 · Edit a live code
   *
   * 权限：修改活码，重试被拒绝的「联系我」（marketer, owner）。
   * Who may: Change live codes, retry refused ways (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  editLiveCode(args: { code: string; body: S.LivecodesEditLiveCode }, options: Once = {}): Call<S.LivecodesLiveCode, "BadLiveCode" | "BodyTooLarge" | "ChannelNotApproved" | "ContentArchived" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "LiveCodeChanged" | "LiveCodeIsArchived" | "MediaRefused" | "NeedsConfirmation" | "NoSuchRelation" | "NoSuchStaff" | "NotApproved" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownLiveCode" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "VersionRecalled" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/live-codes/{code}", "keyed": true}, args, options);
  }

  /**
   * 归档活码 · Put a live code into the archive
   *
   * 权限：暂停、恢复、归档活码，删除不再需要的「联系我」（marketer, owner）。
   * Who may: Pause, resume and archive live codes, end contact ways that are not needed (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  archiveLiveCode(args: { code: string }, options: Once = {}): Call<S.LivecodesLiveCode, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownLiveCode"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/live-codes/{code}/archive", "keyed": true}, args, options);
  }

  /**
   * 复制活码 · Copy a live code
   *
   * 权限：创建、复制、导入活码（marketer, owner）。
   * Who may: Create, copy and import live codes (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  copyLiveCode(args: { code: string; body: S.LivecodesCopyLiveCode }, options: Once = {}): Call<S.LivecodesLiveCode, "BadLiveCode" | "BodyTooLarge" | "ChannelNotApproved" | "ContentArchived" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "MediaRefused" | "NeedsConfirmation" | "NoSuchRelation" | "NoSuchStaff" | "NotApproved" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownLiveCode" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "VersionRecalled" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/live-codes/{code}/copies", "keyed": true}, args, options);
  }

  /**
   * 从企业微信删除不再需要的「联系我」 · Have WeCom delete the contact ways that are not needed
   *
   * 权限：暂停、恢复、归档活码，删除不再需要的「联系我」（marketer, owner）。
   * Who may: Pause, resume and archive live codes, end contact ways that are not needed (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  endOldWays(args: { code: string; body: S.LivecodesEndOldWays }, options: Once = {}): Call<S.LivecodesLiveCode, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NeedsConfirmation" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownLiveCode" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/live-codes/{code}/old-ways/end", "keyed": true}, args, options);
  }

  /**
   * 暂停活码 · Pause a live code
   *
   * 权限：暂停、恢复、归档活码，删除不再需要的「联系我」（marketer, owner）。
   * Who may: Pause, resume and archive live codes, end contact ways that are not needed (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  pauseLiveCode(args: { code: string }, options: Once = {}): Call<S.LivecodesLiveCode, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "LiveCodeIsArchived" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownLiveCode"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/live-codes/{code}/pause", "keyed": true}, args, options);
  }

  /**
   * 取消归档 · Take a live code out of the archive
   *
   * 权限：暂停、恢复、归档活码，删除不再需要的「联系我」（marketer, owner）。
   * Who may: Pause, resume and archive live codes, end contact ways that are not needed (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  restoreLiveCode(args: { code: string }, options: Once = {}): Call<S.LivecodesLiveCode, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "LiveCodeNotArchived" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownLiveCode"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/live-codes/{code}/restore", "keyed": true}, args, options);
  }

  /**
   * 恢复活码 · Resume a live code
   *
   * 权限：暂停、恢复、归档活码，删除不再需要的「联系我」（marketer, owner）。
   * Who may: Pause, resume and archive live codes, end contact ways that are not needed (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  resumeLiveCode(args: { code: string }, options: Once = {}): Call<S.LivecodesLiveCode, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "LiveCodeIsArchived" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownLiveCode"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/live-codes/{code}/resume", "keyed": true}, args, options);
  }

  /**
   * 重试：让企业微信重新生成被拒绝的「联系我」 · Try again what WeCom refused
   *
   * 权限：修改活码，重试被拒绝的「联系我」（marketer, owner）。
   * Who may: Change live codes, retry refused ways (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  tryLiveCodeAgain(args: { code: string }, options: Once = {}): Call<S.LivecodesLiveCode, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownLiveCode"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/live-codes/{code}/retries", "keyed": true}, args, options);
  }

  /**
   * 活码当日访客数 · Visitors of a live code on a day
   *
   * 权限：查看活码与访问次数（compliance, marketer, owner, service, viewer）。
   * Who may: Look at live codes and their visits (compliance, marketer, owner, service, viewer).
   */
  readVisits(args: { code: string; day?: string }, options: Options = {}): Call<S.LivecodesVisits, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownLiveCode"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/live-codes/{code}/visits"}, args, options);
  }

  /**
   * 更换欢迎语（可按时段） · Change what a live code says, by hours if need be
   *
   * 权限：修改活码，重试被拒绝的「联系我」（marketer, owner）。
   * Who may: Change live codes, retry refused ways (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  changeWelcome(args: { code: string; body: S.LivecodesWelcomes }, options: Once = {}): Call<S.LivecodesLiveCode, "BadWelcome" | "BodyTooLarge" | "ChannelNotApproved" | "ContentArchived" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "NotApproved" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownLiveCode" | "UnsupportedMediaType" | "VersionRecalled"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/live-codes/{code}/welcome", "keyed": true}, args, options);
  }
}

export class LossesOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 流失提醒设置 · Who is told of losses, and when the alarm rings
   *
   * 权限：查看客户流失（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See which customers were lost (adviser, compliance, marketer, owner, service, viewer).
   */
  readLossAlerts(options: Options = {}): Call<S.LossesLossAlertsShown, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/loss-alerts"}, {}, options);
  }

  /**
   * 修改流失提醒设置 · Say who is told of losses, and when the alarm rings
   *
   * 权限：设置流失提醒与删除告警（marketer, owner）。
   * Who may: Say who is told of losses, and when the alarm rings (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  setLossAlerts(args: { body: S.LossesLossAlerts }, options: Once = {}): Call<S.LossesLossAlertsShown, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "SettingsChanged" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/loss-alerts", "keyed": true}, args, options);
  }

  /**
   * 客户流失列表 · List customers who were lost
   *
   * 权限：查看客户流失（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See which customers were lost (adviser, compliance, marketer, owner, service, viewer).
   */
  listLosses(args: { limit?: number; cursor?: string; staff?: string; store?: string; code?: string; by?: S.MembersLostBy | null; since?: string; until?: string } = {}, options: Options = {}): Call<S.LossesLossPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/losses"}, args, options);
  }

  /**
   * 客户流失列表 · List customers who were lost
   * 逐页读取全部 · Every one of them, page by page.
   */
  listLossesAll(args: { limit?: number; cursor?: string; staff?: string; store?: string; code?: string; by?: S.MembersLostBy | null; since?: string; until?: string } = {}, options: Options = {}): AsyncGenerator<S.LossesLoss, void, undefined> {
    return pages((cursor) => this.listLosses({ ...args, ...cursor }, options));
  }
}

export class MembersOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 批量打标签、去标签，或先统计人数 · Tag many members, or count them first
   *
   * 权限：批量打标签、去标签（marketer, owner）。
   * Who may: Tag many members at once (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  tagMembers(args: { body: S.MembersNewTagging }, options: Once = {}): Call<S.MembersTaggingBegun, "BadTagging" | "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NeedsConfirmation" | "NoSuchRelation" | "NoSuchStaff" | "OutcomeUnknown" | "RoleNotAllowed" | "SearchTooShort" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/member-taggings", "keyed": true}, args, options);
  }

  /**
   * 会员列表与查找 · List or find members
   *
   * 权限：查看会员、标签与时间线（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: Look at members, tags and timelines (adviser, compliance, marketer, owner, service, viewer).
   */
  listMembers(args: { limit?: number; cursor?: string; q?: string; tag?: string; code?: string; staff?: string; store?: string; stage?: S.MembersFriendState | null; since?: string; until?: string } = {}, options: Options = {}): Call<S.MembersMemberInListPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SearchTooShort" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/members"}, args, options);
  }

  /**
   * 会员列表与查找 · List or find members
   * 逐页读取全部 · Every one of them, page by page.
   */
  listMembersAll(args: { limit?: number; cursor?: string; q?: string; tag?: string; code?: string; staff?: string; store?: string; stage?: S.MembersFriendState | null; since?: string; until?: string } = {}, options: Options = {}): AsyncGenerator<S.MembersMemberInList, void, undefined> {
    return pages((cursor) => this.listMembers({ ...args, ...cursor }, options));
  }

  /**
   * 会员详情 · A member and their relations to staff
   *
   * 权限：查看会员、标签与时间线（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: Look at members, tags and timelines (adviser, compliance, marketer, owner, service, viewer).
   */
  readMember(args: { member_id: string }, options: Options = {}): Call<S.MembersMember, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownMember"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/members/{member_id}"}, args, options);
  }

  /**
   * 群发屏蔽名单：加入或移出 · Leave a member out of every post, or no longer
   *
   * 权限：屏蔽会员，使其不收群发（marketer, owner）。
   * Who may: Leave members out of posts (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  blockMember(args: { member_id: string; body: S.MembersBlock }, options: Once = {}): Call<S.MembersBlock, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownMember" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/members/{member_id}/block", "keyed": true}, args, options);
  }

  /**
   * 会员备注，新的在前 · Notes of a member, newest first
   *
   * 权限：查看会员、标签与时间线（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: Look at members, tags and timelines (adviser, compliance, marketer, owner, service, viewer).
   */
  listNotes(args: { member_id: string; limit?: number; cursor?: string }, options: Options = {}): Call<S.MembersNotePage, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownMember"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/members/{member_id}/notes"}, args, options);
  }

  /**
   * 会员备注，新的在前 · Notes of a member, newest first
   * 逐页读取全部 · Every one of them, page by page.
   */
  listNotesAll(args: { member_id: string; limit?: number; cursor?: string }, options: Options = {}): AsyncGenerator<S.MembersNote, void, undefined> {
    return pages((cursor) => this.listNotes({ ...args, ...cursor }, options));
  }

  /**
   * 写会员备注 · Note something of a member
   *
   * 权限：写会员备注、修改企业微信备注（adviser, marketer, owner, service）。
   * Who may: Note something of members, also at WeCom (adviser, marketer, owner, service).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  writeNote(args: { member_id: string; body: S.MembersWriteNote }, options: Once = {}): Call<S.MembersNote, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownMember" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/members/{member_id}/notes", "keyed": true}, args, options);
  }

  /**
   * 修改自己的备注 · Change a note of one's own
   *
   * 权限：写会员备注、修改企业微信备注（adviser, marketer, owner, service）。
   * Who may: Note something of members, also at WeCom (adviser, marketer, owner, service).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  editNote(args: { member_id: string; note_id: string; body: S.MembersWriteNote }, options: Once = {}): Call<S.MembersNote, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "NotYourNote" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownMember" | "UnknownNote" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/members/{member_id}/notes/{note_id}", "keyed": true}, args, options);
  }

  /**
   * 删除自己的备注 · Delete a note of one's own
   *
   * 权限：写会员备注、修改企业微信备注（adviser, marketer, owner, service）。
   * Who may: Note something of members, also at WeCom (adviser, marketer, owner, service).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  deleteNote(args: { member_id: string; note_id: string }, options: Once = {}): Call<S.MembersNote, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "NotYourNote" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownMember" | "UnknownNote"> {
    return this.caller.call({"method": "DELETE", "path": "/admin/v1/members/{member_id}/notes/{note_id}", "keyed": true}, args, options);
  }

  /**
   * 员工在企业微信的备注 · What staff noted at WeCom
   *
   * 权限：查看会员、标签与时间线（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: Look at members, tags and timelines (adviser, compliance, marketer, owner, service, viewer).
   */
  readRemarks(args: { member_id: string }, options: Options = {}): Call<S.MembersRemarks, "CredentialsRefused" | "ForeignPage" | "InternalError" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownMember" | "UnknownTag" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/members/{member_id}/remarks"}, args, options);
  }

  /**
   * 修改企业微信备注 · Change what a member of staff noted at WeCom
   *
   * 权限：写会员备注、修改企业微信备注（adviser, marketer, owner, service）。
   * Who may: Note something of members, also at WeCom (adviser, marketer, owner, service).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  editRemark(args: { member_id: string; userid: string; body: S.MembersEditRemark }, options: Once = {}): Call<S.MembersRemarks, "BadRemark" | "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownMember" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/members/{member_id}/remarks/{userid}", "keyed": true}, args, options);
  }

  /**
   * 重试：补打标签并重新读取资料 · Try again what WeCom refused: tags and profile
   *
   * 权限：重试企业微信拒绝的标签与资料（marketer, owner）。
   * Who may: Try again what WeCom refused of a member (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  tryMemberAgain(args: { member_id: string }, options: Once = {}): Call<S.MembersMember, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownMember"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/members/{member_id}/retries", "keyed": true}, args, options);
  }

  /**
   * 给会员打标签、去标签 · Put tags on a member and take some off
   *
   * 权限：给会员打标签、去标签（adviser, marketer, owner, service）。
   * Who may: Tag members (adviser, marketer, owner, service).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  tagMember(args: { member_id: string; body: S.MembersTags }, options: Once = {}): Call<S.MembersMember, "BadTagging" | "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownMember" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/members/{member_id}/tags", "keyed": true}, args, options);
  }

  /**
   * 会员时间线 · What happened to a member
   *
   * 权限：查看会员、标签与时间线（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: Look at members, tags and timelines (adviser, compliance, marketer, owner, service, viewer).
   */
  readTimeline(args: { member_id: string; limit?: number; cursor?: string }, options: Options = {}): Call<S.MembersEventPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownMember"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/members/{member_id}/timeline"}, args, options);
  }

  /**
   * 会员时间线 · What happened to a member
   * 逐页读取全部 · Every one of them, page by page.
   */
  readTimelineAll(args: { member_id: string; limit?: number; cursor?: string }, options: Options = {}): AsyncGenerator<S.MembersEvent, void, undefined> {
    return pages((cursor) => this.readTimeline({ ...args, ...cursor }, options));
  }

  /**
   * 查看隐藏的手机号与备注（会留下记录） · See what is hidden of a member, which is told
   *
   * 权限：查看隐藏的手机号与备注（owner, service）。
   * Who may: See numbers and notes that are hidden (owner, service).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  unmaskMember(args: { member_id: string; body: S.MembersUnmask }, options: Once = {}): Call<S.MembersUnmasked, "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownMember" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/members/{member_id}/unmaskings", "keyed": true}, args, options);
  }

  /**
   * 企业标签列表 · List corp tags
   *
   * 权限：查看会员、标签与时间线（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: Look at members, tags and timelines (adviser, compliance, marketer, owner, service, viewer).
   */
  listTags(options: Options = {}): Call<S.MembersTagGroups, "CredentialsRefused" | "ForeignPage" | "InternalError" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownTag" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/tag-groups"}, {}, options);
  }

  /**
   * 创建企业标签 · Make corp tags in a group
   *
   * 权限：创建企业标签（marketer, owner）。
   * Who may: Make corp tags (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  makeTags(args: { body: S.MembersNewTagGroup }, options: Once = {}): Call<S.MembersTagGroup, "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/tag-groups", "keyed": true}, args, options);
  }

  /**
   * 我的偏好 · What I want to receive
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   */
  readPreferences(options: Options = {}): Call<S.MembersPreferences, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/mini/v1/preferences"}, {}, options);
  }

  /**
   * 接收或拒绝群发 · Accept or refuse posts
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  setPreferences(args: { body: S.MembersPreferences }, options: Once = {}): Call<S.MembersPreferences, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotAMember" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/mini/v1/preferences", "keyed": true}, args, options);
  }

  /**
   * 小程序会员登录 · A member signs in from the mini-program
   *
   * 权限：任何人。
   * Who may: anybody.
   */
  signInMember(args: { body: S.MembersMemberSignIn }, options: Options = {}): Call<S.MembersMemberSession, "AddressBusy" | "BodyTooLarge" | "CredentialsRefused" | "InternalError" | "InvalidBody" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotAMember" | "OAuthCodeRefused" | "OutcomeUnknown" | "SignInBusy" | "SignInCodeRefused" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "UnknownCorp" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/mini/v1/sessions"}, args, options);
  }

  /**
   * 会员登录续期 · A member's session goes on without a new code
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   * 重复请求返回首次结果。 A repeat is answered as the first one was, and marked as replayed.
   */
  renewSession(options: Once = {}): Call<S.MembersMemberSession, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotAMember" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "PUT", "path": "/mini/v1/sessions", "keyed": true}, {}, options);
  }

  /**
   * 会员退出登录 · A member signs out
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   * 重复请求返回首次结果。 A repeat is answered as the first one was, and marked as replayed.
   */
  signMemberOut(options: Once = {}): Call<S.MembersSignedOut, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "DELETE", "path": "/mini/v1/sessions", "keyed": true}, {}, options);
  }

  /**
   * 侧边栏：给自己的客户写备注 · In the side bar: note something of a customer of one's own
   *
   * 权限：写会员备注、修改企业微信备注（adviser, marketer, owner, service）。
   * Who may: Note something of members, also at WeCom (adviser, marketer, owner, service).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  noteOwnCustomer(args: { external_userid: string; body: S.MembersWriteNote }, options: Once = {}): Call<S.MembersNote, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "NotYourCustomer" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContact" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/staff/v1/contacts/{external_userid}/notes", "keyed": true}, args, options);
  }

  /**
   * 侧边栏：给自己的客户打标签、去标签 · In the side bar: tag a customer of one's own, and take tags off
   *
   * 权限：给会员打标签、去标签（adviser, marketer, owner, service）。
   * Who may: Tag members (adviser, marketer, owner, service).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  tagOwnCustomer(args: { external_userid: string; body: S.MembersOwnTags }, options: Once = {}): Call<S.MembersFriendship, "BadTagging" | "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotFound" | "NotYourCustomer" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownContact" | "UnknownMember" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/staff/v1/contacts/{external_userid}/tags", "keyed": true}, args, options);
  }
}

export class MineOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 我的：身份、顾问、门店与券数 · Who am I here: adviser, store, how many coupons
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   */
  readMine(options: Options = {}): Call<S.MineMine, "ForeignPage" | "InternalError" | "NotAMember" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/mini/v1/me"}, {}, options);
  }
}

export class NumbersOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 活动数据 · Numbers of some days, today among them
   *
   * 权限：查看活动数据（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See numbers (adviser, compliance, marketer, owner, service, viewer).
   */
  readNumbers(args: { metric: string; by?: S.CountersGroup; from?: string; to?: string; of?: string }, options: Options = {}): Call<S.CountersNumbers, "BadNumbers" | "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/numbers"}, args, options);
  }
}

export class OrdersOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 某会员的订单，新的在前 · The orders of a member, newest first
   *
   * 权限：查看各类订单与流水（compliance, marketer, owner, service, viewer）。
   * Who may: Read the orders of every seller and their ledgers (compliance, marketer, owner, service, viewer).
   */
  listOrdersOfMember(args: { member_id: string; limit?: number; cursor?: string }, options: Options = {}): Call<S.OrdersOrderWithLedgerPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownMember"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/members/{member_id}/orders"}, args, options);
  }

  /**
   * 某会员的订单，新的在前 · The orders of a member, newest first
   * 逐页读取全部 · Every one of them, page by page.
   */
  listOrdersOfMemberAll(args: { member_id: string; limit?: number; cursor?: string }, options: Options = {}): AsyncGenerator<S.OrdersOrderWithLedger, void, undefined> {
    return pages((cursor) => this.listOrdersOfMember({ ...args, ...cursor }, options));
  }

  /**
   * 订单列表，新的在前（可按订单号或微信支付单号、会员、门店、状态、日期、销售方筛选） · Orders, newest first, by number, member, store, state, day or seller
   *
   * 权限：查看各类订单与流水（compliance, marketer, owner, service, viewer）。
   * Who may: Read the orders of every seller and their ledgers (compliance, marketer, owner, service, viewer).
   */
  listOrders(args: { limit?: number; cursor?: string; number?: string; member?: string; store?: string; status?: S.OrdersOrderState | null; since?: string; until?: string; seller_kind?: string; seller_id?: string } = {}, options: Options = {}): Call<S.OrdersOrderInListPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/orders"}, args, options);
  }

  /**
   * 订单列表，新的在前（可按订单号或微信支付单号、会员、门店、状态、日期、销售方筛选） · Orders, newest first, by number, member, store, state, day or seller
   * 逐页读取全部 · Every one of them, page by page.
   */
  listOrdersAll(args: { limit?: number; cursor?: string; number?: string; member?: string; store?: string; status?: S.OrdersOrderState | null; since?: string; until?: string; seller_kind?: string; seller_id?: string } = {}, options: Options = {}): AsyncGenerator<S.OrdersOrderInList, void, undefined> {
    return pages((cursor) => this.listOrders({ ...args, ...cursor }, options));
  }

  /**
   * 订单、流水、款项、退款、用券与经过 · An order, its ledger, money, refunds, coupon and what happened
   *
   * 权限：查看各类订单与流水（compliance, marketer, owner, service, viewer）。
   * Who may: Read the orders of every seller and their ledgers (compliance, marketer, owner, service, viewer).
   */
  readOrder(args: { order_id: string }, options: Options = {}): Call<S.OrdersOrderDetail, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownOrder"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/orders/{order_id}"}, args, options);
  }

  /**
   * 退款：全额或部分 · Give money back: all that is left, or a part
   *
   * 权限：为订单退款，撤销被拒的退款（owner）。
   * Who may: Give money of an order back, withdraw a refused refund (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  refundOrder(args: { order_id: string; body: S.OrdersAskRefund }, options: Once = {}): Call<S.OrdersOrderWithLedger, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LeftChanged" | "LintErrors" | "MoneyNotNoted" | "NotFound" | "NotPaid" | "NothingLeft" | "OutcomeUnknown" | "RefundReferenceUsed" | "RefundTooLarge" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "TooManyRefunds" | "Unauthenticated" | "UnknownOrder" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/orders/{order_id}/refunds", "keyed": true}, args, options);
  }

  /**
   * 撤销一笔被最终拒绝或已关闭的退款 · Withdraw a refund that was refused for good, or closed
   *
   * 权限：为订单退款，撤销被拒的退款（owner）。
   * Who may: Give money of an order back, withdraw a refused refund (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  withdrawRefund(args: { order_id: string; refund_number: string; body: S.OrdersWithdrawRefund }, options: Once = {}): Call<S.OrdersOrderWithLedger, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MoneyNotNoted" | "NotFound" | "NumberClosed" | "NumberPaid" | "NumberUnknown" | "OutcomeUnknown" | "PayBusy" | "PayNotConfigured" | "PayOutcomeUnknown" | "PayRefused" | "RefundDone" | "RefundNotRefused" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownOrder" | "UnknownRefund" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/orders/{order_id}/refunds/{refund_number}/withdrawals", "keyed": true}, args, options);
  }

  /**
   * 我的订单，新的在前 · My orders, newest first
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   */
  listMyOrders(args: { limit?: number; cursor?: string } = {}, options: Options = {}): Call<S.OrdersOrderSummaryPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/mini/v1/orders"}, args, options);
  }

  /**
   * 我的订单，新的在前 · My orders, newest first
   * 逐页读取全部 · Every one of them, page by page.
   */
  listMyOrdersAll(args: { limit?: number; cursor?: string } = {}, options: Options = {}): AsyncGenerator<S.OrdersOrderSummary, void, undefined> {
    return pages((cursor) => this.listMyOrders({ ...args, ...cursor }, options));
  }

  /**
   * 我的一笔订单 · One of my orders
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   */
  readMyOrder(args: { order_id: string }, options: Options = {}): Call<S.OrdersOrderSummary, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownOrder"> {
    return this.caller.call({"method": "GET", "path": "/mini/v1/orders/{order_id}"}, args, options);
  }

  /**
   * 支付：取得调起微信支付的参数 · Pay: what wx.requestPayment wants
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  payOrder(args: { order_id: string }, options: Once = {}): Call<S.WechatpayPayParams, "AlreadyPaid" | "BodyTooLarge" | "ForeignPage" | "HoldOver" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "NotPayable" | "NothingToPay" | "NumberClosed" | "NumberPaid" | "NumberUnknown" | "OutcomeUnknown" | "PayBusy" | "PayNotConfigured" | "PayOutcomeUnknown" | "PayRefused" | "PayerUnknown" | "PaymentClosed" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownOrder"> {
    return this.caller.call({"method": "POST", "path": "/mini/v1/orders/{order_id}/payments", "keyed": true}, args, options);
  }

  /**
   * 查看订单（提货前核对） · An order, to check before it is handed out
   *
   * 权限：查看订单与流水（compliance, marketer, owner, service, store_staff, viewer）。
   * Who may: Look at an order and its ledger (compliance, marketer, owner, service, store_staff, viewer).
   */
  checkOrder(args: { order_id: string }, options: Options = {}): Call<S.OrdersOrderWithLedger, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownOrder"> {
    return this.caller.call({"method": "GET", "path": "/staff/v1/orders/{order_id}"}, args, options);
  }

  /**
   * 待提货订单（可按订单号或末几位查找） · Orders that wait to be handed out, by number or its end
   *
   * 权限：提货核销（owner, store_staff）。
   * Who may: Hand ready orders out (owner, store_staff).
   */
  listWaitingOrders(args: { limit?: number; cursor?: string; q?: string; store_id?: string } = {}, options: Options = {}): Call<S.OrdersOrderWaitingPage, "AtNoStore" | "ForeignPage" | "InternalError" | "InvalidQuery" | "NotYourStore" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/staff/v1/pickups"}, args, options);
  }

  /**
   * 待提货订单（可按订单号或末几位查找） · Orders that wait to be handed out, by number or its end
   * 逐页读取全部 · Every one of them, page by page.
   */
  listWaitingOrdersAll(args: { limit?: number; cursor?: string; q?: string; store_id?: string } = {}, options: Options = {}): AsyncGenerator<S.OrdersOrderWaiting, void, undefined> {
    return pages((cursor) => this.listWaitingOrders({ ...args, ...cursor }, options));
  }

  /**
   * 提货核销 · Hand an order out
   *
   * 权限：提货核销（owner, store_staff）。
   * Who may: Hand ready orders out (owner, store_staff).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  pickUpOrder(args: { body: S.OrdersPickUp }, options: Once = {}): Call<S.OrdersOrderWithLedger, "AlreadyPickedUp" | "AtNoStore" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotReady" | "NotYourStore" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownOrder" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/staff/v1/pickups", "keyed": true}, args, options);
  }
}

export class PaymentsOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 微信支付通知列表（含投诉、违规等） · Notices of WeChat Pay, of whatever kind
   *
   * 权限：查看支付与退款（compliance, marketer, owner, service, viewer）。
   * Who may: See payments and refunds (compliance, marketer, owner, service, viewer).
   */
  listPaymentNotices(args: { limit?: number; cursor?: string } = {}, options: Options = {}): Call<S.PaymentsNoticePage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/payment-notices"}, args, options);
  }

  /**
   * 微信支付通知列表（含投诉、违规等） · Notices of WeChat Pay, of whatever kind
   * 逐页读取全部 · Every one of them, page by page.
   */
  listPaymentNoticesAll(args: { limit?: number; cursor?: string } = {}, options: Options = {}): AsyncGenerator<S.PaymentsNotice, void, undefined> {
    return pages((cursor) => this.listPaymentNotices({ ...args, ...cursor }, options));
  }

  /**
   * 待处理与已处理的支付、退款异常 · Payments and refunds that somebody has to see to, or has seen to
   *
   * 权限：查看支付与退款（compliance, marketer, owner, service, viewer）。
   * Who may: See payments and refunds (compliance, marketer, owner, service, viewer).
   */
  listPaymentTroubles(args: { limit?: number; cursor?: string; standing?: "open" | "seen" } = {}, options: Options = {}): Call<S.PaymentsTroublePage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/payment-troubles"}, args, options);
  }

  /**
   * 待处理与已处理的支付、退款异常 · Payments and refunds that somebody has to see to, or has seen to
   * 逐页读取全部 · Every one of them, page by page.
   */
  listPaymentTroublesAll(args: { limit?: number; cursor?: string; standing?: "open" | "seen" } = {}, options: Options = {}): AsyncGenerator<S.PaymentsTrouble, void, undefined> {
    return pages((cursor) => this.listPaymentTroubles({ ...args, ...cursor }, options));
  }

  /**
   * 查看一笔支付 · One payment
   *
   * 权限：查看支付与退款（compliance, marketer, owner, service, viewer）。
   * Who may: See payments and refunds (compliance, marketer, owner, service, viewer).
   */
  readPayment(args: { number: string }, options: Options = {}): Call<S.PaymentsPayment, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPayment"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/payments/{number}"}, args, options);
  }

  /**
   * 确认支付异常已处理，写明结果 · Acknowledge what does not fit a payment, and say what came of it
   *
   * 权限：确认支付与退款异常已处理（owner）。
   * Who may: Acknowledge that a payment or refund that went wrong was seen to (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  acknowledgePayment(args: { number: string; body: S.PaymentsAcknowledge }, options: Once = {}): Call<S.PaymentsPayment, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPayment" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/payments/{number}/acknowledgements", "keyed": true}, args, options);
  }

  /**
   * 一笔支付的退款 · The refunds of a payment
   *
   * 权限：查看支付与退款（compliance, marketer, owner, service, viewer）。
   * Who may: See payments and refunds (compliance, marketer, owner, service, viewer).
   */
  listRefundsOfPayment(args: { number: string }, options: Options = {}): Call<S.PaymentsRefunds, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPayment"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/payments/{number}/refunds"}, args, options);
  }

  /**
   * 确认退款异常已处理，写明结果 · Acknowledge a refund that went wrong, and say what came of it
   *
   * 权限：确认支付与退款异常已处理（owner）。
   * Who may: Acknowledge that a payment or refund that went wrong was seen to (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  acknowledgeRefund(args: { number: string; refund_number: string; body: S.PaymentsAcknowledge }, options: Once = {}): Call<S.PaymentsRefund, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RefundStillOwed" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPayment" | "UnknownRefund" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/payments/{number}/refunds/{refund_number}/acknowledgements", "keyed": true}, args, options);
  }

  /**
   * 重试一笔受阻的退款 · Try a stuck refund again
   *
   * 权限：重试受阻的退款（owner）。
   * Who may: Have a stuck refund tried again (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  retryRefund(args: { number: string; refund_number: string }, options: Once = {}): Call<S.PaymentsRefund, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RefundDone" | "RefundElsewhere" | "RefundUnderway" | "RefundWithdrawn" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPayment" | "UnknownRefund"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/payments/{number}/refunds/{refund_number}/retries", "keyed": true}, args, options);
  }

  /**
   * 退款列表 · List refunds
   *
   * 权限：查看支付与退款（compliance, marketer, owner, service, viewer）。
   * Who may: See payments and refunds (compliance, marketer, owner, service, viewer).
   */
  listRefunds(args: { limit?: number; cursor?: string } = {}, options: Options = {}): Call<S.PaymentsRefundInListPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/refunds"}, args, options);
  }

  /**
   * 退款列表 · List refunds
   * 逐页读取全部 · Every one of them, page by page.
   */
  listRefundsAll(args: { limit?: number; cursor?: string } = {}, options: Options = {}): AsyncGenerator<S.PaymentsRefundInList, void, undefined> {
    return pages((cursor) => this.listRefunds({ ...args, ...cursor }, options));
  }
}

export class PostsOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 群发是否须他人审批 · Whether posts have to be approved
   *
   * 权限：查看定时群发、员工任务与效果（compliance, marketer, owner, service, viewer）。
   * Who may: Read posts, their tasks and reports (compliance, marketer, owner, service, viewer).
   */
  readApproving(options: Options = {}): Call<S.PostsApproving, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/post-approval"}, {}, options);
  }

  /**
   * 设置群发是否须他人审批 · Say whether posts have to be approved
   *
   * 权限：设置群发是否须他人审批（owner）。
   * Who may: Say whether posts have to be approved (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  setApproving(args: { body: S.PostsSetApproving }, options: Once = {}): Call<S.PostsApproving, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/post-approval", "keyed": true}, args, options);
  }

  /**
   * 预测尚未创建的群发：多少人能收到 · Forecast a post that nobody has made yet
   *
   * 权限：发起群发预测（marketer, owner）。
   * Who may: Ask for forecasts of posts (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  forecastDraft(args: { body: S.PostsNewForecast }, options: Once = {}): Call<S.PostsForecast, "BadPost" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotApproved" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContent" | "UnsupportedMediaType" | "VersionRecalled"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/post-forecasts", "keyed": true}, args, options);
  }

  /**
   * 尚未创建的群发：预测的进度与结果 · How far such a forecast is, and its counts
   *
   * 权限：查看定时群发、员工任务与效果（compliance, marketer, owner, service, viewer）。
   * Who may: Read posts, their tasks and reports (compliance, marketer, owner, service, viewer).
   */
  readDraftForecast(args: { forecast_id: string }, options: Options = {}): Call<S.PostsForecast, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownForecast"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/post-forecasts/{forecast_id}"}, args, options);
  }

  /**
   * 日历：哪些天发什么 · When which post went out and goes out
   *
   * 权限：查看定时群发、员工任务与效果（compliance, marketer, owner, service, viewer）。
   * Who may: Read posts, their tasks and reports (compliance, marketer, owner, service, viewer).
   */
  listPostTimes(args: { since: string; until: string }, options: Options = {}): Call<S.PostsTimesOfPosts, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/post-times"}, args, options);
  }

  /**
   * 定时群发列表（可按名称、状态、创建人、日期筛选） · List posts, all or some
   *
   * 权限：查看定时群发、员工任务与效果（compliance, marketer, owner, service, viewer）。
   * Who may: Read posts, their tasks and reports (compliance, marketer, owner, service, viewer).
   */
  listPosts(args: { limit?: number; cursor?: string; q?: string; status?: S.PostsPostStatus | null; channel?: S.AudienceChannel | null; maker?: string; since?: string; until?: string; has_problem?: boolean | null } = {}, options: Options = {}): Call<S.PostsPostLinePage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/posts"}, args, options);
  }

  /**
   * 定时群发列表（可按名称、状态、创建人、日期筛选） · List posts, all or some
   * 逐页读取全部 · Every one of them, page by page.
   */
  listPostsAll(args: { limit?: number; cursor?: string; q?: string; status?: S.PostsPostStatus | null; channel?: S.AudienceChannel | null; maker?: string; since?: string; until?: string; has_problem?: boolean | null } = {}, options: Options = {}): AsyncGenerator<S.PostsPostLine, void, undefined> {
    return pages((cursor) => this.listPosts({ ...args, ...cursor }, options));
  }

  /**
   * 创建定时群发 · Schedule a post
   *
   * 权限：创建、修改定时群发（marketer, owner）。
   * Who may: Schedule and change posts (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  createPost(args: { body: S.PostsNewPost }, options: Once = {}): Call<S.PostsPost, "BadPost" | "BodyTooLarge" | "ChannelNotApproved" | "ContentArchived" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NeedsConfirmation" | "NotApproved" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType" | "VersionRecalled"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/posts", "keyed": true}, args, options);
  }

  /**
   * 定时群发与各次执行 · A post and its occurrences
   *
   * 权限：查看定时群发、员工任务与效果（compliance, marketer, owner, service, viewer）。
   * Who may: Read posts, their tasks and reports (compliance, marketer, owner, service, viewer).
   */
  readPost(args: { post_id: string }, options: Options = {}): Call<S.PostsPost, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPost"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/posts/{post_id}"}, args, options);
  }

  /**
   * 修改定时群发（执行前） · Change a post, until it is claimed
   *
   * 权限：创建、修改定时群发（marketer, owner）。
   * Who may: Schedule and change posts (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  editPost(args: { post_id: string; body: S.PostsEditPost }, options: Once = {}): Call<S.PostsPost, "BadPost" | "BodyTooLarge" | "ChannelNotApproved" | "ContentArchived" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NeedsConfirmation" | "NotApproved" | "NotFound" | "OutcomeUnknown" | "PostChanged" | "PostIsOver" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPost" | "UnsupportedMediaType" | "VersionRecalled"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/posts/{post_id}", "keyed": true}, args, options);
  }

  /**
   * 审批他人制定的群发 · Approve a post that somebody else made
   *
   * 权限：审批他人制定的群发（compliance, marketer, owner）。
   * Who may: Approve posts that others made (compliance, marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  approvePost(args: { post_id: string; body: S.PostsApprovePost }, options: Once = {}): Call<S.PostsPost, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OwnPost" | "PostChanged" | "PostIsOver" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPost" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/posts/{post_id}/approvals", "keyed": true}, args, options);
  }

  /**
   * 取消，并撤回未发送的部分 · Cancel a post and take back what is unsent
   *
   * 权限：取消定时群发并撤回未发送的部分（marketer, owner）。
   * Who may: Cancel posts, take back what is unsent (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  cancelPost(args: { post_id: string }, options: Once = {}): Call<S.PostsPost, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPost"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/posts/{post_id}/cancel", "keyed": true}, args, options);
  }

  /**
   * 复制群发 · Copy a post
   *
   * 权限：创建、修改定时群发（marketer, owner）。
   * Who may: Schedule and change posts (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  copyPost(args: { post_id: string; body: S.PostsCopyPost }, options: Once = {}): Call<S.PostsPost, "BadPost" | "BadValues" | "BodyTooLarge" | "ChannelNotApproved" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NeedsConfirmation" | "NotApproved" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContent" | "UnknownPost" | "UnsupportedMediaType" | "VersionRecalled"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/posts/{post_id}/copies", "keyed": true}, args, options);
  }

  /**
   * 发起预测：谁收不到，为什么 · Forecast who will not receive a post, and why
   *
   * 权限：发起群发预测（marketer, owner）。
   * Who may: Ask for forecasts of posts (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  forecastPost(args: { post_id: string }, options: Once = {}): Call<S.PostsForecast, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPost"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/posts/{post_id}/forecasts", "keyed": true}, args, options);
  }

  /**
   * 预测的进度与结果 · A forecast's progress and counts
   *
   * 权限：查看定时群发、员工任务与效果（compliance, marketer, owner, service, viewer）。
   * Who may: Read posts, their tasks and reports (compliance, marketer, owner, service, viewer).
   */
  readForecast(args: { post_id: string; forecast_id: string }, options: Options = {}): Call<S.PostsForecast, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownForecast"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/posts/{post_id}/forecasts/{forecast_id}"}, args, options);
  }

  /**
   * 使用素材的新版本 · Use the version of the content that was approved last
   *
   * 权限：创建、修改定时群发（marketer, owner）。
   * Who may: Schedule and change posts (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  useNewVersion(args: { post_id: string; body: S.PostsNewVersion }, options: Once = {}): Call<S.PostsPost, "BadValues" | "BodyTooLarge" | "ChannelNotApproved" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotApproved" | "NotFound" | "OutcomeUnknown" | "PostChanged" | "PostIsOver" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContent" | "UnknownPost" | "UnsupportedMediaType" | "VersionRecalled"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/posts/{post_id}/new-version", "keyed": true}, args, options);
  }

  /**
   * 调整正在执行的一次：结束时间、每分钟人数 · Change the end or the pace of a time that is under way
   *
   * 权限：创建、修改定时群发（marketer, owner）。
   * Who may: Schedule and change posts (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  adjustTime(args: { post_id: string; at: string; body: S.PostsAdjustTime }, options: Once = {}): Call<S.PostsPost, "BadPost" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OccurrenceIsOver" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownOccurrence" | "UnknownPost" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/posts/{post_id}/occurrences/{at}", "keyed": true}, args, options);
  }

  /**
   * 执行情况与触达情况（含按门店） · What staff have done and whom it reached, in all and by store
   *
   * 权限：查看定时群发、员工任务与效果（compliance, marketer, owner, service, viewer）。
   * Who may: Read posts, their tasks and reports (compliance, marketer, owner, service, viewer).
   */
  readExecution(args: { post_id: string; at: string }, options: Options = {}): Call<S.PostsExecution, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownOccurrence" | "UnknownPost"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/posts/{post_id}/occurrences/{at}/execution"}, args, options);
  }

  /**
   * 撤回这一次未发送的部分 · Take back what is unsent of one time
   *
   * 权限：取消定时群发并撤回未发送的部分（marketer, owner）。
   * Who may: Cancel posts, take back what is unsent (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  recallTime(args: { post_id: string; at: string }, options: Once = {}): Call<S.PostsSent, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OccurrenceIsOver" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownOccurrence" | "UnknownPost"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/posts/{post_id}/occurrences/{at}/recalls", "keyed": true}, args, options);
  }

  /**
   * 立即提醒尚未发送的员工 · Remind staff now who have not sent it
   *
   * 权限：提醒尚未发送群发的员工（marketer, owner）。
   * Who may: Remind staff who have not sent a post (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  remindOfPost(args: { post_id: string; at: string }, options: Once = {}): Call<S.TasksReminded, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "QuietNow" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownOccurrence" | "UnknownPost"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/posts/{post_id}/occurrences/{at}/reminders", "keyed": true}, args, options);
  }

  /**
   * 重试失败的执行 · Try an occurrence again that has failed
   *
   * 权限：创建、修改定时群发（marketer, owner）。
   * Who may: Schedule and change posts (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  retryPost(args: { post_id: string; at: string }, options: Once = {}): Call<S.PostsPost, "BadValues" | "BodyTooLarge" | "ChannelNotApproved" | "ForeignPage" | "HasNotFailed" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotApproved" | "NotFound" | "NotYetApproved" | "OccurrenceIsOver" | "OutcomeUnknown" | "PostIsOver" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContent" | "UnknownOccurrence" | "UnknownPost" | "VersionRecalled"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/posts/{post_id}/occurrences/{at}/retries", "keyed": true}, args, options);
  }

  /**
   * 某次执行的员工任务 · The tasks of an occurrence
   *
   * 权限：查看定时群发、员工任务与效果（compliance, marketer, owner, service, viewer）。
   * Who may: Read posts, their tasks and reports (compliance, marketer, owner, service, viewer).
   */
  listPostTasks(args: { post_id: string; at: string; limit?: number; cursor?: string }, options: Options = {}): Call<S.TasksTaskPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownOccurrence" | "UnknownPost"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/posts/{post_id}/occurrences/{at}/tasks"}, args, options);
  }

  /**
   * 某次执行的员工任务 · The tasks of an occurrence
   * 逐页读取全部 · Every one of them, page by page.
   */
  listPostTasksAll(args: { post_id: string; at: string; limit?: number; cursor?: string }, options: Options = {}): AsyncGenerator<S.TasksTask, void, undefined> {
    return pages((cursor) => this.listPostTasks({ ...args, ...cursor }, options));
  }

  /**
   * 暂停 · Pause a post
   *
   * 权限：暂停、恢复定时群发（marketer, owner）。
   * Who may: Pause and resume posts (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  pausePost(args: { post_id: string }, options: Once = {}): Call<S.PostsPost, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "PostChanged" | "PostIsOver" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPost"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/posts/{post_id}/pause", "keyed": true}, args, options);
  }

  /**
   * 最近一次群发效果汇总 · The last report of what became of a post
   *
   * 权限：查看定时群发、员工任务与效果（compliance, marketer, owner, service, viewer）。
   * Who may: Read posts, their tasks and reports (compliance, marketer, owner, service, viewer).
   */
  readPostReport(args: { post_id: string }, options: Options = {}): Call<S.PostsReport, "ForeignPage" | "InternalError" | "NoReportYet" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPost"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/posts/{post_id}/report"}, args, options);
  }

  /**
   * 发起群发效果汇总 · Ask for a new report of a post
   *
   * 权限：查看定时群发、员工任务与效果（compliance, marketer, owner, service, viewer）。
   * Who may: Read posts, their tasks and reports (compliance, marketer, owner, service, viewer).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  askPostReport(args: { post_id: string }, options: Once = {}): Call<S.PostsReportAsked, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPost"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/posts/{post_id}/report", "keyed": true}, args, options);
  }

  /**
   * 恢复 · Resume a post
   *
   * 权限：暂停、恢复定时群发（marketer, owner）。
   * Who may: Pause and resume posts (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  resumePost(args: { post_id: string }, options: Once = {}): Call<S.PostsPost, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "PostChanged" | "PostIsHeld" | "PostIsMissed" | "PostIsOver" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownPost"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/posts/{post_id}/resume", "keyed": true}, args, options);
  }

  /**
   * 测试发送给自己 · Send what a post says to oneself
   *
   * 权限：创建、修改定时群发（marketer, owner）。
   * Who may: Schedule and change posts (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  testPost(args: { post_id: string }, options: Once = {}): Call<S.PostsTested, "BadValues" | "BodyTooLarge" | "ChannelNotApproved" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotApproved" | "NotFound" | "NotReached" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownContent" | "UnknownPost" | "UnknownTag" | "UpstreamUnknown" | "VersionRecalled" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/posts/{post_id}/tests", "keyed": true}, args, options);
  }

  /**
   * 领取群发中的优惠券 · Claim the coupon that a post brings
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   * 重复请求返回首次结果。 A repeat is answered as the first one was, and marked as replayed.
   */
  claimCouponOfPost(args: { post_id: string; template_id: string }, options: Once = {}): Call<S.CouponsCoupon, "AlreadyClaimed" | "BodyTooLarge" | "ClaimClosed" | "ClaimNotOpen" | "ClaimPaused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotClaimableHere" | "NotFound" | "NotOffered" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "SoldOut" | "TooBusy" | "Unauthenticated" | "UnknownTemplate"> {
    return this.caller.call({"method": "POST", "path": "/mini/v1/posts/{post_id}/coupon-templates/{template_id}/claims", "keyed": true}, args, options);
  }
}

export class ReconciliationOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 已接管的「联系我」 · List adopted contact ways
   *
   * 权限：查看对账结果（compliance, marketer, owner, service, viewer）。
   * Who may: See when the corp was compared with WeCom, and what was found (compliance, marketer, owner, service, viewer).
   */
  listAdoptedWays(args: { limit?: number; cursor?: string } = {}, options: Options = {}): Call<S.ReconcileAdoptedWayPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/adopted-ways"}, args, options);
  }

  /**
   * 已接管的「联系我」 · List adopted contact ways
   * 逐页读取全部 · Every one of them, page by page.
   */
  listAdoptedWaysAll(args: { limit?: number; cursor?: string } = {}, options: Options = {}): AsyncGenerator<S.ReconcileAdoptedWay, void, undefined> {
    return pages((cursor) => this.listAdoptedWays({ ...args, ...cursor }, options));
  }

  /**
   * 接管已有的「联系我」 · Adopt a contact way that is printed already
   *
   * 权限：接管已有的「联系我」与首次来源（marketer, owner）。
   * Who may: Adopt contact ways and first sources (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  adoptWay(args: { body: S.ReconcileNewAdoptedWay }, options: Once = {}): Call<S.ReconcileAdoptedWay, "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NeedsConfirmation" | "NoSuchRelation" | "NoSuchStaff" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownLiveCode" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WayNotAdoptable" | "WayOfLiveCode" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/adopted-ways", "keyed": true}, args, options);
  }

  /**
   * 上传首次来源（CSV） · Upload a CSV of first sources
   *
   * 权限：接管已有的「联系我」与首次来源（marketer, owner）。
   * Who may: Adopt contact ways and first sources (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  uploadSources(options: Once = {}): Call<S.ReconcileSourcesUpload, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/first-sources", "keyed": true}, {}, options);
  }

  /**
   * 导入已上传的首次来源 · Import an uploaded CSV of first sources
   *
   * 权限：接管已有的「联系我」与首次来源（marketer, owner）。
   * Who may: Adopt contact ways and first sources (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  importSources(args: { body: S.ReconcileNewImport }, options: Once = {}): Call<S.ReconcileImportBegun, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/first-sources/imports", "keyed": true}, args, options);
  }

  /**
   * 上次对账的结果 · What the last comparisons found
   *
   * 权限：查看对账结果（compliance, marketer, owner, service, viewer）。
   * Who may: See when the corp was compared with WeCom, and what was found (compliance, marketer, owner, service, viewer).
   */
  see(options: Options = {}): Call<S.ReconcileReconciliation, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/reconciliation"}, {}, options);
  }

  /**
   * 现在与企业微信对账 · Compare with WeCom now
   *
   * 权限：与企业微信对账（marketer, owner）。
   * Who may: Compare with WeCom (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  ask(args: { body: S.ReconcileNewReconciliation }, options: Once = {}): Call<S.ReconcileReconciliation, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/reconciliations", "keyed": true}, args, options);
  }
}

export class ReplyQualityOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 回复质量 · Reply quality, as WeCom counts it
   *
   * 权限：查看回复质量（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See reply quality (adviser, compliance, marketer, owner, service, viewer).
   */
  readReplyQuality(args: { since?: string; until?: string; by?: S.QualityBy; staff?: string } = {}, options: Options = {}): Call<S.QualityReplyQuality, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/reply-quality"}, args, options);
  }

  /**
   * 员工负载：客户、跟进、未确认群发 · What each of the staff has on their hands
   *
   * 权限：查看回复质量（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See reply quality (adviser, compliance, marketer, owner, service, viewer).
   */
  listStaffLoads(args: { limit?: number; cursor?: string; staff?: string } = {}, options: Options = {}): Call<S.QualityStaffLoads, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/staff-loads"}, args, options);
  }

  /**
   * 员工负载：客户、跟进、未确认群发 · What each of the staff has on their hands
   * 逐页读取全部 · Every one of them, page by page.
   */
  listStaffLoadsAll(args: { limit?: number; cursor?: string; staff?: string } = {}, options: Options = {}): AsyncGenerator<S.QualityStaffLoad, void, undefined> {
    return pages((cursor) => this.listStaffLoads({ ...args, ...cursor }, options));
  }
}

export class ScriptsOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 话术库 · The library of scripts
   *
   * 权限：查看话术库（compliance, marketer, owner, service, viewer）。
   * Who may: See the library of scripts (compliance, marketer, owner, service, viewer).
   */
  listScripts(args: { limit?: number; cursor?: string; category?: string; subcategory?: string; q?: string; offered?: boolean | null; item_id?: string } = {}, options: Options = {}): Call<S.ScriptsScriptPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/scripts"}, args, options);
  }

  /**
   * 话术库 · The library of scripts
   * 逐页读取全部 · Every one of them, page by page.
   */
  listScriptsAll(args: { limit?: number; cursor?: string; category?: string; subcategory?: string; q?: string; offered?: boolean | null; item_id?: string } = {}, options: Options = {}): AsyncGenerator<S.ScriptsScript, void, undefined> {
    return pages((cursor) => this.listScripts({ ...args, ...cursor }, options));
  }

  /**
   * 把素材放入话术库，或换分类 · Put content into the library, or into another category
   *
   * 权限：把素材放入或移出话术库（marketer, owner）。
   * Who may: Put content into the library of scripts, or out (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  placeScript(args: { item_id: string; body: S.ScriptsPlaceScript }, options: Once = {}): Call<S.ScriptsScript, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContent" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/scripts/{item_id}", "keyed": true}, args, options);
  }

  /**
   * 移出话术库 · Take a script out of the library
   *
   * 权限：把素材放入或移出话术库（marketer, owner）。
   * Who may: Put content into the library of scripts, or out (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  takeScriptOut(args: { item_id: string }, options: Once = {}): Call<S.ScriptsScript, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownScript"> {
    return this.caller.call({"method": "DELETE", "path": "/admin/v1/scripts/{item_id}", "keyed": true}, args, options);
  }

  /**
   * 员工查看话术 · Scripts for staff
   *
   * 权限：查看、收藏、使用已通过的话术（adviser, compliance, marketer, owner, service, store_staff, viewer）。
   * Who may: See, mark and use approved scripts (adviser, compliance, marketer, owner, service, store_staff, viewer).
   */
  findScripts(args: { limit?: number; cursor?: string; category?: string; subcategory?: string; q?: string; favourites?: boolean } = {}, options: Options = {}): Call<S.ScriptsStaffScriptPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/staff/v1/scripts"}, args, options);
  }

  /**
   * 员工查看话术 · Scripts for staff
   * 逐页读取全部 · Every one of them, page by page.
   */
  findScriptsAll(args: { limit?: number; cursor?: string; category?: string; subcategory?: string; q?: string; favourites?: boolean } = {}, options: Options = {}): AsyncGenerator<S.ScriptsStaffScript, void, undefined> {
    return pages((cursor) => this.findScripts({ ...args, ...cursor }, options));
  }

  /**
   * 收藏或取消收藏话术 · Mark a script as a favourite, or not
   *
   * 权限：查看、收藏、使用已通过的话术（adviser, compliance, marketer, owner, service, store_staff, viewer）。
   * Who may: See, mark and use approved scripts (adviser, compliance, marketer, owner, service, store_staff, viewer).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  markScript(args: { item_id: string; body: S.ScriptsMark }, options: Once = {}): Call<S.ScriptsMarked, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "TooManyFavourites" | "Unauthenticated" | "UnknownScript" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/staff/v1/scripts/{item_id}/favourite", "keyed": true}, args, options);
  }

  /**
   * 记录使用话术 · Note that a script is used
   *
   * 权限：查看、收藏、使用已通过的话术（adviser, compliance, marketer, owner, service, store_staff, viewer）。
   * Who may: See, mark and use approved scripts (adviser, compliance, marketer, owner, service, store_staff, viewer).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  useScript(args: { item_id: string; body: S.ScriptsUseScript }, options: Once = {}): Call<S.ScriptsScriptUse, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotApproved" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContent" | "UnknownMember" | "UnknownScript" | "UnsupportedMediaType" | "VersionRecalled"> {
    return this.caller.call({"method": "POST", "path": "/staff/v1/scripts/{item_id}/uses", "keyed": true}, args, options);
  }
}

export class SetupOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 接入检查：各项是否连通 · How the corp is connected, as it was known last
   *
   * 权限：查看并重测企业的接入（owner）。
   * Who may: See how the corp is connected, and test it again (owner).
   */
  readSetup(options: Options = {}): Call<S.SetupSetup, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/setup"}, {}, options);
  }

  /**
   * 重测接入 · Test again how the corp is connected
   *
   * 权限：查看并重测企业的接入（owner）。
   * Who may: See how the corp is connected, and test it again (owner).
   * 重复请求每次都会重新生成。 A repeat is answered afresh, also under the same Idempotency-Key.
   */
  checkSetup(args: { body: S.SetupNewChecks }, options: Once = {}): Call<S.SetupSetup, "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NumberClosed" | "NumberPaid" | "NumberUnknown" | "OutcomeUnknown" | "OutsideScope" | "PayBusy" | "PayNotConfigured" | "PayOutcomeUnknown" | "PayRefused" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/setup/checks", "keyed": true}, args, options);
  }
}

export class ShopOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 某会员的优惠券与订单，一眼看全 · The latest coupons and orders of a member in one look
   *
   * 权限：查看小店订单与会员的购买情况（compliance, marketer, owner, service, viewer）。
   * Who may: Read the orders of the shop, and what members bought (compliance, marketer, owner, service, viewer).
   */
  readPurchases(args: { member_id: string }, options: Options = {}): Call<S.ShopPurchases, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownMember"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/members/{member_id}/purchases"}, args, options);
  }

  /**
   * 某规格的小店订单，新的在前 · The shop's orders of a SKU, newest first
   *
   * 权限：查看小店订单与会员的购买情况（compliance, marketer, owner, service, viewer）。
   * Who may: Read the orders of the shop, and what members bought (compliance, marketer, owner, service, viewer).
   */
  listShopOrders(args: { sku_id: string; limit?: number; cursor?: string }, options: Options = {}): Call<S.OrdersOrderWithLedgerPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownSku"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/skus/{sku_id}/orders"}, args, options);
  }

  /**
   * 某规格的小店订单，新的在前 · The shop's orders of a SKU, newest first
   * 逐页读取全部 · Every one of them, page by page.
   */
  listShopOrdersAll(args: { sku_id: string; limit?: number; cursor?: string }, options: Options = {}): AsyncGenerator<S.OrdersOrderWithLedger, void, undefined> {
    return pages((cursor) => this.listShopOrders({ ...args, ...cursor }, options));
  }

  /**
   * 在售商品与私域价 · Products on the shelf and their private prices
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   */
  listProductsOnShelf(args: { limit?: number; cursor?: string } = {}, options: Options = {}): Call<S.CatalogueOnShelfPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/mini/v1/products"}, args, options);
  }

  /**
   * 在售商品与私域价 · Products on the shelf and their private prices
   * 逐页读取全部 · Every one of them, page by page.
   */
  listProductsOnShelfAll(args: { limit?: number; cursor?: string } = {}, options: Options = {}): AsyncGenerator<S.CatalogueOnShelf, void, undefined> {
    return pages((cursor) => this.listProductsOnShelf({ ...args, ...cursor }, options));
  }

  /**
   * 下单 · Order pieces of a SKU
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  placeShopOrder(args: { body: S.ShopNewOrder }, options: Once = {}): Call<S.OrdersOrderSummary, "AlreadyRedeemed" | "BelowThreshold" | "BodyTooLarge" | "CouponExpired" | "CouponInUse" | "CouponVoided" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotForSale" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "SkuSoldOut" | "TooBusy" | "TooManyUnpaid" | "Unauthenticated" | "UnknownCoupon" | "UnknownSku" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/mini/v1/shop-orders", "keyed": true}, args, options);
  }

  /**
   * 取消未支付的订单 · Cancel an unpaid order
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  cancelShopOrder(args: { order_id: string }, options: Once = {}): Call<S.OrdersOrderSummary, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotCancellable" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownOrder"> {
    return this.caller.call({"method": "POST", "path": "/mini/v1/shop-orders/{order_id}/cancellations", "keyed": true}, args, options);
  }

  /**
   * 商品规格与私域价 · A SKU and its private price
   *
   * 权限：会员本人（member）。
   * Who may: a member, for themselves (member).
   */
  readForSale(args: { sku_id: string }, options: Options = {}): Call<S.ShopForSale, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownSku"> {
    return this.caller.call({"method": "GET", "path": "/mini/v1/skus/{sku_id}"}, args, options);
  }
}

export class SidebarOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 侧边栏：自己的一位客户 · In the side bar: a customer of one's own
   *
   * 权限：在侧边栏查看自己的客户（adviser, marketer, owner, service）。
   * Who may: See customers of one's own in the side bar (adviser, marketer, owner, service).
   */
  readContact(args: { external_userid: string }, options: Options = {}): Call<S.SidebarContact, "ForeignPage" | "InternalError" | "NotFound" | "NotYourCustomer" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContact" | "UnknownMember"> {
    return this.caller.call({"method": "GET", "path": "/staff/v1/contacts/{external_userid}"}, args, options);
  }

  /**
   * 侧边栏：可发给这位客户的素材与优惠券 · In the side bar: content and coupons that can be sent
   *
   * 权限：从侧边栏发素材与优惠券（adviser, marketer, owner, service）。
   * Who may: Send content and coupons from the side bar (adviser, marketer, owner, service).
   */
  listOffers(args: { external_userid: string; limit?: number; cursor?: string; q?: string }, options: Options = {}): Call<S.SidebarOffers, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "NotYourCustomer" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContact" | "UnknownMember"> {
    return this.caller.call({"method": "GET", "path": "/staff/v1/contacts/{external_userid}/offers"}, args, options);
  }

  /**
   * 侧边栏：可发给这位客户的素材与优惠券 · In the side bar: content and coupons that can be sent
   * 逐页读取全部 · Every one of them, page by page.
   */
  listOffersAll(args: { external_userid: string; limit?: number; cursor?: string; q?: string }, options: Options = {}): AsyncGenerator<S.SidebarContentOffer, void, undefined> {
    return pages((cursor) => this.listOffers({ ...args, ...cursor }, options));
  }

  /**
   * 侧边栏：选取素材或发一张优惠券 · In the side bar: take content, or give a coupon
   *
   * 权限：从侧边栏发素材与优惠券（adviser, marketer, owner, service）。
   * Who may: Send content and coupons from the side bar (adviser, marketer, owner, service).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  takeForContact(args: { external_userid: string; body: S.SidebarTake }, options: Once = {}): Call<S.SidebarSending, "AlreadyClaimed" | "BadValues" | "BodyTooLarge" | "ChannelNotApproved" | "ClaimClosed" | "ClaimNotOpen" | "ClaimPaused" | "ContentArchived" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotApproved" | "NotFound" | "NotSendable" | "NotYourCustomer" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "SoldOut" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownContact" | "UnknownContent" | "UnknownMember" | "UnknownPicture" | "UnknownTag" | "UnknownTemplate" | "UnsupportedMediaType" | "UpstreamUnknown" | "VersionRecalled" | "WayNotOpen" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/staff/v1/contacts/{external_userid}/sendings", "keyed": true}, args, options);
  }

  /**
   * 页面的 JS-SDK 签名 · What a page signs in to WeCom's client with (JS-SDK)
   *
   * 权限：在侧边栏查看自己的客户（adviser, marketer, owner, service）。
   * Who may: See customers of one's own in the side bar (adviser, marketer, owner, service).
   */
  signPage(args: { url: string }, options: Options = {}): Call<S.SidebarSignature, "CredentialsRefused" | "ForeignPage" | "ForeignUrl" | "InternalError" | "InvalidQuery" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownTag" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "GET", "path": "/staff/v1/js-signature"}, args, options);
  }
}

export class StaffOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 部门列表 · List departments
   *
   * 权限：查看员工与部门（compliance, marketer, owner, service, viewer）。
   * Who may: Look at staff and departments (compliance, marketer, owner, service, viewer).
   */
  listDepartments(options: Options = {}): Call<S.StaffDepartments, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/departments"}, {}, options);
  }

  /**
   * 员工列表 · List staff
   *
   * 权限：查看员工与部门（compliance, marketer, owner, service, viewer）。
   * Who may: Look at staff and departments (compliance, marketer, owner, service, viewer).
   */
  listStaff(args: { limit?: number; cursor?: string; state?: S.StaffStaffState | null; department?: number; serves?: boolean | null; search?: string; needs_help?: boolean | null } = {}, options: Options = {}): Call<S.StaffStaffInListPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/staff"}, args, options);
  }

  /**
   * 员工列表 · List staff
   * 逐页读取全部 · Every one of them, page by page.
   */
  listStaffAll(args: { limit?: number; cursor?: string; state?: S.StaffStaffState | null; department?: number; serves?: boolean | null; search?: string; needs_help?: boolean | null } = {}, options: Options = {}): AsyncGenerator<S.StaffStaffInList, void, undefined> {
    return pages((cursor) => this.listStaff({ ...args, ...cursor }, options));
  }

  /**
   * 立即同步通讯录 · Bring the directory up to date now
   *
   * 权限：立即同步通讯录（marketer, owner）。
   * Who may: Bring the directory up to date (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  reconcileNow(options: Once = {}): Call<S.StaffReconciling, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/staff-reconciles", "keyed": true}, {}, options);
  }

  /**
   * 查看员工 · See a member of staff
   *
   * 权限：查看员工与部门（compliance, marketer, owner, service, viewer）。
   * Who may: Look at staff and departments (compliance, marketer, owner, service, viewer).
   */
  readStaff(args: { userid: string }, options: Options = {}): Call<S.StaffStaffMember, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownStaff"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/staff/{userid}"}, args, options);
  }
}

export class StoresOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 员工所属门店 · Where a member of staff works
   *
   * 权限：查看门店（adviser, compliance, marketer, owner, service, store_staff, viewer）。
   * Who may: Look at stores (adviser, compliance, marketer, owner, service, store_staff, viewer).
   */
  readStaffStores(args: { userid: string }, options: Options = {}): Call<S.StoresStaffStores, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/staff/{userid}/stores"}, args, options);
  }

  /**
   * 设置员工的主门店 · Name the store that a member of staff is of first
   *
   * 权限：维护门店（marketer, owner）。
   * Who may: Make, edit and close stores (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  namePrimaryStore(args: { userid: string; body: S.StoresPrimaryStore }, options: Once = {}): Call<S.StoresStaffStores, "BadStore" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/staff/{userid}/stores", "keyed": true}, args, options);
  }

  /**
   * 上传门店表（CSV） · Upload a CSV of stores
   *
   * 权限：维护门店（marketer, owner）。
   * Who may: Make, edit and close stores (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  uploadStores(options: Once = {}): Call<S.StoresSheetUpload, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/store-files", "keyed": true}, {}, options);
  }

  /**
   * 导入门店表，或先预览 · Import a CSV of stores, or preview it
   *
   * 权限：维护门店（marketer, owner）。
   * Who may: Make, edit and close stores (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  importStores(args: { body: S.StoresNewImport }, options: Once = {}): Call<S.StoresImportBegun, "BadStoreSheet" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownFile" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/store-imports", "keyed": true}, args, options);
  }

  /**
   * 查看门店表将做的修改 · See what a CSV of stores would change
   *
   * 权限：维护门店（marketer, owner）。
   * Who may: Make, edit and close stores (marketer, owner).
   */
  listChangesOfImport(args: { limit?: number; cursor?: string; file: string }, options: Options = {}): Call<S.StoresLineOfChangesPage, "BadStoreSheet" | "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownFile"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/store-imports/changes"}, args, options);
  }

  /**
   * 查看门店表将做的修改 · See what a CSV of stores would change
   * 逐页读取全部 · Every one of them, page by page.
   */
  listChangesOfImportAll(args: { limit?: number; cursor?: string; file: string }, options: Options = {}): AsyncGenerator<S.StoresLineOfChanges, void, undefined> {
    return pages((cursor) => this.listChangesOfImport({ ...args, ...cursor }, options));
  }

  /**
   * 区域与门店数 · Regions, and how many stores each has
   *
   * 权限：查看门店（adviser, compliance, marketer, owner, service, store_staff, viewer）。
   * Who may: Look at stores (adviser, compliance, marketer, owner, service, store_staff, viewer).
   */
  listRegions(options: Options = {}): Call<S.StoresRegions, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/store-regions"}, {}, options);
  }

  /**
   * 门店列表，按编号 · List stores, by number
   *
   * 权限：查看门店（adviser, compliance, marketer, owner, service, store_staff, viewer）。
   * Who may: Look at stores (adviser, compliance, marketer, owner, service, store_staff, viewer).
   */
  listStores(args: { limit?: number; cursor?: string; region?: string; state?: S.StoresStoreState | null; search?: string } = {}, options: Options = {}): Call<S.StoresStoreInListPage, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/stores"}, args, options);
  }

  /**
   * 门店列表，按编号 · List stores, by number
   * 逐页读取全部 · Every one of them, page by page.
   */
  listStoresAll(args: { limit?: number; cursor?: string; region?: string; state?: S.StoresStoreState | null; search?: string } = {}, options: Options = {}): AsyncGenerator<S.StoresStoreInList, void, undefined> {
    return pages((cursor) => this.listStores({ ...args, ...cursor }, options));
  }

  /**
   * 新建门店 · Make a store
   *
   * 权限：维护门店（marketer, owner）。
   * Who may: Make, edit and close stores (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  createStore(args: { body: S.StoresNewStore }, options: Once = {}): Call<S.StoresStore, "BadStore" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "NeedsConfirmation" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/stores", "keyed": true}, args, options);
  }

  /**
   * 门店详情 · A store
   *
   * 权限：查看门店（adviser, compliance, marketer, owner, service, store_staff, viewer）。
   * Who may: Look at stores (adviser, compliance, marketer, owner, service, store_staff, viewer).
   */
  readStore(args: { store_id: string }, options: Options = {}): Call<S.StoresStore, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownStore"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/stores/{store_id}"}, args, options);
  }

  /**
   * 修改门店 · Edit a store
   *
   * 权限：维护门店（marketer, owner）。
   * Who may: Make, edit and close stores (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  editStore(args: { store_id: string; body: S.StoresEditStore }, options: Once = {}): Call<S.StoresStore, "BadStore" | "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "LintErrors" | "NeedsConfirmation" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StoreChanged" | "TooBusy" | "Unauthenticated" | "UnknownStore" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/stores/{store_id}", "keyed": true}, args, options);
  }

  /**
   * 停用或恢复门店 · Close a store, or open it again
   *
   * 权限：维护门店（marketer, owner）。
   * Who may: Make, edit and close stores (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  moveStore(args: { store_id: string; body: S.StoresMoving }, options: Once = {}): Call<S.StoresStore, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NeedsConfirmation" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownStore" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/stores/{store_id}/state", "keyed": true}, args, options);
  }

  /**
   * 哪些活码与待提货订单使用该门店 · What names a store: live codes, orders to be picked up
   *
   * 权限：查看门店（adviser, compliance, marketer, owner, service, store_staff, viewer）。
   * Who may: Look at stores (adviser, compliance, marketer, owner, service, store_staff, viewer).
   */
  listStoreUses(args: { store_id: string; limit?: number; cursor?: string }, options: Options = {}): Call<S.StoresUsePage, "ForeignPage" | "InternalError" | "InvalidQuery" | "NotFound" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownStore"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/stores/{store_id}/uses"}, args, options);
  }

  /**
   * 哪些活码与待提货订单使用该门店 · What names a store: live codes, orders to be picked up
   * 逐页读取全部 · Every one of them, page by page.
   */
  listStoreUsesAll(args: { store_id: string; limit?: number; cursor?: string }, options: Options = {}): AsyncGenerator<S.StoresUse, void, undefined> {
    return pages((cursor) => this.listStoreUses({ ...args, ...cursor }, options));
  }
}

export class TagsOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 标签组内各标签的会员人数 · How many members have each tag of a group
   *
   * 权限：查看标签的使用情况（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See what uses a tag (adviser, compliance, marketer, owner, service, viewer).
   */
  countTags(args: { group_id: string; limit?: number; cursor?: string }, options: Options = {}): Call<S.TagsTagCountPage, "CredentialsRefused" | "ForeignPage" | "InternalError" | "InvalidQuery" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownCorpTag" | "UnknownTag" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/tag-groups/{group_id}/counts"}, args, options);
  }

  /**
   * 标签组内各标签的会员人数 · How many members have each tag of a group
   * 逐页读取全部 · Every one of them, page by page.
   */
  countTagsAll(args: { group_id: string; limit?: number; cursor?: string }, options: Options = {}): AsyncGenerator<S.TagsTagCount, void, undefined> {
    return pages((cursor) => this.countTags({ ...args, ...cursor }, options));
  }

  /**
   * 删除标签组及其全部标签（后台任务） · Delete a group with all of its tags, as a job
   *
   * 权限：合并、删除标签与标签组（marketer, owner）。
   * Who may: Merge and delete tags and groups of them (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  deleteTagGroup(args: { group_id: string; body: S.TagsDeleteTag }, options: Once = {}): Call<S.TagsTagChangeBegun, "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NeedsConfirmation" | "NoSuchRelation" | "NoSuchStaff" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagInHand" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownCorpTag" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/tag-groups/{group_id}/deletions", "keyed": true}, args, options);
  }

  /**
   * 标签组改名 · Rename a group of tags
   *
   * 权限：修改标签与标签组的名称（marketer, owner）。
   * Who may: Rename tags and groups of them (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  renameTagGroup(args: { group_id: string; body: S.TagsRenameTag }, options: Once = {}): Call<S.TagsRenamedGroup, "BadTagChange" | "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagInHand" | "TagNameTaken" | "TagOfAnotherApp" | "TagRenamed" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownCorpTag" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/tag-groups/{group_id}/name", "keyed": true}, args, options);
  }

  /**
   * 标签的使用情况：会员、活码、群发 · A tag and what uses it: members, live codes, posts
   *
   * 权限：查看标签的使用情况（adviser, compliance, marketer, owner, service, viewer）。
   * Who may: See what uses a tag (adviser, compliance, marketer, owner, service, viewer).
   */
  readTag(args: { tag_id: string }, options: Options = {}): Call<S.TagsTagDetail, "CredentialsRefused" | "ForeignPage" | "InternalError" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownCorpTag" | "UnknownTag" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/tags/{tag_id}"}, args, options);
  }

  /**
   * 删除标签（后台任务） · Delete a tag, as a job
   *
   * 权限：合并、删除标签与标签组（marketer, owner）。
   * Who may: Merge and delete tags and groups of them (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  deleteTag(args: { tag_id: string; body: S.TagsDeleteTag }, options: Once = {}): Call<S.TagsTagChangeBegun, "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NeedsConfirmation" | "NoSuchRelation" | "NoSuchStaff" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagInHand" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownCorpTag" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/tags/{tag_id}/deletions", "keyed": true}, args, options);
  }

  /**
   * 合并到另一个标签（后台任务） · Merge a tag into another one, as a job
   *
   * 权限：合并、删除标签与标签组（marketer, owner）。
   * Who may: Merge and delete tags and groups of them (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  mergeTag(args: { tag_id: string; body: S.TagsMergeTag }, options: Once = {}): Call<S.TagsTagChangeBegun, "BadTagChange" | "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NeedsConfirmation" | "NoSuchRelation" | "NoSuchStaff" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagInHand" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownCorpTag" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/tags/{tag_id}/merges", "keyed": true}, args, options);
  }

  /**
   * 标签改名（后台任务） · Rename a tag, as a job
   *
   * 权限：修改标签与标签组的名称（marketer, owner）。
   * Who may: Rename tags and groups of them (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  renameTag(args: { tag_id: string; body: S.TagsRenameTag }, options: Once = {}): Call<S.TagsTagChangeBegun, "BadTagChange" | "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "MediaRefused" | "NoSuchRelation" | "NoSuchStaff" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagInHand" | "TagNameTaken" | "TagOfAnotherApp" | "TagRenamed" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownCorpTag" | "UnknownTag" | "UnsupportedMediaType" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/tags/{tag_id}/name", "keyed": true}, args, options);
  }
}

export class TillOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 把「扫码核销」放进应用菜单 · Put the till's scan into the app's menu
   *
   * 权限：把扫码核销放进应用菜单（owner）。
   * Who may: Put the scan into the app's menu (owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  makeTillMenu(options: Once = {}): Call<S.TillMenu, "BodyTooLarge" | "CredentialsRefused" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "MediaRefused" | "MenuIsFull" | "NoSuchRelation" | "NoSuchStaff" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StaffUnseen" | "TagNameTaken" | "TagOfAnotherApp" | "TokenRefused" | "TooBusy" | "Unauthenticated" | "UnknownTag" | "UpstreamUnknown" | "WeComBusy" | "WeComRefused"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/till-menu", "keyed": true}, {}, options);
  }

  /**
   * 我的今天：核销、撤销与提货 · My day: what I redeemed, reversed and handed out
   *
   * 权限：查看自己一天的核销与提货（owner, store_staff）。
   * Who may: See what oneself redeemed and handed out on a day (owner, store_staff).
   */
  readMyDay(args: { day?: string } = {}, options: Options = {}): Call<S.TillMyDay, "ForeignPage" | "InternalError" | "InvalidQuery" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/staff/v1/my-day"}, args, options);
  }
}

export class TodoOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 今日待办：等我处理的事 · What waits for whoever asks
   *
   * 权限：任何有后台角色的员工（adviser, compliance, marketer, owner, service, store_staff, viewer）。
   * Who may: whoever has a role here, for themselves (adviser, compliance, marketer, owner, service, store_staff, viewer).
   */
  readTodo(options: Options = {}): Call<S.TodoTodo, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/todo"}, {}, options);
  }
}

export class TouchesOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 群发规则 · The corp's rules for posts
   *
   * 权限：查看触达规则（compliance, marketer, owner, service, viewer）。
   * Who may: Read the rules for touches (compliance, marketer, owner, service, viewer).
   */
  readPostRules(options: Options = {}): Call<S.TouchesTouchRulesShown, "ForeignPage" | "InternalError" | "OutcomeUnknown" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/post-rules"}, {}, options);
  }

  /**
   * 设置群发规则：接收上限、频次、静默时段 · Set the rules: quota, frequency cap, quiet hours
   *
   * 权限：设置接收上限、频次、静默时段（marketer, owner）。
   * Who may: Set quota, cap and quiet hours (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  setPostRules(args: { body: S.TouchesSetTouchRules }, options: Once = {}): Call<S.TouchesTouchRulesShown, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "SettingsChanged" | "TooBusy" | "Unauthenticated" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "PUT", "path": "/admin/v1/post-rules", "keyed": true}, args, options);
  }
}

export class UsesOperations {
  constructor(private readonly caller: Caller) {}

  /**
   * 使用该素材的都改用新版本 · Have all who use an item use the version approved last
   *
   * 权限：让使用素材的群发都改用新版本（marketer, owner）。
   * Who may: Have all who use an item use its new version (marketer, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  renewContent(args: { item_id: string }, options: Once = {}): Call<S.UsesRenewed, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidHeader" | "NotApproved" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContent" | "VersionRecalled"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/content-items/{item_id}/new-version", "keyed": true}, args, options);
  }

  /**
   * 该版本发到了哪里：群发、已发出与未发出的人数 · How far a version has come: posts, who has it, who may get it
   *
   * 权限：查看素材版本发到了哪里（compliance, marketer, owner, service, viewer）。
   * Who may: See how far a version of content has come (compliance, marketer, owner, service, viewer).
   */
  readContentReach(args: { item_id: string; version: string }, options: Options = {}): Call<S.UsesReach, "ForeignPage" | "InternalError" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "TooBusy" | "Unauthenticated" | "UnknownContent"> {
    return this.caller.call({"method": "GET", "path": "/admin/v1/content-items/{item_id}/versions/{version}/reach"}, args, options);
  }

  /**
   * 撤回已通过的版本，并撤回其未发送的群发任务 · Recall an approved version, and take back what is unsent of it
   *
   * 权限：撤回已通过的版本，并撤回其未发送的群发任务（compliance, owner）。
   * Who may: Recall an approved version, and take back what is unsent of it (compliance, owner).
   * 带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once.
   */
  recallContent(args: { item_id: string; version: string; body: S.UsesRecallContent }, options: Once = {}): Call<S.UsesReach, "BodyTooLarge" | "ForeignPage" | "IdempotencyConflict" | "IdempotencyMismatch" | "InternalError" | "InvalidBody" | "InvalidHeader" | "NotFound" | "OutcomeUnknown" | "OutsideScope" | "RoleNotAllowed" | "SessionExpired" | "StateDoesNotAllow" | "SupersededVersion" | "TooBusy" | "Unauthenticated" | "UnknownContent" | "UnsupportedMediaType"> {
    return this.caller.call({"method": "POST", "path": "/admin/v1/content-items/{item_id}/versions/{version}/recalls", "keyed": true}, args, options);
  }
}

export class Operations {
  readonly access: AccessOperations;
  readonly asides: AsidesOperations;
  readonly audit: AuditOperations;
  readonly brand: BrandOperations;
  readonly catalogue: CatalogueOperations;
  readonly content: ContentOperations;
  readonly coupons: CouponsOperations;
  readonly departures: DeparturesOperations;
  readonly exports: ExportsOperations;
  readonly followups: FollowupsOperations;
  readonly groupBuys: GroupBuysOperations;
  readonly jobs: JobsOperations;
  readonly liveCodes: LiveCodesOperations;
  readonly losses: LossesOperations;
  readonly members: MembersOperations;
  readonly mine: MineOperations;
  readonly numbers: NumbersOperations;
  readonly orders: OrdersOperations;
  readonly payments: PaymentsOperations;
  readonly posts: PostsOperations;
  readonly reconciliation: ReconciliationOperations;
  readonly replyQuality: ReplyQualityOperations;
  readonly scripts: ScriptsOperations;
  readonly setup: SetupOperations;
  readonly shop: ShopOperations;
  readonly sidebar: SidebarOperations;
  readonly staff: StaffOperations;
  readonly stores: StoresOperations;
  readonly tags: TagsOperations;
  readonly till: TillOperations;
  readonly todo: TodoOperations;
  readonly touches: TouchesOperations;
  readonly uses: UsesOperations;

  constructor(caller: Caller) {
    this.access = new AccessOperations(caller);
    this.asides = new AsidesOperations(caller);
    this.audit = new AuditOperations(caller);
    this.brand = new BrandOperations(caller);
    this.catalogue = new CatalogueOperations(caller);
    this.content = new ContentOperations(caller);
    this.coupons = new CouponsOperations(caller);
    this.departures = new DeparturesOperations(caller);
    this.exports = new ExportsOperations(caller);
    this.followups = new FollowupsOperations(caller);
    this.groupBuys = new GroupBuysOperations(caller);
    this.jobs = new JobsOperations(caller);
    this.liveCodes = new LiveCodesOperations(caller);
    this.losses = new LossesOperations(caller);
    this.members = new MembersOperations(caller);
    this.mine = new MineOperations(caller);
    this.numbers = new NumbersOperations(caller);
    this.orders = new OrdersOperations(caller);
    this.payments = new PaymentsOperations(caller);
    this.posts = new PostsOperations(caller);
    this.reconciliation = new ReconciliationOperations(caller);
    this.replyQuality = new ReplyQualityOperations(caller);
    this.scripts = new ScriptsOperations(caller);
    this.setup = new SetupOperations(caller);
    this.shop = new ShopOperations(caller);
    this.sidebar = new SidebarOperations(caller);
    this.staff = new StaffOperations(caller);
    this.stores = new StoresOperations(caller);
    this.tags = new TagsOperations(caller);
    this.till = new TillOperations(caller);
    this.todo = new TodoOperations(caller);
    this.touches = new TouchesOperations(caller);
    this.uses = new UsesOperations(caller);
  }
}
