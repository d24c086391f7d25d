/* The class: roster, door, slips, attendance, logs; people; the school's settings. */
export default {
  roster: {
    tab: { students: "学生", attendance: "考勤", log: "登录记录", settings: "班级设置" },
    summary: "{n} 名学生，{claimed} 人已认领，{on} 人在线", summaryNone: "还没有学生",
    door: {
      title: "班级入口", code: "班级码", noCode: "导入名单后生成", make: "现在生成", made: "班级码已生成", renew: "更换班级码", renewTitle: "更换班级码？", renewText: "旧班级码和印着它的进班条立即失效；已登录的学生不受影响，已设的 PIN 照常有效。", renewed: "班级码已更换，请重新投屏或打印进班条", copied: "班级码已复制",
      shut: "入口关闭", shutHint: "学生看不到名单，不能认领姓名。", shutEnter: "学生看不到名单；设过 PIN 的可以写姓名或学号进入。", openFor: "开放入口", minutes: "{n} 分钟", open: "入口开放中", left: "还剩 {left}", more: "延长 10 分钟", close: "关闭入口", closed: "入口已关闭", opened: "入口已开放 {n} 分钟",
      claimed: "已认领", online: "在线", of: "{n} / {all}", project: "投屏班级码", slips: "打印进班条", over: "下课", overTitle: "下课，让全班退出？", overText: "{n} 名学生会立即退出登录，入口同时关闭。店铺、草稿和市场时钟都不受影响；下次上课开放入口后，学生凭 PIN 回来。", overYes: "全班退出", overDone: "已下课，{n} 名学生已退出", nobodyOn: "现在没有学生在线",
    },
    col: { number: "学号", name: "姓名", note: "备注", state: "状态", today: "今日考勤", seen: "最近活动", initials: "姓名首字母", login: "用户名" },
    state: { online: "在线", claimed: "已认领", free: "未认领", account: "用户名登录" }, onlineSince: "最近活动 {at}",
    act: { import: "导入名单", add: "添加一人", more: "更多", accounts: "添加用户名账号", export: "导出名单", edit: "修改", remove: "移出班级", resetPin: "重置 PIN", resetSome: "重置 {n} 人的 PIN", resetAll: "重置全班 PIN", signOut: "让他退出", removeSome: "移出 {n} 人", open: "个人页" },
    none: "名单还是空的", noneText: "把教务系统导出的 .xlsx 或 .csv 名单拖到这里，或点按钮选择。有“学号”和“姓名”两列就行。", template: "下载模板", templateCsv: "CSV 模板", templateXlsx: "Excel 模板", templateName: "学生名单模板", templateA: "学生甲", templateB: "学生乙", templateNote: "一组",
    edit: { title: "修改 {name}", taken: "这是 {name} 的学号", addTitle: "添加一名学生", numberHint: "学生首次进入时要核对，开头的 0 也算。", noteHint: "选填，只有教师能看到，例如小组或座位号。", saved: "已保存", added: "已加入名单，并已在本班各市场开设席位" },
    remove: { title: "把 {name} 移出班级？", titleMany: "把 {n} 名学生移出班级？", text: "移出后不能再从本班进入，正在使用的会立即退出。店铺留在市场里，订单照常流转，没有人打理时会产生逾期；账目和成绩记录都保留。以同一学号重新加入，店铺就还给他。\n要彻底删除个人信息，请到个人页操作。", yes: "移出", done: "已移出 {n} 人" },
    reset: { title: "重置 {name} 的 PIN？", titleMany: "重置 {n} 人的 PIN？", titleAll: "重置全班的 PIN？", text: "旧 PIN 立即失效，正在使用的会退出。入口开放时，学生选名字、核对学号，重新设一个 PIN。店铺和草稿都保留。", yes: "重置", done: "已重置 {n} 人的 PIN，请开放入口让他们重新认领" },
    out: { title: "让 {name} 在原来的电脑上退出？", text: "座位换到别的电脑时用。店铺和草稿都保留，凭 PIN 在新电脑上进入。", yes: "退出", done: "{name} 已退出" },
    import: {
      title: "导入名单 · {name}", drop: "把名单文件拖到这里", or: "或者", choose: "选择文件", paste: "粘贴表格", pasteHint: "从 Excel 或 WPS 复制“学号、姓名”两列，粘贴到这里。", pasteGo: "检查", formats: ".xlsx 或 .csv；UTF-8、GB18030 编码都能识别；最多 200 人。", reading: "正在读取……", again: "换一个文件",
      found: "{file}：读到 {n} 行", state: { new: "新增", same: "无变化", changed: "有修改", error: "有误" }, counts: { new: "新增 {n}", changed: "修改 {n}", same: "无变化 {n}", errors: "{n} 行有误", warnings: "{n} 处请留意" }, line: "行", show: "只看有问题的", class: "文件里有几个班，只导入", classAll: "全部",
      fix: "改为 {value}", fixAll: "全部补零（{n}）", fixSome: "一键修正（{n}）", skip: "不导入此行", unskip: "恢复", skipped: "不导入", clean: "没有发现问题", checking: "正在重新检查……", missing: "名单里有 {n} 人不在这个文件里", missingShow: "看是谁", missingRemove: "把他们移出班级", missingHint: "不勾选则保留。移出后店铺留在市场里，可随时加回来。", missingClaimed: "已认领",
      go: "导入 {n} 人", errorsLeft: "还有 {n} 行有误：改好，或选“不导入此行”。", done: "名单已导入：新增 {added} 人，修改 {changed} 人", removed: "，移出 {removed} 人", nothing: "没有可导入的行",
    },
    slips: {
      title: "进班条", sub: "每人一张，沿虚线裁开。上面没有 PIN，丢了也进不去别人的店铺。", print: "打印", address: "学生打开的地址", notOpen: "服务器现在只对本机开放，学生的电脑打不开。请让管理员用 ./run --lan 启动。", addressLocal: "这是服务器本机的地址，学生的电脑打不开。请改成校园网地址，例如 http://192.168.1.20:8080。", only: "只印未认领的", pages: "{n} 张，A4 纸 {pages} 页", nobody: "名单还是空的，导入后再打印。",
      school: "学校", class: "班级", name: "姓名", number: "学号", code: "班级码", steps: ["用浏览器打开上面的地址", "输入班级码，选自己的名字", "核对学号，设一个只有自己知道的 6 位 PIN"],
    },
    project: { title: "投屏：班级入口", open: "打开浏览器，输入地址", code: "班级码", then: "选自己的名字，核对学号，设 6 位 PIN。", thenBack: "来过的同学选名字，输入自己的 PIN。", entered: "已认领 {n} / {all}", online: "在线 {n}", left: "入口还开放", shut: "入口现在关闭", openIt: "开放 20 分钟", full: "全屏", leave: "返回班级", scan: "或扫码" },
    attendance: { title: "考勤", today: "今天", day: "日期", present: "出勤", late: "迟到", absent: "缺勤", excused: "请假", auto: "按登录记录", byTeacher: "教师改过", signedIn: "登录时间", hint: "首次登录即记出勤；点一下就能改，学生看不到。", none: "这一天没有记录", sum: "出勤 {present}，迟到 {late}，缺勤 {absent}，请假 {excused}", saved: "已改为{state}", exportName: "考勤" },
    log: { otherBrowser: "其他", why: { auth_bad_pin: "姓名或 PIN 不正确", auth_bad_password: "用户名或密码不正确", auth_locked: "错误次数过多，暂时锁定", auth_disabled: "账号已停用", door_closed: "入口未开放", roster_claimed: "姓名已被认领", roster_wrong_number: "学号不符", roster_wait: "学号错误次数过多", roster_unclaimed: "还没有认领", pin_easy: "PIN 太简单", pin_number: "PIN 是学号的一部分", pin_form: "PIN 不是 6 位数字", door_same_name: "有同名同学" }, title: "登录记录", at: "时间", who: "学生", what: { claim: "认领姓名", enter: "PIN 进入", password: "密码登录" }, result: "结果", ok: "成功", failed: "未成功", browser: "浏览器", none: "还没有人登录过", noneText: "开放入口后，每次认领和登录都会记在这里，包括没有成功的。", more: "更早的记录", hint: "不记录 PIN 和密码，也不记录网页内容。" },
    settings: { idle: "无人操作自动退出", idleNever: "不自动退出", idleMin: "{n} 分钟后", idleHint: "公用电脑建议 20 分钟。退出前 60 秒会提醒，草稿不会丢。", always: "入口关闭时，设过 PIN 的学生也能进入", alwaysHint: "课后在家或机房自习时用；名单仍然不显示，学生要写姓名或学号。", saved: "班级设置已保存" },
    person: {
      title: "个人页", gone: "没有这个人，或者不归您管理。", classes: "班级", role: "身份", number: "学号", state: "状态", stores: "店铺", none: "没有", access: "登录", export: "导出数据", exportText: "本校服务器上与他有关的全部记录：班级、席位、登录和考勤、草稿、谁看过他的店铺。JSON 文件，可交给本人或家长。", exportGo: "下载 JSON", exportName: "个人数据",
      erase: "删除个人信息", eraseText: "学生毕业、转学，或本人、家长要求时用。不能撤销。", eraseGo: "删除个人信息", eraseTitle: "删除 {name} 的个人信息", goes: "会删除", goesList: ["姓名、学号、备注和 PIN，名字改为代号", "登录记录、考勤和草稿", "从所有班级名单中移除，立即退出登录"], stays: "会保留（只剩代号）", staysList: ["店铺、订单和账目：其他学生的市场结果不变", "操作审计里的时间和事项"], type: "输入姓名“{name}”以确认", yes: "删除，不能撤销", erased: "个人信息已删除",
    },
    looks: { title: "谁看过我的店铺", sub: "老师查看你的店铺时，系统会记下来。", at: "时间", who: "查看人", what: "看了什么", none: "还没有人看过你的店铺", noneText: "老师打开你的店铺或卖家中心后，这里会列出时间和姓名。", kind: { store: "店铺经营情况" }, menu: "谁看过我的店铺" },
    school: {
      title: "学校设置", sub: "对全校生效", name: "学校名称", nameHint: "印在进班条上，显示在登录页。", short: "简称", shortHint: "放不下全称的地方用，选填。", zone: "时区", zoneHint: "考勤的“今天”和记录的时间按这个时区。", keep: "记录保留多久", signIns: "登录记录", audit: "操作审计（含谁看过谁的店铺）", drafts: "没人再碰的草稿", months: "{n} 个月", forever: "不自动删除", keepHint: "到期自动删除，不能找回。店铺、订单、账目和考勤不在此列。", saved: "学校设置已保存", staff: "只有专业带头人和管理员可以修改。", zones: { "Asia/Shanghai": "中国大陆（北京时间）", "Asia/Urumqi": "新疆时间", "Asia/Hong_Kong": "中国香港", "Asia/Macau": "中国澳门", "Asia/Taipei": "中国台湾", "Asia/Singapore": "新加坡", "Europe/London": "伦敦", "Europe/Berlin": "柏林", UTC: "UTC" },
    },
    people: { sub: "您能管理的人员", class: "班级", pin: "PIN", password: "密码", erased: "已删除个人信息", way: "登录方式", noneText: "新建班级、导入名单后，学生会出现在这里。" },
    first: {
      title: "上课前的五步", titleClass: "下一步", step: { class: "新建班级", roster: "导入名单", market: "开设市场", door: "开放入口", start: "开始上课" },
      text: { class: "先给班级起个名字，学生登录时会看到。", roster: "把教务系统的 .xlsx 或 .csv 名单拖进来，有学号和姓名两列就行。", market: "为这节课开设一个市场，每名学生一个席位和启动资金。", door: "投屏班级码，学生选名字、核对学号、设 PIN，一分钟内全班就位。", start: "{n} 名学生已就位。进入市场，让时钟走起来。" },
      go: { class: "新建班级", roster: "去导入名单", market: "开设市场", door: "开放入口 20 分钟", start: "进入市场" }, done: "已完成", now: "现在",
    },
  },
};
