import { lazyRouteComponent } from "@tanstack/react-router";

import type { Page } from "../shell/page";

export const page: Page = {
  path: "/cab/$meeting",
  component: lazyRouteComponent(() => import("./board/MinutesPage"), "MinutesPage"),
};
