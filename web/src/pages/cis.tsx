import { IconCube } from "@tabler/icons-react";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";
import { CIsPage } from "./cis/CIsPage";

export const page: Page = {
  path: "/cis",
  component: CIsPage,
  nav: { section: "overview", order: 20, label: () => t("Configuration items"), icon: IconCube, href: "/cis", key: "c" },
};
