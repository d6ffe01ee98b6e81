import { lazyRouteComponent } from "@tanstack/react-router";

import type { Page } from "../shell/page";

export const page: Page = {
  path: "/orders/$number/receive",
  component: lazyRouteComponent(() => import("./orders/ReceivePage"), "ReceivePage"),
};
