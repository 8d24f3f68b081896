/** What operators' pages show (docs/operators/pictures, `make pictures`): what a page is called here, and its file. */
export const PICTURES = {
  today: "today",
  "live codes": "live-codes",
  "live code form": "live-code-form",
  members: "members",
  member: "member",
  "coupon with holders": "coupon",
  "coupon form asked": "coupon-form",
  content: "content",
  review: "review",
  "post form": "post-form",
  "posts by month": "posts-by-month",
  "post being sent": "post",
  staff: "staff",
  "role form": "role-form",
  "import looked at": "store-import",
  "what somebody has": "departure",
};
