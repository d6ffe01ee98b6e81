import type { Page } from "../shell/page";
import { CIPage } from "./ci/CIPage";

export const page: Page = { path: "/cis/$uid", component: CIPage };
