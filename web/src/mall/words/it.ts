import type { Words } from "./en";
export default {
  name: "Cohong", tagline: "Cose belle da ogni dove",
  search: "Cerca", searchFor: "Cerca prodotti", menu: "Categorie", home: "Home", close: "Chiudi",
  shopBy: "Acquista per categoria", best: "I più venduti", bestText: "Quello che si compra qui in questi giorni", fresh: "Novità", freshText: "Appena arrivati", seeAll: "Vedi tutto", items: "1 articolo | {n} articoli",
  results: "1 risultato | {n} risultati", resultsFor: "1 risultato per “{words}” | {n} risultati per “{words}”", allItems: "Tutti gli articoli",
  sort: "Ordina per", relevance: "Pertinenza", price: "Prezzo: crescente", price_desc: "Prezzo: decrescente", rating: "Voto dei clienti", sales: "Più venduti", new: "Novità",
  filters: "Filtri", category: "Categoria", allCategories: "Tutte le categorie", priceRange: "Prezzo", from: "Min.", to: "Max.", apply: "Applica", stars: "Voto dei clienti", starsUp: "{n} stelle e più", clear: "Azzera filtri", show: "Mostra risultati",
  sponsored: "Sponsorizzato", sponsoredShelf: "Prodotti sponsorizzati",
  none: "Nessun risultato", noneText: "Controlla l’ortografia, usa meno parole o sfoglia una categoria.", noneFilter: "Nessun articolo corrisponde a questi filtri.",
  freeShip: "Spedizione gratuita", ship: "+ {money} di spedizione", deliveryBy: "Consegna entro il {date}", inDays: "in circa 1 giorno | in circa {n} giorni", deliveryTo: "Spedizione in {country}",
  taxInside: "Prezzo IVA inclusa ({tax} {rate}%)", tax: "IVA", taxAU: "IVA", taxOnTop: "Imposta sulle vendite (circa)", importCharges: "Oneri di importazione (circa)", importNote: "Da pagare al corriere prima della consegna", duties: "Nessun onere di importazione alla consegna", itemPrice: "Articolo", shipping: "Spedizione", free: "Gratuita", total: "Totale",
  in: "Disponibile", few: "Ne restano pochi", out: "Non disponibile", cart: "Aggiungi al carrello", buy: "Acquista ora", returns: "Reso entro {n} giorni",
  soldBy: "Venduto da", visit: "Visita il negozio", about: "Informazioni sull’articolo", details: "Dettagli del prodotto", description: "Descrizione", picture: "Immagine {n}",
  reviews: "Recensioni dei clienti", allReviews: "Mostra tutte le recensioni", noReviews: "Ancora nessuna recensione", noReviewsText: "Scrivi per primo che cosa ne pensi.", outOf: "{n} su 5", ratings: "1 voto | {n} voti", noWritten: "Per ora solo voti, ancora nessuna recensione scritta.", reply: "Risposta del venditore", noWords: "Voto senza commento",
  similar: "Articoli simili", sold: "{n} venduti", gone: "Questo articolo non è disponibile qui", goneText: "Forse è in vendita in un altro Paese, oppure il venditore lo ha ritirato.", toHome: "Torna alla home",
  since: "In vendita dal {date}", orders: "1 ordine | {n} ordini", storeItems: "Tutti gli articoli del negozio", storeNone: "Al momento questo negozio non ha nulla in vendita qui.", aboutStore: "Il negozio",
  previous: "Precedente", next: "Successiva", page: "Pagina {n} di {of}", failed: "Impossibile caricare la pagina", retry: "Riprova",
} as Words;
