import { Navigate } from "@tanstack/react-router";

import type { Page } from "../shell/page";

/** The short address of what is parked, which lists and figures lead to. */
function ParkedRedirect() {
  return <Navigate to="/discovery" search={{ tab: ["parked"] }} replace />;
}

export const page: Page = { path: "/parked", component: ParkedRedirect };
