import { lazyRouteComponent } from "@tanstack/react-router";

import type { Page } from "../shell/page";

export const page: Page = {
  path: "/services/$uid",
  component: lazyRouteComponent(() => import("./services/ServicePage"), "ServicePage"),
};
