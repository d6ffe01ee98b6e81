import { lazyRouteComponent } from "@tanstack/react-router";

import type { Page } from "../shell/page";

export const page: Page = {
  path: "/duplicates/compare",
  component: lazyRouteComponent(() => import("./side/SidePage"), "SidePage"),
};
