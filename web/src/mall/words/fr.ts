import type { Words } from "./en";
export default {
  name: "Cohong", tagline: "Le meilleur, d’où qu’il vienne",
  search: "Rechercher", searchFor: "Rechercher un produit", menu: "Catégories", home: "Accueil", close: "Fermer",
  shopBy: "Nos catégories", best: "Meilleures ventes", bestText: "Ce que l’on achète ici en ce moment", fresh: "Nouveautés", freshText: "Tout juste mis en ligne", seeAll: "Tout voir", items: "1 article | {n} articles",
  results: "1 résultat | {n} résultats", resultsFor: "1 résultat pour « {words} » | {n} résultats pour « {words} »", allItems: "Tous les articles",
  sort: "Trier par", relevance: "Pertinence", price: "Prix croissant", price_desc: "Prix décroissant", rating: "Note des clients", sales: "Meilleures ventes", new: "Nouveautés",
  filters: "Filtres", category: "Catégorie", allCategories: "Toutes les catégories", priceRange: "Prix", from: "Min.", to: "Max.", apply: "Appliquer", stars: "Note des clients", starsUp: "{n} étoiles et plus", clear: "Effacer les filtres", show: "Voir les résultats",
  sponsored: "Sponsorisé", sponsoredShelf: "Produits sponsorisés",
  none: "Aucun résultat", noneText: "Vérifiez l’orthographe, utilisez moins de mots ou parcourez une catégorie.", noneFilter: "Aucun article ne correspond à ces filtres.",
  freeShip: "Livraison gratuite", ship: "+ {money} de livraison", deliveryBy: "Livraison avant le {date}", inDays: "sous 1 jour environ | sous {n} jours environ", deliveryTo: "Livraison : {country}",
  taxInside: "Prix TTC, {tax} {rate} % incluse", tax: "TVA", taxAU: "TVA", taxOnTop: "Taxe de vente (env.)", importCharges: "Frais d’importation (env.)", importNote: "À régler au transporteur avant la livraison", duties: "Aucun frais d’importation à la livraison", itemPrice: "Article", shipping: "Livraison", free: "Gratuite", total: "Total",
  in: "En stock", few: "Plus que quelques exemplaires", out: "Rupture de stock", cart: "Ajouter au panier", buy: "Acheter", returns: "Retours sous {n} jours",
  soldBy: "Vendu par", visit: "Voir la boutique", about: "À propos de cet article", details: "Caractéristiques", description: "Description", picture: "Image {n}",
  reviews: "Avis des clients", allReviews: "Voir tous les avis", noReviews: "Aucun avis pour le moment", noReviewsText: "Soyez la première personne à donner votre avis.", outOf: "{n} sur 5", ratings: "1 évaluation | {n} évaluations", noWritten: "Des notes seulement ; aucun avis rédigé pour le moment.", reply: "Réponse du vendeur", noWords: "Noté sans commentaire",
  similar: "Articles similaires", sold: "{n} vendus", gone: "Cet article n’est pas disponible ici", goneText: "Il est peut-être vendu dans un autre pays, ou son vendeur l’a retiré.", toHome: "Retour à l’accueil",
  since: "Vendeur depuis le {date}", orders: "1 commande | {n} commandes", storeItems: "Tous les articles de la boutique", storeNone: "Cette boutique n’a rien en vente ici pour le moment.", aboutStore: "À propos de la boutique",
  previous: "Précédent", next: "Suivant", page: "Page {n} sur {of}", failed: "La page n’a pas pu être chargée", retry: "Réessayer",
} as Words;
