import { IconGitPullRequestClosed } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/unauthorised-changes",
  component: lazyRouteComponent(() => import("./changes/UnauthorisedPage"), "UnauthorisedPage"),
  nav: { section: "operate", order: 8, label: () => t("Unauthorised changes"), icon: IconGitPullRequestClosed, href: "/unauthorised-changes" },
};
