/** What somebody hears of us, and who looks after them. */

import type { MineMine } from "../../../web/client/src/index.js";
import { both } from "./language";

export interface Mine {
  readonly name: string;
  readonly brand: string;
  readonly adviser: string;
  readonly store: string;
  readonly address: string;
  readonly hears: boolean;
  readonly effect: string;
}

export function mine(me: MineMine): Mine {
  return {
    name: me.name || both("您好", "Hello"),
    brand: me.brand.name,
    adviser: me.is_friend ? me.adviser : "",
    store: me.store?.name ?? "",
    address: me.store?.address ?? "",
    hears: me.accepts_posts,
    effect: effect(me.accepts_posts),
  };
}

export function effect(hears: boolean): string {
  return hears
    ? both("会收到上新、优惠和活动的群发消息。随时可以关掉。", "You get news, offers and events. Turn them off whenever you like.")
    : both(
        "不会再收到任何群发消息，已安排还没发出的也不发。订单、退款和顾问单独回复您的消息不受影响，券照常可用。",
        "You get none of them any more, nor those that are planned. Orders, refunds, your adviser's own replies and your coupons stay as they are.",
      );
}
