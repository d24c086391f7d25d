import type { Words } from "./en";
export default {
  name: "Cohong", tagline: "いいもの、世界から",
  search: "検索", searchFor: "商品を検索", menu: "カテゴリー", home: "ホーム", close: "閉じる",
  shopBy: "カテゴリーから探す", best: "売れ筋ランキング", bestText: "いま選ばれている商品", fresh: "新着商品", freshText: "入荷したばかり", seeAll: "すべて見る", items: "{n}点",
  results: "{n}件", resultsFor: "「{words}」の検索結果 {n}件", allItems: "すべての商品",
  sort: "並べ替え", relevance: "おすすめ順", price: "価格の安い順", price_desc: "価格の高い順", rating: "評価の高い順", sales: "売れている順", new: "新着順",
  filters: "絞り込み", category: "カテゴリー", allCategories: "すべてのカテゴリー", priceRange: "価格", from: "下限", to: "上限", apply: "適用", stars: "カスタマー評価", starsUp: "星{n}つ以上", clear: "条件をクリア", show: "結果を見る",
  sponsored: "スポンサー", sponsoredShelf: "スポンサー商品",
  none: "商品が見つかりませんでした", noneText: "つづりを確認するか、キーワードを減らすか、カテゴリーからお探しください。", noneFilter: "この条件に合う商品はありません。",
  freeShip: "送料無料", ship: "送料 {money}", deliveryBy: "{date}までにお届け", inDays: "約{n}日", deliveryTo: "お届け先：{country}",
  taxInside: "税込（{tax}{rate}%）", tax: "消費税", taxAU: "消費税", taxOnTop: "売上税（概算）", importCharges: "輸入税等（概算）", importNote: "配送前に運送会社へお支払いいただきます", duties: "お届け時の輸入税はかかりません", itemPrice: "商品", shipping: "送料", free: "無料", total: "合計",
  in: "在庫あり", few: "残りわずか", out: "在庫切れ", cart: "カートに入れる", buy: "今すぐ買う", returns: "{n}日間返品可",
  soldBy: "販売元", visit: "ショップを見る", about: "この商品について", details: "商品の仕様", description: "商品説明", picture: "画像 {n}",
  reviews: "カスタマーレビュー", allReviews: "すべてのレビューを見る", noReviews: "レビューはまだありません", noReviewsText: "最初のレビューをお待ちしています。", outOf: "5つ星のうち{n}", ratings: "{n}件の評価", noWritten: "評価のみで、レビュー本文はまだありません。", reply: "ショップからの返信", noWords: "コメントなし",
  similar: "似ている商品", sold: "販売数 {n}", gone: "この商品はお取り扱いがありません", goneText: "ほかの国で販売されているか、出品者が取り下げた可能性があります。", toHome: "ホームへ戻る",
  since: "{date}から出店", orders: "注文 {n}件", storeItems: "このショップの商品", storeNone: "現在、このショップの販売中の商品はありません。", aboutStore: "ショップ紹介",
  previous: "前へ", next: "次へ", page: "{n}／{of}ページ", failed: "ページを読み込めませんでした", retry: "再試行",
} as Words;
