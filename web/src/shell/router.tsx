import { createRootRoute, createRoute, createRouter, Outlet } from "@tanstack/react-router";

import { NotFound } from "./NotFound";
import { PAGES } from "./pages";
import { parseSearch, stringifySearch } from "./search";
import { Shell } from "./Shell";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });
const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell });

function routesUnder(parent: typeof root | typeof shell, isPublic: boolean) {
  return PAGES.filter((page) => page.path !== undefined && (page.isPublic ?? false) === isPublic).map((page) =>
    createRoute({
      getParentRoute: () => parent,
      path: page.path ?? "/",
      component: page.component,
      validateSearch: (search: Record<string, unknown>) => search,
    }),
  );
}

// Below the shell, so that the navigation stays where an address leads nowhere.
const nowhere = createRoute({ getParentRoute: () => shell, path: "$", component: NotFound });

export const router = createRouter({
  routeTree: root.addChildren([...routesUnder(root, true), shell.addChildren([...routesUnder(shell, false), nowhere])]),
  parseSearch,
  stringifySearch,
  notFoundMode: "root",
});
