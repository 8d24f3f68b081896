/** Who is told of losses, while it is changed, and in a sentence. */

import type { LossesAlert, LossesLossAlerts, LossesLossAlertsShown } from "@client";

import { losses } from "./words";

export const ALERTS: readonly LossesAlert[] = ["each", "daily", "off"];
/** As many a day ring the alarm where nobody has said how many. */
const BEGINS = 20;

export interface AlertsDraft {
  alert: LossesAlert;
  hasAlarm: boolean;
  deletions: number;
}

export function draftOf({ alert, deletions }: Pick<LossesLossAlertsShown, "alert" | "deletions">): AlertsDraft {
  return { alert, hasAlarm: deletions !== 0, deletions: deletions || BEGINS };
}

export function bodyOf({ alert, hasAlarm, deletions }: AlertsDraft): LossesLossAlerts {
  return { alert, deletions: hasAlarm ? deletions : 0 };
}

/** 次日 9 点汇总提醒；一名员工一天删除满 20 位客户，马上告警。 */
export function saidOf({ alert, hasAlarm, deletions }: AlertsDraft): string {
  const say = losses.value.alerts;
  return say.both(say.says[alert], hasAlarm ? say.alarmSays(deletions) : say.noAlarm);
}
