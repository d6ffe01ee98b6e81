import type { Page } from "../shell/page";
import { ImportPage } from "./imports/ImportPage";

export const page: Page = { path: "/imports/$uid", component: ImportPage };
