/* What shoppers read, in the language of the marketplace. "one | many" where a number decides; {n} and other names are filled in. */
const words = {
  name: "Cohong", tagline: "Good things from everywhere",
  search: "Search", searchFor: "Search products", menu: "Categories", home: "Home", close: "Close",
  shopBy: "Shop by category", best: "Best sellers", bestText: "What people here are buying", fresh: "New arrivals", freshText: "Just listed", seeAll: "See all", items: "1 item | {n} items",
  results: "1 result | {n} results", resultsFor: "1 result for “{words}” | {n} results for “{words}”", allItems: "All items",
  sort: "Sort by", relevance: "Relevance", price: "Price: low to high", price_desc: "Price: high to low", rating: "Customer rating", sales: "Best selling", new: "Newest",
  filters: "Filters", category: "Category", allCategories: "All categories", priceRange: "Price", from: "Min", to: "Max", apply: "Apply", stars: "Customer rating", starsUp: "{n} stars & up", clear: "Clear filters", show: "Show results",
  sponsored: "Sponsored", sponsoredShelf: "Sponsored products",
  none: "Nothing found", noneText: "Check the spelling, use fewer words, or browse a category.", noneFilter: "No item matches these filters.",
  freeShip: "Free shipping", ship: "+ {money} shipping", deliveryBy: "Delivery by {date}", inDays: "in about 1 day | in about {n} days", deliveryTo: "Deliver to {country}",
  taxInside: "Price incl. {rate}% {tax}", tax: "VAT", taxAU: "GST", taxOnTop: "Sales tax (about)", importCharges: "Import charges (about)", importNote: "Collected by the carrier before delivery", duties: "No import charges on delivery", itemPrice: "Item", shipping: "Shipping", free: "Free", total: "Total",
  in: "In stock", few: "Only a few left", out: "Out of stock", cart: "Add to cart", buy: "Buy now", returns: "{n}-day returns",
  soldBy: "Sold by", visit: "Visit store", about: "About this item", details: "Product details", description: "Description", picture: "Picture {n}",
  reviews: "Customer reviews", allReviews: "Show all reviews", noReviews: "No reviews yet", noReviewsText: "Be the first to say what you think of it.", outOf: "{n} out of 5", ratings: "1 rating | {n} ratings", noWritten: "Ratings only so far; no one has written a review yet.", reply: "Reply from the seller", noWords: "Rated without a comment",
  similar: "Similar items", sold: "{n} sold", gone: "This item is not available here", goneText: "It may be sold in another marketplace, or its seller has taken it down.", toHome: "Go to the home page",
  since: "Selling since {date}", orders: "1 order | {n} orders", storeItems: "All items from this store", storeNone: "This store has nothing on sale here at the moment.", aboutStore: "About the store",
  previous: "Previous", next: "Next", page: "Page {n} of {of}", failed: "This page could not be loaded", retry: "Try again",
};
export type Words = Record<keyof typeof words, string>;
export default words as Words;
