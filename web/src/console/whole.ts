/** Rights that are of use to the whole corp's people alone: each door that asks for one (`x-right` of the document) is closed to
 *  whoever acts for some stores or people (`x-scope`: all_only). web/tests/session.test.ts holds it to the document. */

export const RIGHTS_OF_ALL: ReadonlySet<string> = new Set([
  "access.end_sessions", "access.give", "access.make_roles", "access.see", "asides.decide", "asides.see", "audit.view", "brand.edit",
  "catalogue.create", "catalogue.edit", "content.review", "content.set_rules", "content.submit", "content.write", "coupons.create",
  "coupons.edit", "coupons.end", "coupons.holders", "coupons.mend", "departures.hand_over", "departures.read", "groupbuys.create",
  "groupbuys.edit", "groupbuys.end", "losses.set", "members.make_tags", "posts.want_approval", "reconcile.adopt",
  "reconcile.ask", "reconcile.see", "scripts.write", "setup.see", "staff.reconcile", "stores.manage", "tags.edit", "tags.read",
  "tags.remove", "till.menu", "touches.set_rules", "uses.read", "uses.recall", "uses.renew",
]);
