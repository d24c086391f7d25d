import type { Component } from "vue";
import type { RouteLocationRaw } from "vue-router";

/* One line of the left navigation; `to` gets the route's params. `badge` names a number that Shell is given. */
export interface NavItem { key: string; label: string; icon: Component; to: (params: any) => RouteLocationRaw; match: string; badge?: string; staff?: boolean }
/* One find of the palette (Ctrl+K). */
export interface Found { group: string; text: string; note?: string; to: RouteLocationRaw }
