import { lazyRouteComponent } from "@tanstack/react-router";

import type { Page } from "../shell/page";

export const page: Page = { path: "/accept", component: lazyRouteComponent(() => import("./acceptances/LinkPage"), "LinkPage"), isPublic: true };
