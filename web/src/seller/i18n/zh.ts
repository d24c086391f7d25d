import marks from "@/marks/i18n/zh";
import ads from "../ads/i18n/zh";
import whatif from "../whatif/i18n/zh";

export default {
  ...marks,
  seller: {
    ads, whatif, campaign: { title: "广告活动" },
    nav: { dashboard: "今日工作", sourcing: "选品采购", purchases: "采购单", stock: "库存", listings: "商品", whatif: "假如", orders: "订单", shipping: "发货规则", returns: "退货", reviews: "评价", money: "资金", store: "店铺", ads: "广告" },
    frame: { chooseStore: "选择店铺", staffTitle: "查看谁的店铺", staffText: "在这里或顶部选择一家店铺，看到的页面与店主相同，也可以代为操作。", noStores: "还没有学生开店。", mall: "去商城看看", noStore: "店铺还没有开通：先提交入驻申请，审核通过后才能采购和上架。", applied: "入驻申请正在审核，通过后才能采购和上架；现在可以先选品。" },
    f: {
      good: "货品", listing: "商品", category: "类目", supplier: "供应商", cost: "采购价", usual: "常见售价", rivals: "在售对手", moq: "起订量", lead: "交期", weight: "单件重量", limits: "运输限制", battery: "带电", liquid: "液体", ordinary: "普货",
      quality: "品质", have: "可用库存", country: "站点", currency: "币种", language: "语言", price: "售价", prices: "各站点售价", channel: "物流渠道", orders: "订单", order: "订单号", sales: "销售额", rating: "评分", rival: "对手", pieces: "件数", total: "合计", ordered: "下单时间", arrives: "到货时间",
      state: "状态", amount: "商品金额", placed: "下单时间", shipBy: "最晚发货", promised: "承诺送达", delivered: "妥投时间", name: "品名", size: "尺寸与重量", hs: "HS 编码",
    },
    dashboard: { title: "今天要做什么", sub: "先处理待办，再看变化。" },
    steps: {
      title: "从开店到发出第一单", register: "提交入驻", registerText: "填写主体、收款账户，选择站点。审核约需一天（模拟时间）。", registerGo: "去入驻", source: "选品采购", sourceText: "比较成本、运费和市场价，先买一小批。", sourceGo: "去选品", list: "上架商品", listText: "按目标站点语言写标题和五点描述，定价，检查无误后上架。", listGo: "新建商品",
      wait: "等待下单", waitText: "时钟运行时买家才会来。没有成交可以查看原因。", ship: "发出订单", shipText: "比较渠道的费用与时效，在最晚发货时间前交运。", shipGo: "去发货", review: "入驻申请正在审核，通过后这里会自动更新。", reviewPaused: "入驻申请已提交。市场时钟暂停中，启动后开始审核。",
    },
    todo: { title: "待办", none: "没有待办", noneText: "新订单、退货和库存预警会出现在这里。", nonePaused: "时钟暂停中，不会有新订单。可以趁此完善商品文案和定价。", ship: "个订单待发货", shipLate: "个订单待发货，其中 {n} 个已超过最晚发货时间，请马上发出", shipSoon: "个订单待发货，其中 {n} 个须在 24 小时内发出（最早的{at}截止）", returns: "个退货申请待处理", suppressed: "个商品被系统下架，修改后重新上架", dry: "个在售商品已无库存", reviews: "条三星及以下评价未回复", drafts: "个商品草稿未上架" },
    tile: {
      unshipped: "{n} 单未发货，成本尚未计入",
      today: "今日订单", todayWhy: "今天 0 点（北京时间）以来的订单数。", todaySales: "商品金额 {amount}", sales: "近 7 天销售额", salesWhy: "最近 7 个已结束营业日的商品金额，折合人民币。", orders: "{n} 单", profit: "近 7 天利润", profitWhy: "销售额减去货款、运费、销售佣金、税费和退款，按发货确认成本。", margin: "利润率 {rate}", cash: "可用资金", cashWhy: "账户里的人民币现金。平台应收款在结算后才会到账。", due: "平台应收 {amount}", change: "与前 7 天相比",
    },
    chart: { sales: "每日销售额与利润", salesUp: "近 7 天销售额比前 7 天增长 {rate}%", salesDown: "近 7 天销售额比前 7 天下降 {rate}%", salesNote: "最近 14 个已结束的营业日", salesLine: "销售额", profitLine: "利润", traffic: "近 7 天展示 {shown} 次，点击 {clicks} 次，成交 {orders} 单", trafficNone: "展示与点击", times: "次", empty: "每天 24 点结算当日数据，第一个营业日结束后显示。" },
    best: { title: "商品表现（不含已取消订单）", none: "还没有在售商品" },
    news: { title: "最近发生" },
    store: {
      title: "店铺资料与站点", sub: "买家看到的店铺信息，以及已开通的站点。", register: "入驻申请", registerSub: "证照信息须与营业执照一致，填错会被退回。", noSeat: "您在这个市场没有席位，请联系老师。", rejected: "上次申请未通过。", reject: { none: "", licence_kind: "主体类型与营业执照不符：企业执照以 91 开头，个体工商户以 92 开头。请更正后重新提交。", brand: "品牌名称与他人已登记的品牌冲突。请更换品牌，或留空后重新提交。" },
      partStore: "店铺", partFirm: "主体", partBank: "收款账户", name: "店铺名称", nameHint: "3–40 个字符，本市场内不可重名。", brand: "品牌", brandHint: "没有自有品牌可留空。", countries: "开通站点", countriesHint: "每个站点有自己的语言、币种和税费。建议先开 1–2 个，熟悉后再增加。", buyers: "占买家 {n}%", buyersHead: "买家占比", taxHead: "税费", taxInside: "售价含税 {n}%", taxOnTop: "结账另加税约 {n}%", taxNone: "无消费税",
      form: "主体类型", company: "企业", individual: "个体工商户", legal_name: "营业执照名称", licence: "统一社会信用代码", licenceHint: "18 位，不含字母 I、O、S、V、Z；最后一位是校验码。", tax_id: "纳税人识别号", taxHint: "三证合一后与统一社会信用代码相同。", contact: "业务邮箱", bank_account: "收款账号", bankHint: "8–30 位数字，或 IBAN。", bank_holder: "账户户名", holderHint: "必须与营业执照名称完全一致。",
      apply: "提交申请", applyNote: "提交后不可修改，审核约需一天（模拟时间）。", applied: "申请已提交", papers: "实训证照", papersText: "老师没有另发证照时，请照此填写。信息均为虚构，校验位真实有效。", after: "提交之后", afterText: "平台核对主体类型、证照号码、户名和品牌。通过后店铺开通，启动资金到账；未通过会说明原因，可以更正后再次提交。",
      waiting: "申请已于 {at} 提交，平台正在核对证照。", waitingRun: "审核需要半天到一天半（模拟时间），结果会出现在消息里。", meanwhile: "先去看货源", check: { name: "店铺名称应为 3–40 个字符。", licence: "代码有误（已输入 {n}/18 位）。请与证照逐位核对，注意 0 与 O、1 与 I。", licenceKind: "代码类型与主体类型不符：企业以 91 开头，个体工商户以 92 开头。", bank: "账号应为 8–30 位数字，或校验正确的 IBAN。", holder: "户名必须与营业执照名称完全一致。", tax: "18 位税号应与统一社会信用代码相同；旧号为 15 或 20 位。", mail: "请填写完整的邮箱地址，例如 service{'@'}example.com。" },
      about: "店铺介绍", aboutHint: "显示在商城的店铺页，建议用主要站点的语言书写。", saved: "店铺资料已保存", markets: "站点", open: "开通", isOpen: "已开通", opened: "站点已开通", openTitle: "开通{name}站点", openText: "该站点使用{language}和 {currency}，{tax}。开通后可为商品设置该站点的售价。", health: "店铺绩效", sentLate: "迟发率", late: "迟到率", cancelled: "取消订单", credit: "授信额度",
    },
    sourcing: { title: "卖什么能赚钱", sub: "比较采购价、常见售价和对手数量；点开货品可算清运费与利润。", compare: "对比站点", usualTip: "该站点同类商品的常见售价", room: "毛利空间", roomTip: "常见售价扣除销售佣金、手续费和采购价后的余额（元），运费和关税还要从中支出" },
    good: { title: "货品资料", list: "用它新建商品", plan: "在{name}站点卖一件能赚多少", rivals: "谁在卖", noRivals: "该站点还没有人卖这类货品。", offer: "在售商品", searches: "买家怎么搜", searchesText: "写标题和搜索词时用得上。数字是每周大致搜索量。", freight: "寄往{name}的渠道（单件 {weight}）", sheet: "供应商资料", features: "特点（中文与站点语言）" },
    buy: { title: "采购", short: "采购", quantity: "采购件数", hint: "起订量 {moq} 件；日产能 {day} 件。", moq: "起订量为 {n} 件。", unit: "单价", goods: "货款", freight: "国内运费（工厂到仓库）", total: "合计付款", lead: "预计到货", days: "约 {n} 天", nextDay: "次日", cash: "可用资金", after: "付款后余额", cancel: "下单后 24 小时内取消全额退款，之后供应商扣留一半货款；已发出不可取消。", pay: "付款 {amount}", done: "采购单已付款 {amount}", doneShort: "采购单已付款" },
    purchases: { title: "采购单到哪里了", sub: "货款下单时支付，到货后自动入库。", new: "去采购", none: "还没有采购单", noneText: "先比较货源，买一小批试卖；到货前就可以写好商品文案。", cancel: "取消", cancelTitle: "取消这张采购单", cancelText: "下单未满 24 小时，可全额退款。", cancelLate: "下单已超过 24 小时，供应商扣留一半货款。", paid: "已付", back: "退回", cancelled: "采购单已取消" },
    stock: { title: "哪些货要补", sub: "按可售天数排序，低于交期的应尽快补货。", onHand: "在库", reserved: "已占用", free: "可用", inbound: "在途", pace: "日均销量", paceTip: "近 14 天平均每天卖出的件数", cover: "可售天数", value: "库存成本", out: "断货", low: "偏低", ok: "充足", still: "未动销", restock: "补货", none: "仓库还是空的", noneText: "采购到货后自动入库。没有库存的商品不会展示给买家。" },
    listings: { title: "商品", sub: "勾选可批量上架、暂停；点开可修改文案和售价。", new: "新建商品", none: "还没有商品", noneText: "选一个货品，写好目标站点语言的标题和五点描述，定好价格就可以上架。", today: "今日销量", units: "累计销量", published: "上架时间", noPrice: "未定价", publish: "上架", pause: "暂停销售", deleteTitle: "删除 {n} 个商品", deleteText: "删除后不可恢复，评价和排名也会一起失去。只是想停售请用“暂停销售”。", some: "完成 {done} 个，{n} 个未完成", done: "已处理 {n} 个商品" },
    editor: { title: "新建商品" }, editor2: { title: "修改商品" },
    edit: {
      which: "卖哪个货品", whichText: "从自己的库存里选；也可以先为在途的货写好商品。", have: "在库 {n} 件，在途 {m} 件", noStock: "还没有自己的货", noStockText: "先采购一小批货再上架。也可以在下面选任意货品，先写好草稿。", other: "其他货品：", facts: "商品信息", handling: "备货时间（天）", pictures: "图片数量与主图", picturesHint: "图片越全，点击越多；主图显示在搜索结果里。", main: "用第 {n} 张作主图", texts: "文案",
      title: "标题", bullets: "五点描述", bulletsHint: "最多五条，每条一个特点，先写买家最关心的。", description: "描述", terms: "搜索词", termsHint: "标题里没有的近义词、用途，用空格分隔；买家看不到，但会参与匹配。", searches: "买家常搜：", chars: "字符", bytes: "字节", offers: "售价与配送", on: "销售", ship: "买家运费", promise: "承诺天数", marketPrice: "市场中位价", showQuotes: "比较{name}的全部渠道", hideQuotes: "收起渠道",
      check: "检查", sheet: "货品资料", preview: "预览", score: "文案得分", blocks: "{n} 项必须修改", noBlocks: "可以上架", clean: "没有发现问题", freeShip: "包邮", inDays: "{n} 天送达", inMall: "在商城中查看", publish: "保存并上架", saved: "商品已保存", published: "商品已提交上架", publishedWell: "上架成功，没有发现问题。", publishedWith: "已提交，平台提出 {n} 项意见：", keptOff: "已保存，但还不能展示给买家：有 {n} 项必须修改。", publishedTips: "上架成功。另有 {n} 项提示，见右侧“检查”。", paused: "已暂停销售", partly: "部分内容没有保存，请看标红的地方；其余已保存。", belowTitle: "{name}站点：低于成本", belowYes: "仍按此价销售",
    },
    plan: {
      typePrice: "填写售价后显示", profit: "单件利润", margin: "利润率", breakEven: "保本价", median: "市场中位价", use: "用这个价格", mark: { breakEven: "保本", price: "售价", median: "中位" }, floor: "低于该类目的最低限价 {amount}，会被平台屏蔽。", rate: "汇率：1 {currency} = {rate} 元（{date}）",
      line: { goods: "货款", freight: "国际运费", duty: "关税与清关", referral: "销售佣金", payment: "支付手续费", fx: "结汇手续费", tax_inside: "价内税" }, why: { goods: "采购单价，按当前供应商报价，不含国内运费。", freight: "所选渠道按计费重量报价。", duty: "目的国/地区关税与清关费，由卖家承担的部分。", referral: "按类目费率对售价收取。", payment: "按买家付款总额的比例收取。", fx: "结算时把外币换成人民币的手续费。", tax_inside: "当地习惯标含税价，平台从售价中代扣增值税。" },
    },
    why: {
      title: "为什么没有成交", titleSells: "成交情况与短板", link: "为什么", days: "{n} 天", noOffer: "还没有定价", noOfferText: "商品在任何站点都没有售价，不会展示给买家。", setPrice: "去定价", funnel: "最近 {n} 天卡在哪一步", place: "平均排在第 {n} 位。排名越靠后，看到的人越少。", examinedNote: "次展示没有被看到：买家没翻到那么后面。提高排名可以改善。", clicksNote: "次看到后没有点开：先看价格、主图、标题和评分是否比得过旁边的商品。", ordersNote: "次点击没有下单。看过这些结果页的买家，{rivals} 次买了对手的，{nobody} 次什么也没买，{stock} 次因您缺货。",
      expected: "按本期展示估算应有 {n} 单，实际 {m} 单（小数量时运气成分大）。", scale: "条形长度按平方根缩放，便于看清后面几步；百分比是相对上一步。", levers: "可以做什么", noLevers: "目前没有明显的短板，耐心积累销量和评价。", lever: { price: "价格", days: "时效", rank: "排名", words: "文案", stock: "库存", state: "状态" }, rivals: "谁拿走了订单", noRivals: "还没有买家在您和对手之间选择了对手。", times: "次数", theirPrice: "对手售价", cheaper: "便宜 {n}%", dearer: "贵 {n}%", ownPrice: "您的售价：", terms: "买家通过哪些词看到它", noTerms: "还没有被任何搜索词展示。", words: "搜索词", avgPlace: "平均位次", chart: "每天的展示、点击与成交", chartRight: "点击、订单",
      stuck: { noPages: "这段时间还没有买家浏览{place}站点的这个类目。", blocked: "卡在资格：多数搜索结果页上，它没有资格展示。", notShown: "卡在匹配与排名：有资格，但很少排进结果页。", notSeen: "卡在排名：平均第 {place_n} 位，多数买家翻不到。", notClicked: "卡在点击：看到了，但很少有人点开。", fewClicks: "点击还太少，暂时看不出成交问题；先争取更多展示。", notBought: "卡在成交：有人点开，但最后买了别的。", sells: "正在成交：本期 {orders} 单。" },
    },
    funnel: { pages: "相关的结果页", pagesWhy: "买家在该站点打开的、本商品所属类目可能出现的搜索结果页数。", eligible: "有资格展示", eligibleWhy: "商品在售、有库存、有渠道、文案匹配的页数。", shown: "展示", shownWhy: "排名进入结果列表的次数。", examined: "被看到", examinedWhy: "买家浏览到它所在位置的次数。", clicks: "点击", clicksWhy: "点开商品页的次数。", orders: "成交", ordersWhy: "下单数。" },
    ship: {
      progress: "亲手发货的进度",
      charge: "计费重量", freight: "运费", duty: "关税", total: "合计", days: "时效（天）", tracked: "可追踪", loss: "丢件率", cheapest: "最省", can: "只能寄 {n}/{m} 个", buyerPays: "买家支付", mayBeLate: "可能超过承诺", promise: "常规 {n} 天", none: "没有渠道可以寄送：检查重量、尺寸、带电和液体限制。", refused: "{n} 个渠道不可用，看原因", title: "发货：订单 #{n}", titleMany: "批量发货：{n} 个订单", by: "最晚发货", promised: "承诺送达", manyText: "同一渠道发出所选订单，费用为合计。无法走该渠道的订单会保留并列出。", oneChannel: "统一使用一个渠道", useRules: "按发货规则分别选择", onlySome: "该渠道只能寄送其中 {n} 个（共 {m} 个），其余会保留。", pay: "支付运费 {amount} 并交运", go: "交运", done: "已交运", doneMany: "{n} 个订单已交运", short: "发货", bulk: "批量发货（{n}）",
    },
    orders: { title: "订单", sub: "下单后 {n} 天内发货，{m} 天未发货平台会取消并退款。", none: "还没有订单", noneText: "商品展示给买家后，订单会自动出现。一直没有成交时，从商品页查看原因。", nonePaused: "市场时钟暂停中，买家不会下单。老师启动时钟后订单会自动出现。", see: "查看商品", group: { paid: "待发货", shipped: "运输中", delivered: "已妥投", trouble: "取消与异常", all: "全部" }, amountTip: "买家支付的商品金额，含价内税", late: "迟到", sentLate: "迟发", rule: { will: "将按规则自动发出：{channel}", country: "没有适用于{name}的发货规则，需手工发货", weight: "包裹 {grams}，超过规则的重量上限 {max}，需手工发货", channel: "规则指定的{channel}寄不了，需手工发货" } },
    order: {
      title: "订单详情", head: "订单 #{n}", cancel: "取消订单", cancelTitle: "取消订单 #{n}", cancelText: "取消后全额退款给买家，计入店铺取消率，影响排名。", refund: "退款给买家", cancelled: "订单已取消并退款", late: "已超过最晚发货时间 {at}，请立即发货，否则平台会取消订单。", shipBy: "请在 {at} 前发货（{span}）。", reason: { none: "订单已取消。", seller: "订单由卖家取消，已退款。", not_shipped: "超时未发货，平台已取消并退款。", buyer: "买家取消了订单。" }, track: "物流轨迹", step: { placed: "买家下单并付款", shipBy: "最晚发货", handed: "交运", accepted: "揽收", exported: "出口离境", arrived: "到达目的国/地区", cleared: "清关完成", out: "派送中", delivered: "妥投" }, held: "海关曾查验此包裹，清关时间会更长。", lost: "包裹丢失，已退款给买家。", promised: "承诺 {at} 前送达",
      money: "这一单赚了多少", moneyBefore: "发货前：买家付了多少", profit: "这一单的利润", soFar: "扣除运费与货款前", rateNote: "右列按市场初始汇率折合人民币；实际汇率在结算时确定，以账本为准。", settled: "已进入结算。", line: { item: "商品金额", shipIncome: "买家运费", tax_inside: "价内税（平台代扣）", referral: "销售佣金", payment: "支付手续费", goods: "货款", freight: "国际运费", duty: "关税与清关", refund: "退款", tax_on_top: "另收销售税（平台代缴，不计入利润）" }, why: { item: "买家支付的商品金额，含价内税。", shipIncome: "买家支付的运费。", tax_inside: "包含在售价里的增值税，由平台代扣代缴。", referral: "按类目费率收取。", payment: "按买家付款总额收取。", goods: "发货时结转的库存成本。", freight: "渠道按计费重量收取。", duty: "由卖家承担的目的国/地区税费。", refund: "退给买家的金额对平台余额的影响。" },
    },
    shipping: { title: "发货规则", sub: "让符合条件的订单按规则自动选择渠道发出。", locked: "手工发满 {m} 单可用规则（已发 {n} 单）", lockedTitle: "还需手工发货 {n} 单", lockedText: "先手工发满 {m} 单，弄清各渠道的费用和时效，再交给规则自动处理。", new: "新建规则", edit: "修改规则", none: "还没有规则", noneText: "例如：发往美国、500 克以内走专线普货。没有规则的订单仍由人工发货。", priority: "优先级", upTo: "重量上限（克）", upToHint: "0 表示不限。", anywhere: "全部站点", anyWeight: "不限", inForce: "启用", order: "从 1 开始逐条匹配，第一条符合的规则生效。", saved: "规则已保存", carries: "可寄 {n}/{m} 种", cannot: "该渠道寄不了以下在售商品，这些订单会一直等人工发货：" },
    returns: { title: "退货申请怎么处理", sub: "逾期未处理按买家要求退款。", none: "没有退货", noneText: "买家申请退货后会出现在这里，须在期限内处理。", reason: "原因", opened: "申请时间", decideBy: "处理期限", refund: "退款", decide: "处理", decideTitle: "处理退货：订单 #{n}", done: "已处理", reasons: { not_as_described: "与描述不符", damaged: "收到时已损坏", late: "送达太晚", changed_mind: "不想要了" }, option: { refund: "退货退款", refund_only: "仅退款", partial: "部分退款", refuse: "拒绝" }, optionText: { refund: "买家寄回，收到后全额退款", refund_only: "货留给买家，全额退款", partial: "货留给买家，退一部分", refuse: "不退款；责任在己方时会招来差评" }, amount: "退款金额", amountHint: "须小于买家已付的 {amount}。", costs: "退给买家" },
    phrases: {
      tab: "常用语", title: "常用语库", search: "按中文或外文查找", parts: "短语分类", none: "没有合适的短语", done: "已插入", fill: "已插入，请填写选中的空格（__）", full: "放不下了，请先精简原文",
      to: { none: "点一条短语，插入到光标所在处。", t: "插入到：标题", b: "插入到：五点描述第 {n} 条", d: "插入到：描述" },
      part: { category: "本类目", opener: "开头", title: "标题", material: "材质", size: "尺寸", use: "用途", care: "保养", packing: "包装清单", warranty: "售后", unit: "单位" },
    },
    reviews: { title: "买家怎么评价", sub: "先看低分说了什么，回复要具体、有礼貌。", none: "还没有评价", noneText: "妥投后部分买家会写评价。真实的品质、时效与描述是否相符，都会反映在这里。", n: "{n} 条", open: "未回复 {n} 条", order: "查看订单", reply: "回复", replyHint: "所有买家都能看到。每条只能回复一次。", send: "发布回复", sent: "回复已发布", yours: "您的回复：" },
    money: {
      title: "赚了多少，钱在哪里", sub: "每 {n} 天结算一次，妥投 {m} 天后的订单进入结算。", next: "本期截止 {at}。", result: "损益", settlements: "结算", ledger: "账本", none: "还没有账目", noneText: "店铺开通、启动资金到账后开始记账。", pnl: "损益表（元，开店至今）", income: "收入合计", profit: "净利润", have: "资产在哪里", assets: "资产合计", equals: "= 实收资本 {capital} + 累计利润 {profit}", chart: "每日利润、累计利润与现金", dayProfit: "当日利润", runningProfit: "累计利润", cashLine: "现金（右轴）", chartRight: "现金 CNY", byCurrency: "平台应收款（按币种）",
      period: "结算周期", s: { sales: "销售", fees: "费用", tax: "代扣税", refunds: "退款", held: "暂扣", net: "应付净额" }, sWhy: { sales: "本期进入结算的买家付款", fees: "销售佣金与支付手续费", tax: "平台代扣代缴的税", refunds: "本期退款", held: "未满保留期、尚未计入本期的金额", net: "销售 − 费用 − 代扣税 − 退款" }, rate: "汇率", rateWhy: "打款当日汇率，另收结汇手续费", paid: "实付（元）", paidAt: "打款日", noSettlement: "还没有结算", noSettlementText: "每 {n} 天一期；订单妥投并满 {m} 天后计入，到期自动打款。", formula: "应付净额 = 销售 − 费用 − 代扣税 − 退款，按当日汇率结汇并扣手续费后打到收款账户。未满保留期的订单暂扣，留到以后各期。",
      at: "时间", transaction: "凭证号", topic: "事项", account: "科目", debit: "借方", credit: "贷方", original: "原币", topics: { capital: "启动资金", purchase: "采购", order: "订单", shipment: "发货", refund: "退款", settlement: "结算", stock: "库存", relief: "纾困", ads: "广告" },
      why: { cash: "账户里的人民币，可随时使用。", inventory: "仓库里货品的采购成本。", inbound: "已付款、尚未到货的采购。", receivable: "买家已付、平台尚未结算给您的钱。", capital: "开店时投入的启动资金。", sales: "买家支付的商品金额。", shipping_income: "买家支付的运费。", refunds: "退给买家的金额，从收入中扣除。", tax_withheld: "平台从售价中代扣的增值税。", referral: "平台按类目费率收取的销售佣金。", payment: "收款渠道的手续费。", goods_sold: "已发出货品的采购成本。", freight: "付给物流商的国际运费。", duty: "由卖家承担的关税与清关费。", fx: "结汇手续费，以及记账汇率与结算汇率之差。", write_off: "丢件、报废造成的损失。", supplier_penalty: "取消采购单时供应商扣留的货款。", relief: "资金无法周转时获得的纾困，会记录在案。", ads: "广告点击费，每天结束时从账户扣除。" },
    },
  },
};
