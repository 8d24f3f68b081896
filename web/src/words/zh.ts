/** What every screen says, in operators' words; a room's own stand in its folder. English has the same type. */

export const zh = {
  product: "私域",
  sections: { today: "今日", acquire: "引流", customers: "客户", promote: "营销", reach: "触达", trade: "交易", numbers: "数据", settings: "设置" },
  shell: {
    menu: "菜单",
    signOut: "退出登录",
    signOutEverywhere: "退出所有设备",
    language: "English",
    skip: "跳到正文",
  },
  ask: {
    day: "日期",
    all: "全部",
    none: "没有符合条件的。",
    clear: "清除条件",
    again: "重试",
    loading: "正在读取",
    offline: "没有连上，请检查网络后重试。",
    unreadable: "服务器的回答不完整，请重试。",
    requestId: "报障编号",
    more: (count: number) => `再看 ${count} 个`,
    undo: "撤销",
    close: "关闭",
    cancel: "取消",
    save: "保存",
    notFound: "没有这个页面",
    home: "回到首页",
    faults: (count: number) => `有 ${count} 处需要修改`,
    leave: "修改还没有保存，要离开吗？",
    meant: "不寻常，但确认无误",
    unusual: "请核对后确认：",
    meantStill: "仍然继续",
    amount: "请填写金额，最多两位小数，例如 19.90",
    yuan: "元",
    stay: "留下",
    go: "离开",
    copied: "已复制",
    copy: "复制",
  },
};

export type Words = typeof zh;
