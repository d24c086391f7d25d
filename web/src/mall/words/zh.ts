/* The Chinese gloss under the marketplace's own words. */
import type { Words } from "./en";
export default {
  name: "公行", tagline: "好物来自四方",
  search: "搜索", searchFor: "搜索商品", menu: "类目", home: "首页", close: "关闭",
  shopBy: "按类目选购", best: "畅销商品", bestText: "本站买家正在买的", fresh: "新品上架", freshText: "刚刚上架", seeAll: "查看全部", items: "{n} 件商品",
  results: "{n} 个结果", resultsFor: "“{words}”的 {n} 个结果", allItems: "全部商品",
  sort: "排序", relevance: "相关度", price: "价格从低到高", price_desc: "价格从高到低", rating: "买家评分", sales: "销量", new: "最新上架",
  filters: "筛选", category: "类目", allCategories: "全部类目", priceRange: "价格", from: "最低", to: "最高", apply: "应用", stars: "买家评分", starsUp: "{n} 星及以上", clear: "清除筛选", show: "查看结果",
  sponsored: "广告", sponsoredShelf: "推广商品",
  none: "没有找到商品", noneText: "检查拼写、减少词语，或者按类目浏览。", noneFilter: "没有符合筛选条件的商品。",
  freeShip: "包邮", ship: "另加运费 {money}", deliveryBy: "{date}前送达", inDays: "约 {n} 天", deliveryTo: "配送至{country}",
  taxInside: "价格含 {rate}% {tax}", tax: "增值税", taxAU: "商品及服务税", taxOnTop: "销售税（约）", importCharges: "进口税费（约）", importNote: "派送前由物流商代收", duties: "收货时无需另付进口税费", itemPrice: "商品", shipping: "运费", free: "免费", total: "合计",
  in: "有货", few: "仅剩少量", out: "缺货", cart: "加入购物车", buy: "立即购买", returns: "{n} 天退货",
  soldBy: "卖家", visit: "进入店铺", about: "五点描述", details: "商品参数", description: "商品描述", picture: "第 {n} 张图片",
  reviews: "买家评价", allReviews: "查看全部评价", noReviews: "还没有评价", noReviewsText: "期待第一位买家的评价。", outOf: "{n} 分（满分 5 分）", ratings: "{n} 个评分", noWritten: "目前只有评分，还没有文字评价。", reply: "卖家回复", noWords: "只评分，未留言",
  similar: "相似商品", sold: "已售 {n}", gone: "本站没有这件商品", goneText: "可能在其他站点销售，或者卖家已下架。", toHome: "返回首页",
  since: "{date} 开店", orders: "{n} 笔订单", storeItems: "本店全部商品", storeNone: "本店目前在本站没有在售商品。", aboutStore: "店铺介绍",
  previous: "上一页", next: "下一页", page: "第 {n} 页，共 {of} 页", failed: "页面没有读到", retry: "重试",
} as Words;
