import type { Words } from "./en";
export default {
  name: "Cohong", tagline: "Coisas boas de todo lugar",
  search: "Buscar", searchFor: "Buscar produtos", menu: "Categorias", home: "Início", close: "Fechar",
  shopBy: "Compre por categoria", best: "Mais vendidos", bestText: "O que estão comprando agora", fresh: "Novidades", freshText: "Acabou de chegar", seeAll: "Ver tudo", items: "1 item | {n} itens",
  results: "1 resultado | {n} resultados", resultsFor: "1 resultado para “{words}” | {n} resultados para “{words}”", allItems: "Todos os itens",
  sort: "Ordenar por", relevance: "Relevância", price: "Menor preço", price_desc: "Maior preço", rating: "Avaliação", sales: "Mais vendidos", new: "Mais recentes",
  filters: "Filtros", category: "Categoria", allCategories: "Todas as categorias", priceRange: "Preço", from: "Mín.", to: "Máx.", apply: "Aplicar", stars: "Avaliação", starsUp: "{n} estrelas ou mais", clear: "Limpar filtros", show: "Ver resultados",
  sponsored: "Patrocinado", sponsoredShelf: "Produtos patrocinados",
  none: "Nenhum resultado", noneText: "Confira a grafia, use menos palavras ou navegue por uma categoria.", noneFilter: "Nenhum item atende a esses filtros.",
  freeShip: "Frete grátis", ship: "+ {money} de frete", deliveryBy: "Receba até {date}", inDays: "em cerca de 1 dia | em cerca de {n} dias", deliveryTo: "Entrega: {country}",
  taxInside: "Impostos inclusos ({tax} {rate}%)", tax: "ICMS", taxAU: "ICMS", taxOnTop: "Imposto sobre vendas (aprox.)", importCharges: "Taxas de importação (aprox.)", importNote: "Cobradas pela transportadora antes da entrega", duties: "Sem taxas de importação na entrega", itemPrice: "Item", shipping: "Frete", free: "Grátis", total: "Total",
  in: "Em estoque", few: "Últimas unidades", out: "Esgotado", cart: "Adicionar ao carrinho", buy: "Comprar agora", returns: "Devolução em até {n} dias",
  soldBy: "Vendido por", visit: "Ver a loja", about: "Sobre este item", details: "Ficha técnica", description: "Descrição", picture: "Imagem {n}",
  reviews: "Avaliações de clientes", allReviews: "Ver todas as avaliações", noReviews: "Ainda sem avaliações", noReviewsText: "Seja a primeira pessoa a avaliar.", outOf: "{n} de 5", ratings: "1 avaliação | {n} avaliações", noWritten: "Por enquanto só há notas, sem comentários.", reply: "Resposta do vendedor", noWords: "Avaliado sem comentário",
  similar: "Itens parecidos", sold: "{n} vendidos", gone: "Este item não está disponível aqui", goneText: "Talvez seja vendido em outro país, ou o vendedor o retirou.", toHome: "Voltar ao início",
  since: "Na loja desde {date}", orders: "1 pedido | {n} pedidos", storeItems: "Todos os itens da loja", storeNone: "Esta loja não tem itens à venda aqui no momento.", aboutStore: "Sobre a loja",
  previous: "Anterior", next: "Próxima", page: "Página {n} de {of}", failed: "Não foi possível carregar a página", retry: "Tentar de novo",
} as Words;
