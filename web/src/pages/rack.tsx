import { lazyRouteComponent } from "@tanstack/react-router";

import type { Page } from "../shell/page";

export const page: Page = {
  path: "/racks/$uid",
  component: lazyRouteComponent(() => import("./racks/RackPage"), "RackPage"),
};
