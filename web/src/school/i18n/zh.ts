import marks from "@/marks/i18n/zh";
import carry from "./carry.zh";
import roster from "./roster.zh";
import programme from "../programme/programme.zh";

export default {
  ...marks,
  ...carry,
  ...roster,
  ...programme,
  school: {
    comma: "、", nav: { markets: "市场", classes: "班级", lessons: "课程", programmes: "培养方案", people: "人员", settings: "学校设置" },
    role: { student: "学生", teacher: "教师", lead: "专业带头人", admin: "管理员" },
    staffOnly: "这里是教师页面", staffOnlyText: "您的账号是学生身份，请从首页进入自己的市场。",
    lessons: { title: "课程" }, lesson: { title: "教案" },
    markets: {
      title: "市场", sub: "每个市场是一个班级的模拟跨境平台，各走各的时钟。", noClass: "先建一个班级", noClassText: "班级里有学生，才能为他们开设市场。", none: "还没有市场", noneText: "开设市场后，班里每位学生都有一个席位和启动资金，可以入驻开店。",
      asleep: "尚未打开过", open: "进入市场", class: "班级名单",
    },
    market: {
      title: "市场总览", mall: "逛商城", student: "学生", store: "店铺", stores: "各店经营情况", state: "状态", countries: "站点", countriesTip: "实底：有商品在售；描边：已开通，暂无在售", selling: "有商品在售", openOnly: "已开通，暂无在售", listings: "在售商品", listingsTip: "在售 / 全部；× 为被下架",
      today: "今日订单", orders: "订单", toShip: "待发货", toShipTip: "已付款、还没发货的订单；! 表示有订单超过最晚发货时间", overdue: "{n} 单超过最晚发货时间", sales: "销售额", salesTip: "买家付的货款和运费，折合人民币；含今日", profit: "利润", profitTip: "按日结转，截至昨日 24 点", expected: "期望订单", expectedTip: "按买家点击后的购买概率，这些点击平均应带来的订单；± 为两个标准差。实际订单与它的差别是运气。截至昨日 24 点", expectedProfit: "期望利润", expectedProfitTip: "利润扣除运气：多于或少于期望的订单，按每单利润折算。截至昨日 24 点", cash: "现金", last: "最近操作", lastTip: "最近一次入驻、采购、建商品或上架的市场时间",
      kpi: { opened: "已开店", onSale: "在售商品", today: "今日订单" }, happening: "正在发生", quiet: "还没有动静。时钟走起来后，订单、到货、评价会在这里出现。", notYet: "尚未入驻", noSeats: "班里还没有学生", noSeatsText: "添加学生后，他们会自动得到席位。",
      chartNone: "还没有订单", chartSame: "昨日 {n} 单，与前一日持平", chartMore: "昨日 {n} 单，比前一日多 {by} 单", chartLess: "昨日 {n} 单，比前一日少 {by} 单", chartNote: "全班每日订单，最近 30 天", chartEmpty: "第一天结束后显示每日订单。",
      whole: "全市场（含同行）累计 {orders} 单，在售商品 {listings} 个。",
    },
    clock: {
      title: "时钟", pause: "暂停", hour: "下一小时", day: "到次日 0 点", week: "推进 7 天", run: "运行", change: "换速度", pace: "速度", paceOf: "每秒 {n} 分钟", dayIn: "一天约 {day}", seconds: "{n} 秒", minutes: "{n} 分钟",
      paused: "时钟停着：买家、物流、审核和结算都停在这一刻。学生可以照常采购、改价、写文案，时钟走动后生效。", advancing: "正在推进到 {at}，到点自动停下，也可以随时暂停。", running: "每秒走 {n} 分钟，一天约 {day}。离开本页后仍会继续，需要手动暂停。",
      willAdvance: "将推进到 {at} 后停下。其间买家下单、包裹流转、到期结算；学生的操作照常接受。过去的时间不能退回。", willRun: "按每秒 {n} 分钟连续运行，一天约 {day}，直到您暂停。", willPause: "停在当前时刻，不影响已发生的订单和包裹。",
      weekTitle: "推进 7 天？", weekText: "市场将走到 {at}。其间没有发货的订单可能超时取消，学生来不及处理。过去的时间不能退回。",
    },
    slips: { title: "进班条" }, person: { title: "个人页" }, settings: { title: "学校设置" },
    store: {
      title: "店铺", gone: "这个市场里没有这家店铺。", mall: "在商城查看", seller: "在卖家中心查看", readOnly: "只读查看，店铺由学生本人经营。", listing: "商品", prices: "站点售价", stock: "可用库存", sold: "已售", stars: "评分", findings: "待改进", number: "订单号", placed: "下单时间", country: "站点", quantity: "数量", paid: "货款", shipBy: "最晚发货时间", delivered: "妥投时间",
      goods: "货品", unit: "单价", ordered: "下单时间", arrives: "到货时间", purchases: "采购单", late: "超时单", chart: "已结 {orders} 单，累计利润 {profit}", chartNote: "每日订单与累计利润（元）", cumulative: "累计利润", profitUnit: "元", noTitle: "（还没有标题）", noListings: "还没有建立商品", noOrders: "还没有订单", noPurchases: "还没有采购单",
    },
    classes: { title: "班级", name: "班级名称", nameHint: "学生在首页会看到这个名称。", example: "例如：跨境电商 2 班", members: "学生数", students: "{n} 名学生", new: "新建班级", create: "创建", none: "还没有班级", noneText: "先新建班级，再粘贴学生名单，最后开设市场。", noMarket: "未开设市场", all: "全部班级" },
    class: { title: "班级", gone: "没有这个班级，或者它不归您管理。", nobody: "名单还是空的", nobodyText: "从表格里复制“登录名、姓名、密码”三列，一次粘贴整班学生。" },
    people: { title: "人员", sub: "您所教班级的学生", name: "姓名", role: "身份", state: "账号", on: "正常", off: "已停用", all: "查看全部", none: "还没有人员", noneText: "在班级页添加学生后，这里可以查找和重置密码。" },
    add: {
      button: "添加学生", title: "添加学生 · {name}", paste: "粘贴名单，每行一名学生", hint: "一行三项：登录名、姓名、密码，用制表符、逗号或空格隔开，可以直接从表格复制。登录名用小写字母、数字和 . _ - {'@'}；密码至少 8 位，留空则自动生成。", example: "s2601, 学生一, harbour2026\ns2602, 学生二",
      state: "状态", made: "自动生成", ready: "可添加", added: "已添加", go: "添加 {n} 名学生", leave: "{n} 行有问题，不会添加；改好后会自动重新检查。", done: "已添加 {n} 名学生，并已在本班各市场开设席位。密码只在这里显示一次，请保存后发给学生。", save: "保存为 CSV", file: "学生账号",
      wrong: { login: "缺登录名，或超过 40 个字符", loginChars: "登录名只能用小写字母、数字和 . _ - {'@'}", name: "缺姓名，或超过 60 个字符", password: "密码至少 8 位", twice: "与上面的登录名重复", taken: "班里已有这个登录名" },
    },
    make: {
      title: "开设市场", class: "班级", nobody: "这个班还没有学生。可以先开设市场，之后添加的学生会自动得到席位。", name: "市场名称", usualName: "{name}实训市场", world: "世界设定", worldHint: "决定站点、货品、买家、物流和费率。开设后不能更换。", noWorld: "服务器上没有可用的世界设定，请联系管理员。", capital: "每人启动资金", capitalHint: "开店前打入每位学生的账户，常用 30,000 至 100,000 元。",
      capitalWrong: "填写 0 到 10,000,000 之间的金额，最多两位小数", more: "更多选项", seed: "市场口令", seedHint: "同一世界、同一口令，买家和行情完全一样，便于平行班比较；留空则随机。", sum: "{n} 名学生，每人 ¥{yuan}", go: "开设",
    },
    reset: { button: "重置密码", title: "重置密码 · {name}", text: "原密码立即失效，已登录的设备会退出。", hint: "至少 8 位。已生成一个便于抄写的密码，也可以自己填写。", done: "密码已重置。请把新密码交给学生，关闭后不再显示。", go: "重置" },
    start: {
      hello: "{name}，您好", sub: "选择市场，从标出的一步接着做。", noStore: "还没有店铺", toShip: "有 {n} 笔订单待发货", mall: "逛商城", mallHint: "商城是买家看到的样子：可以看行情、查对手、检查自己的商品页。", done: "已完成", next: "接着做",
      steps: {
        register: { title: "入驻开店", text: "填写主体、收款账户和站点，提交平台审核。" }, source: { title: "选品采购", text: "看货品成本、运费和各站行情，挑一两款下单备货。" }, list: { title: "上架商品", text: "写标题、五点描述和描述，按成本测算定价，发布到站点。" },
        ship: { title: "处理订单", text: "在时限内选渠道发货；手工发满 5 单后可设自动发货。" }, why: { title: "看懂原因", text: "查看商品漏斗：没被看到、没被点开还是没被买，各差多少。" },
      },
    },
  },
  board: {
    title: "课堂看板", minute: "第 {n} 分钟", noSeats: "这个市场还没有席位。学生加入班级后会自动出现。", noneSo: "没有符合条件的学生。", filter: "筛选席位", noAct: "本节课还没有操作", noStore: "尚未入驻", refused: "被拒", justNow: "刚刚", minutes: "{n} 分钟",
    is: { all: "全部", stuck: "卡住", hand: "举手", not_started: "未开始", absent: "未到", away: "已离开", working: "进行中", quiet: "停顿", refused: "连续被拒" },
    attention: { on: "暂停，请看前面", off: "恢复学生屏幕", hint: "市场暂停，学生屏幕显示“请看前面”，已填写的内容保留（快捷键 P）" },
    project: "投屏", demo: "示范店", demoHint: "打开您自己的示范店，操作给学生看；不计入全班统计", report: "导出 Excel", look: "查看店铺（只读）",
    close: { button: "结束本节课", open: "重新开放", title: "结束本节课？", text: "市场暂停，学生不能再操作，屏幕显示课堂小结。可以随时重新开放。", go: "结束", is: "本节课已结束：学生不能操作，屏幕显示课堂小结。" },
    hands: "举手", noHands: "没有人举手", handPlace: "举手，第 {n} 位", answer: "回复", answerText: "给学生的一句话（可不填）", lower: "已处理", mistakes: "常见错误", mistakesNow: "近 15 分钟", noMistakes: "还没有", mistakeBefore: "此前 {all} 次", mistakeCount: "{seats} 人，{times} 次；全课 {all} 次", mistakesOf: "本节课常被拒的原因",
    onSale: "在售 {n}", today: "今日 {n} 单", toShip: "待发 {n}", acts: "最近操作", counts: "本节课：成功 {accepted} 次，被拒 {refused} 次，活跃 {minutes} 分钟", remark: "点评", remarkSeat: "给这名学生留言", remarkText: "点评内容，学生会立即看到", remarkSent: "已发给{name}", send: "发送",
    figure: { listings: "在售商品", orders_today: "今日订单", orders: "订单", to_ship: "待发货", cash: "现金", profit: "利润" },
    effect: { none: "没有改动", noneShort: "（无改动）", changed: "已修改", new: "已提交", price: "已改价", on_sale: "已上架", blocked: "未能展示：文案或信息有必须修改的问题", off_sale: "已下架" },
    act: {
      store_register: "提交入驻", store_profile: "改店铺介绍", store_open_market: "开通站点", purchase_create: "采购", purchase_cancel: "取消采购", listing_save: "保存商品", listing_words: "保存文案", offer_set: "设售价", listing_publish: "上架", listing_pause: "下架", listing_delete: "删除商品",
      order_ship: "发货", order_ship_bulk: "批量发货", order_cancel: "取消订单", rule_set: "设发货规则", return_decide: "处理退货", review_reply: "回复评价",
    },
  },
  wall: {
    title: "投屏", day: "营业日 {n}", today: "今日订单", orders: "累计订单", units: "售出件数", income: "销售收入", listings: "在售商品", stores: "店铺", map: "订单来自哪些国家/地区", sells: "什么卖得好", reviews: "最新评价", noneSold: "还没有订单。时钟走起来后，这里会出现。", noReviews: "还没有评价。", pieces: "{n} 件", storesList: "各店今日订单", ordersShort: "{n} 单", preparing: "筹备中",
    attention: "老师暂停了市场，请看前面", join: "打开 {address}，输入班级码", askTeacher: "班级码请问老师", mistakes: "这节课最常见的错误", noMistakes: "这节课没有被拒的操作。", mistakeCount: "{n} 家店铺", sold: "全班卖出了什么", questions: "想一想", keys: "L 排行榜　J 加入方式　D 深浅色　F 全屏",
    league: { income: "销售收入排行", profit: "利润排行", orders: "订单排行", rating: "评分排行" },
  },
};
