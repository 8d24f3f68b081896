import { expect, it } from "vitest";

import { nameOf } from "../src/console/asides/message";

it("says what a message was about by how it is built", () => {
  const xml = "<xml><ToUserName><![CDATA[•]]></ToUserName><Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[add_external_contact]]></ChangeType></xml>";
  expect(nameOf(xml)).toBe("员工添加了客户");
  expect(nameOf('{"event":"change_contact","changetype":"delete_user"}')).toBe("员工离职");
  expect(nameOf("<xml> <Event> <![CDATA[change_external_contact]]> </Event><ChangeType><![CDATA[brand_new]]></ChangeType>")).toBe("客户变更");
});

it("says nothing of what does not say what it is", () => {
  expect(nameOf("•")).toBe("");
  expect(nameOf("<xml><Event>•</Event></xml>")).toBe("");
  expect(nameOf("<Event>toString</Event>")).toBe("");
});
