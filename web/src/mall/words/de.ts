import type { Words } from "./en";
export default {
  name: "Cohong", tagline: "Gutes aus aller Welt",
  search: "Suchen", searchFor: "Produkte suchen", menu: "Kategorien", home: "Startseite", close: "Schließen",
  shopBy: "Nach Kategorie einkaufen", best: "Bestseller", bestText: "Das wird hier gerade gekauft", fresh: "Neuheiten", freshText: "Gerade eingestellt", seeAll: "Alle ansehen", items: "1 Artikel | {n} Artikel",
  results: "1 Ergebnis | {n} Ergebnisse", resultsFor: "1 Ergebnis für „{words}“ | {n} Ergebnisse für „{words}“", allItems: "Alle Artikel",
  sort: "Sortieren nach", relevance: "Relevanz", price: "Preis: aufsteigend", price_desc: "Preis: absteigend", rating: "Kundenbewertung", sales: "Meistverkauft", new: "Neueste",
  filters: "Filter", category: "Kategorie", allCategories: "Alle Kategorien", priceRange: "Preis", from: "Min.", to: "Max.", apply: "Anwenden", stars: "Kundenbewertung", starsUp: "{n} Sterne & mehr", clear: "Filter zurücksetzen", show: "Ergebnisse anzeigen",
  sponsored: "Gesponsert", sponsoredShelf: "Gesponserte Produkte",
  none: "Nichts gefunden", noneText: "Prüfen Sie die Schreibweise, verwenden Sie weniger Wörter oder stöbern Sie in einer Kategorie.", noneFilter: "Kein Artikel passt zu diesen Filtern.",
  freeShip: "Kostenloser Versand", ship: "zzgl. {money} Versand", deliveryBy: "Lieferung bis {date}", inDays: "in ca. 1 Tag | in ca. {n} Tagen", deliveryTo: "Lieferung nach {country}",
  taxInside: "Preis inkl. {rate} % {tax}", tax: "MwSt.", taxAU: "MwSt.", taxOnTop: "Verkaufssteuer (ca.)", importCharges: "Einfuhrabgaben (ca.)", importNote: "Werden vor der Zustellung vom Paketdienst erhoben", duties: "Keine Einfuhrabgaben bei Lieferung", itemPrice: "Artikel", shipping: "Versand", free: "Kostenlos", total: "Gesamt",
  in: "Auf Lager", few: "Nur noch wenige auf Lager", out: "Nicht verfügbar", cart: "In den Warenkorb", buy: "Jetzt kaufen", returns: "{n} Tage Rückgaberecht",
  soldBy: "Verkauf durch", visit: "Zum Shop", about: "Über diesen Artikel", details: "Produktdetails", description: "Beschreibung", picture: "Bild {n}",
  reviews: "Kundenrezensionen", allReviews: "Alle Rezensionen anzeigen", noReviews: "Noch keine Rezensionen", noReviewsText: "Schreiben Sie als Erste oder Erster, wie es Ihnen gefällt.", outOf: "{n} von 5", ratings: "1 Bewertung | {n} Bewertungen", noWritten: "Bisher nur Sternebewertungen, noch keine Texte.", reply: "Antwort des Verkäufers", noWords: "Ohne Kommentar bewertet",
  similar: "Ähnliche Artikel", sold: "{n} verkauft", gone: "Dieser Artikel ist hier nicht erhältlich", goneText: "Vielleicht wird er auf einem anderen Marktplatz verkauft, oder der Verkäufer hat ihn herausgenommen.", toHome: "Zur Startseite",
  since: "Verkauft seit {date}", orders: "1 Bestellung | {n} Bestellungen", storeItems: "Alle Artikel dieses Shops", storeNone: "Dieser Shop bietet hier derzeit nichts an.", aboutStore: "Über den Shop",
  previous: "Zurück", next: "Weiter", page: "Seite {n} von {of}", failed: "Die Seite konnte nicht geladen werden", retry: "Erneut versuchen",
} as Words;
