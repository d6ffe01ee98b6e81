import { IconSearch } from "@tabler/icons-react";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";
import { SearchPage } from "./search/SearchPage";

export const page: Page = {
  path: "/search",
  component: SearchPage,
  nav: { section: "overview", order: 40, label: () => t("Search"), icon: IconSearch, href: "/search" },
};
