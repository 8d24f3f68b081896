/** WeCom's own client, for the side bar: of its JS-SDK what is asked there. The page reads it inside WeCom alone, and calls it
 *  as it calls what stands in for it elsewhere (`sidebar/pages/wecom.js`). */

import { getCurExternalContact, register, sendChatMessage } from "@wecom/jssdk";

Object.assign(window, { ww: { register, getCurExternalContact, sendChatMessage } });
