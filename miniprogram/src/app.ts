import { isEnglish } from "./logic/language";
import { tabbed } from "./weixin";
import { tabs } from "./words";

App({
  onLaunch() {
    if (isEnglish()) tabbed(tabs());
  },
});
