import { lazyRouteComponent } from "@tanstack/react-router";

import type { Page } from "../shell/page";

export const page: Page = {
  path: "/orders/$number",
  component: lazyRouteComponent(() => import("./records/RecordPage"), "RecordPage"),
};
