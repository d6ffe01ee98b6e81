/** What a file in pages/ declares: its route and, where it has one, its entry in the navigation. */
import type { ComponentType } from "react";

export type Section = "overview" | "operate" | "control";

export interface NavEntry {
  section: Section;
  /** Place within its section, smallest first. */
  order: number;
  label: () => string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Address to open; pages outside this application are opened as such. */
  href: string;
  isOutside?: boolean;
  /** Second key after `g` that opens it. */
  key?: string;
}

export interface Page {
  /** Route path, with `$name` for parameters; none for an entry that leads outside. */
  path?: string;
  component?: ComponentType;
  nav?: NavEntry;
  /** Shown without rail and top bar, and without being signed in. */
  isPublic?: boolean;
}
