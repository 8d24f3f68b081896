/** The groups of operations that these screens use: a mini-program has no room for those of operators. */

import {
  CouponsOperations,
  GroupBuysOperations,
  MembersOperations,
  MineOperations,
  OrdersOperations,
  PostsOperations,
  ShopOperations,
} from "../../../web/client/src/operations.js";
import type { Caller } from "../../../web/client/src/runtime.js";

export class Doors {
  readonly coupons: CouponsOperations;
  readonly groupBuys: GroupBuysOperations;
  readonly members: MembersOperations;
  readonly mine: MineOperations;
  readonly orders: OrdersOperations;
  readonly posts: PostsOperations;
  readonly shop: ShopOperations;

  constructor(caller: Caller) {
    this.coupons = new CouponsOperations(caller);
    this.groupBuys = new GroupBuysOperations(caller);
    this.members = new MembersOperations(caller);
    this.mine = new MineOperations(caller);
    this.orders = new OrdersOperations(caller);
    this.posts = new PostsOperations(caller);
    this.shop = new ShopOperations(caller);
  }
}
