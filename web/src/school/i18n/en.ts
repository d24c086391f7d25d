import marks from "@/marks/i18n/en";
import carry from "./carry.en";
import roster from "./roster.en";
import programme from "../programme/programme.en";

export default {
  ...marks,
  ...carry,
  ...roster,
  ...programme,
  school: {
    comma: ", ", nav: { markets: "Markets", classes: "Classes", lessons: "Lessons", programmes: "Programmes", people: "People", settings: "Settings" },
    role: { student: "Student", teacher: "Teacher", lead: "Programme lead", admin: "Administrator" },
    staffOnly: "These pages are for teachers", staffOnlyText: "You are signed in as a student. Your markets are on the start page.",
    lessons: { title: "Lessons" }, lesson: { title: "Guide" },
    markets: {
      title: "Markets", sub: "Each market is a class's own simulated marketplace, with a clock of its own.", noClass: "Create a class first", noClassText: "A market is opened for the students of a class.", none: "No markets yet", noneText: "Once a market is open, each student of the class has a seat with a starting capital and can apply for a store.",
      asleep: "Not opened yet", open: "Open", class: "Class list",
    },
    market: {
      title: "Market", mall: "Visit the mall", student: "Student", store: "Store", stores: "Stores side by side", state: "State", countries: "Marketplaces", countriesTip: "Filled: goods on sale. Outlined: open, nothing on sale", selling: "goods on sale", openOnly: "open, nothing on sale", listings: "Listings", listingsTip: "On sale / all; × suppressed",
      today: "Orders today", orders: "Orders", toShip: "To ship", toShipTip: "Paid and not yet shipped; ! means some are past their deadline", overdue: "{n} past the latest ship time", sales: "Sales", salesTip: "What buyers paid for goods and shipping, in yuan, today included", profit: "Profit", profitTip: "Closed daily, up to last midnight", expected: "Expected orders", expectedTip: "Orders that these clicks should have brought on average, by how likely each buyer was to buy; ± is two standard deviations. What differs from it is luck. Up to last midnight", expectedProfit: "Expected profit", expectedProfitTip: "Profit without luck: orders beyond or below expectation, at what an order leaves. Up to last midnight", cash: "Cash", last: "Last act", lastTip: "Market time of the last registration, purchase or listing",
      kpi: { opened: "Stores", onSale: "Listings", today: "Today" }, happening: "Happening now", quiet: "All quiet. Orders, arrivals and reviews appear here once the clock runs.", notYet: "Not registered", noSeats: "No students in the class yet", noSeatsText: "Students get their seats as soon as you add them.",
      chartNone: "No orders yet", chartSame: "{n} orders yesterday, as many as the day before", chartMore: "{n} orders yesterday, {by} more than the day before", chartLess: "{n} orders yesterday, {by} fewer than the day before", chartNote: "Orders per day, whole class, last 30 days", chartEmpty: "Daily orders appear after the first day.",
      whole: "Whole market, rivals included: {orders} orders so far, {listings} listings on sale.",
    },
    clock: {
      title: "Clock", pause: "Pause", hour: "Next hour", day: "To midnight", week: "7 days", run: "Run", change: "Change pace", pace: "Pace", paceOf: "{n} min per second", dayIn: "a day takes {day}", seconds: "{n} s", minutes: "{n} min",
      paused: "The clock stands: buyers, carriers, reviews of applications and payouts wait. Students can buy, price and write; it takes effect once time moves.", advancing: "Advancing to {at}; it stops there by itself, or whenever you pause.", running: "{n} minutes pass each second; a day takes {day}. It goes on when you leave this page, until paused.",
      willAdvance: "Moves on to {at}, then stops. Buyers order, parcels travel, payouts fall due; students' acts are accepted as usual. Time cannot be turned back.", willRun: "Runs at {n} minutes per second; a day takes {day}. It goes on until you pause.", willPause: "Stops right here. Orders and parcels stay as they are.",
      weekTitle: "Advance 7 days?", weekText: "The market moves on to {at}. Orders that aren't shipped in the meantime may be cancelled before students can act. Time cannot be turned back.",
    },
    slips: { title: "Slips" }, person: { title: "Personal page" }, settings: { title: "School settings" },
    store: {
      title: "Store", gone: "There is no such store in this market.", mall: "See it in the mall", seller: "Look into the seller centre", readOnly: "Read only: the store is run by its student.", listing: "Listings", prices: "Prices", stock: "Available", sold: "Sold", stars: "Rating", findings: "To improve", number: "Order no.", placed: "Ordered", country: "Marketplace", quantity: "Qty", paid: "Paid", shipBy: "Ship by", delivered: "Delivered",
      goods: "Goods", unit: "Unit cost", ordered: "Ordered", arrives: "Arrives", purchases: "Purchases", late: "Late orders", chart: "{orders} orders in closed days, profit so far {profit}", chartNote: "Orders per day and cumulative profit (CNY)", cumulative: "Cumulative profit", profitUnit: "CNY", noTitle: "(no title yet)", noListings: "No listings yet", noOrders: "No orders yet", noPurchases: "No purchases yet",
    },
    classes: { title: "Classes", name: "Class name", nameHint: "Students see it on their start page.", example: "e.g. Cross-border 2", members: "Students", students: "{n} student | {n} students", new: "New class", create: "Create", none: "No classes yet", noneText: "Create a class, paste the list of students, then open a market.", noMarket: "no market", all: "All classes" },
    class: { title: "Class", gone: "There is no such class, or it is not yours.", nobody: "The list is empty", nobodyText: "Copy three columns from a sheet (login, name, password) and paste the whole class at once." },
    people: { title: "People", sub: "Students of your classes", name: "Name", role: "Role", state: "Account", on: "Active", off: "Disabled", all: "Show all", none: "Nobody yet", noneText: "Once you add students to a class, you can find them here and reset their passwords." },
    add: {
      button: "Add students", title: "Add students · {name}", paste: "Paste the list, one student a line", hint: "Login, name and password, separated by tabs, commas or spaces; copying from a sheet works. Logins use a–z, 0–9 and . _ - {'@'}; passwords have at least 8 characters; leave them out and they are made.", example: "s2601, Student One, harbour2026\ns2602, Student Two",
      state: "State", made: "made for you", ready: "ready", added: "added", go: "Add {n} student | Add {n} students", leave: "{n} line has a problem and will be left out; it is checked again as you correct it. | {n} lines have problems and will be left out; they are checked again as you correct them.", done: "{n} student added, with a seat in each market of the class. Passwords are shown only here: save them and hand them out. | {n} students added, with a seat in each market of the class. Passwords are shown only here: save them and hand them out.", save: "Save as CSV", file: "accounts",
      wrong: { login: "no login, or longer than 40 characters", loginChars: "logins use a–z, 0–9 and . _ - {'@'} only", name: "no name, or longer than 60 characters", password: "at least 8 characters", twice: "same login as above", taken: "already in this class" },
    },
    make: {
      title: "Open a market", class: "Class", nobody: "This class has no students yet. You can open the market now; students added later get their seats by themselves.", name: "Market name", usualName: "{name} market", world: "World", worldHint: "Decides marketplaces, goods, buyers, carriers and rates. It cannot be changed later.", noWorld: "The server has no world to offer; please ask the administrator.", capital: "Starting capital each", capitalHint: "Paid into each student's account before the start; 30,000 to 100,000 yuan is usual.",
      capitalWrong: "An amount from 0 to 10,000,000 with at most two decimals", more: "More options", seed: "Seed", seedHint: "The same world and seed give the same buyers and prices, good for comparing parallel classes; empty: random.", sum: "{n} students, CNY {yuan} each", go: "Open",
    },
    reset: { button: "Reset password", title: "Reset password · {name}", text: "The old password stops working at once, and devices that are signed in are signed out.", hint: "At least 8 characters. This one is easy to copy by hand; you may type your own.", done: "The password has been reset. Give it to the student; it will not be shown again.", go: "Reset" },
    start: {
      hello: "Hello, {name}", sub: "Choose a market and go on with the step that is marked.", noStore: "No store yet", toShip: "{n} order to ship | {n} orders to ship", mall: "Visit the mall", mallHint: "The mall shows what shoppers see: compare prices, study rivals, check your own pages.", done: "done", next: "go on here",
      steps: {
        register: { title: "Register a store", text: "Give the firm, the account for payouts and the marketplaces, and send it to the platform." }, source: { title: "Source goods", text: "Compare cost, freight and prices by marketplace; order one or two goods." }, list: { title: "Publish listings", text: "Write title, bullet points and description, price by cost, publish." },
        ship: { title: "Handle orders", text: "Ship in time by a channel you choose; after five by hand, rules can do it." }, why: { title: "Understand why", text: "Read a listing's funnel: not seen, not clicked or not bought, and by how much." },
      },
    },
  },
  board: {
    title: "Class board", minute: "Minute {n}", noSeats: "This market has no seats yet. Students appear when they join the class.", noneSo: "No student is like that.", filter: "Filter seats", noAct: "No act in this lesson yet", noStore: "Not registered", refused: "refused", justNow: "just now", minutes: "{n} min",
    is: { all: "All", stuck: "Stuck", hand: "Hand up", not_started: "Not started", absent: "Absent", away: "Left", working: "Working", quiet: "Quiet", refused: "Refused again" },
    attention: { on: "Pause, look here", off: "Give screens back", hint: "The market pauses and students' screens ask to look at you; what they typed is kept (key P)" },
    project: "Project", demo: "Show store", demoHint: "Your own store to show things in; it counts nowhere", report: "Save as Excel", look: "Look into the store (read-only)",
    close: { button: "Close the lesson", open: "Open again", title: "Close the lesson?", text: "The market stands and students can do nothing more; their screens show what the class did. You can open it again at any time.", go: "Close", is: "The lesson is closed: students can do nothing, their screens show what the class did." },
    hands: "Hands", noHands: "No hand is up", handPlace: "hand up, number {n}", answer: "Answer", answerText: "A word to the student (optional)", lower: "Done", mistakes: "Common mistakes", mistakesNow: "last 15 minutes", noMistakes: "None yet", mistakeBefore: "Earlier: {all}", mistakeCount: "Students: {seats}. Times: {times}, {all} in the lesson.", mistakesOf: "Refused most in this lesson",
    onSale: "{n} on sale", today: "{n} new", toShip: "{n} to ship", acts: "Last acts", counts: "This lesson: {accepted} accepted, {refused} refused, active {minutes} min", remark: "Remark", remarkSeat: "Write to this student", remarkText: "The student sees it at once", remarkSent: "Sent to {name}", send: "Send",
    figure: { listings: "On sale", orders_today: "Orders today", orders: "Orders", to_ship: "To ship", cash: "Cash", profit: "Profit" },
    effect: { none: "nothing changed", noneShort: "(no change)", changed: "changed", new: "sent", price: "price changed", on_sale: "on sale", blocked: "not shown: something must be fixed first", off_sale: "taken off sale" },
    act: {
      store_register: "Registration", store_profile: "Store profile", store_open_market: "Open marketplace", purchase_create: "Purchase", purchase_cancel: "Cancel purchase", listing_save: "Save listing", listing_words: "Save texts", offer_set: "Set price", listing_publish: "Publish", listing_pause: "Take off sale", listing_delete: "Delete listing",
      order_ship: "Ship", order_ship_bulk: "Ship many", order_cancel: "Cancel order", rule_set: "Shipping rule", return_decide: "Decide return", review_reply: "Answer review",
    },
  },
  wall: {
    title: "On the wall", day: "Business day {n}", today: "Orders today", orders: "Orders so far", units: "Pieces sold", income: "Income", listings: "Listings on sale", stores: "Stores", map: "Where orders come from (country or region)", sells: "What sells", reviews: "Newest reviews", noneSold: "No orders yet. They appear here when time passes.", noReviews: "No reviews yet.", pieces: "{n} sold", storesList: "Orders today by store", ordersShort: "{n} orders", preparing: "getting ready",
    attention: "The market is paused. Please look at the front.", join: "Open {address} and enter the class code", askTeacher: "ask the teacher for the class code", mistakes: "The commonest mistakes of this lesson", noMistakes: "Nothing was refused in this lesson.", mistakeCount: "{n} store | {n} stores", sold: "What the class sold", questions: "To think about", keys: "L league   J how to join   D dark or light   F whole screen",
    league: { income: "Stores by income", profit: "Stores by profit", orders: "Stores by orders", rating: "Stores by rating" },
  },
};
