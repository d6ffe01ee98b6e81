/** What a file in pages/ declares: its route and, where it has one, its entry in the navigation. */
import type { RouteComponent } from "@tanstack/react-router";
import type { ComponentType } from "react";

export type Section = "overview" | "operate" | "control";

export interface NavEntry {
  /** Where the rail shows it; without one the palette alone does. */
  section?: Section;
  /** Place within its section, smallest first. */
  order: number;
  label: () => string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Address to open; pages outside this application are opened as such. */
  href: string;
  isOutside?: boolean;
  /** Permission without which the entry is left out; the page itself says who can give it. */
  permission?: string;
  /** Second key after `g` that opens it. */
  key?: string;
}

export interface Page {
  /** Route path, with `$name` for parameters; none for an entry that leads outside. */
  path?: string;
  component?: RouteComponent;
  nav?: NavEntry;
  /** Shown without rail and top bar, and without being signed in. */
  isPublic?: boolean;
}
