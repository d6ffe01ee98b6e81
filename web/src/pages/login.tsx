import { LoginPage } from "./login/LoginPage";
import type { Page } from "../shell/page";

export const page: Page = { path: "/login", component: LoginPage, isPublic: true };
