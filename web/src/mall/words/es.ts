import type { Words } from "./en";
export default {
  name: "Cohong", tagline: "Lo bueno, venga de donde venga",
  search: "Buscar", searchFor: "Buscar productos", menu: "Categorías", home: "Inicio", close: "Cerrar",
  shopBy: "Compra por categoría", best: "Los más vendidos", bestText: "Lo que se está comprando aquí", fresh: "Novedades", freshText: "Recién llegados", seeAll: "Ver todo", items: "1 artículo | {n} artículos",
  results: "1 resultado | {n} resultados", resultsFor: "1 resultado para «{words}» | {n} resultados para «{words}»", allItems: "Todos los artículos",
  sort: "Ordenar por", relevance: "Relevancia", price: "Precio: de menor a mayor", price_desc: "Precio: de mayor a menor", rating: "Valoración", sales: "Más vendidos", new: "Novedades",
  filters: "Filtros", category: "Categoría", allCategories: "Todas las categorías", priceRange: "Precio", from: "Mín.", to: "Máx.", apply: "Aplicar", stars: "Valoración", starsUp: "{n} estrellas o más", clear: "Borrar filtros", show: "Ver resultados",
  sponsored: "Patrocinado", sponsoredShelf: "Productos patrocinados",
  none: "No hay resultados", noneText: "Revisa la ortografía, usa menos palabras o explora una categoría.", noneFilter: "Ningún artículo cumple estos filtros.",
  freeShip: "Envío gratis", ship: "+ {money} de envío", deliveryBy: "Entrega antes del {date}", inDays: "en 1 día aprox. | en unos {n} días", deliveryTo: "Envío a {country}",
  taxInside: "{tax} del {rate} % incluido", tax: "IVA", taxAU: "IVA", taxOnTop: "Impuesto sobre ventas (aprox.)", importCharges: "Gastos de importación (aprox.)", importNote: "Los cobra el transportista antes de la entrega", duties: "Sin gastos de importación en la entrega", itemPrice: "Artículo", shipping: "Envío", free: "Gratis", total: "Total",
  in: "En stock", few: "Quedan pocas unidades", out: "Agotado", cart: "Añadir a la cesta", buy: "Comprar ya", returns: "Devolución en {n} días",
  soldBy: "Vendido por", visit: "Ver la tienda", about: "Sobre este artículo", details: "Detalles del producto", description: "Descripción", picture: "Imagen {n}",
  reviews: "Opiniones de clientes", allReviews: "Ver todas las opiniones", noReviews: "Aún no hay opiniones", noReviewsText: "Sé la primera persona en dar tu opinión.", outOf: "{n} de 5", ratings: "1 valoración | {n} valoraciones", noWritten: "De momento solo hay valoraciones, sin comentarios escritos.", reply: "Respuesta del vendedor", noWords: "Valorado sin comentario",
  similar: "Artículos similares", sold: "{n} vendidos", gone: "Este artículo no está disponible aquí", goneText: "Puede que se venda en otro país o que el vendedor lo haya retirado.", toHome: "Volver al inicio",
  since: "Vende desde el {date}", orders: "1 pedido | {n} pedidos", storeItems: "Todos los artículos de la tienda", storeNone: "Esta tienda no tiene nada a la venta aquí en este momento.", aboutStore: "Sobre la tienda",
  previous: "Anterior", next: "Siguiente", page: "Página {n} de {of}", failed: "No se ha podido cargar la página", retry: "Reintentar",
} as Words;
