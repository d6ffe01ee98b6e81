/** Writes THIRD_PARTY.txt beside the built pages: every package whose code, styles or fonts are in them, with its licence. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Plugin } from "vite";

interface Manifest {
  name?: string;
  version?: string;
  license?: string;
  author?: string | { name?: string };
  homepage?: string;
  repository?: string | { url?: string };
}

interface ThirdParty {
  name: string;
  version: string;
  licence: string;
  source: string;
  texts: string[];
}

const FILE = "THIRD_PARTY.txt";
const LICENCE_FILE = /^(licen[cs]e|copying|notice|ofl)([.-].*)?$/i;
const STANDARD_TEXTS = join(import.meta.dirname, "licences");
const RULE = "-".repeat(78);

/** Modules as the bundler names them: `\0` marks its own, a query what is to be done with the file. */
function folderOf(moduleId: string): string | null {
  const file = moduleId.replace(/\?.*$/, "");
  return !file.startsWith("\0") && file.includes("/node_modules/") ? dirname(file) : null;
}

/** The package that a folder belongs to: the nearest manifest with a name and a version. */
function packageOf(folder: string): [root: string, manifest: Manifest] | null {
  for (let root = folder; !root.endsWith("/node_modules"); root = dirname(root)) {
    const path = join(root, "package.json");
    if (!existsSync(path)) continue;
    const manifest = JSON.parse(readFileSync(path, "utf8")) as Manifest;
    if (manifest.name && manifest.version) return [root, manifest];
  }
  return null;
}

function sourceOf({ homepage, repository }: Manifest): string {
  const address = typeof repository === "string" ? repository : repository?.url;
  return (address ?? homepage ?? "").replace(/^git\+/, "");
}

/** The licence as the package brings it, else the standard text of the licence that its manifest names. */
function textsOf(root: string, { license, author }: Manifest): string[] {
  const files = readdirSync(root).filter((name) => LICENCE_FILE.test(name)).sort();
  if (files.length > 0) return files.map((name) => readFileSync(join(root, name), "utf8").trim());
  const standard = join(STANDARD_TEXTS, `${license ?? ""}.txt`);
  if (!existsSync(standard)) return [];
  const holder = typeof author === "string" ? author : author?.name;
  return [`Copyright (c) ${holder ?? "the authors"}\n\n${readFileSync(standard, "utf8").trim()}`];
}

function described(root: string, manifest: Manifest): ThirdParty {
  return {
    name: manifest.name ?? "",
    version: manifest.version ?? "",
    licence: manifest.license ?? "",
    source: sourceOf(manifest),
    texts: textsOf(root, manifest),
  };
}

function packagesOf(moduleIds: Iterable<string>): ThirdParty[] {
  const roots = new Map<string, ThirdParty>();
  for (const folder of new Set([...moduleIds].map(folderOf))) {
    const found = folder === null ? null : packageOf(folder);
    if (found) roots.set(found[0], described(...found));
  }
  return [...roots.values()].sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
}

function section({ name, version, licence, source, texts }: ThirdParty): string {
  return [RULE, `${name} ${version}`, `Licence: ${licence}`, `Source: ${source}`, RULE, "", texts.join("\n\n"), ""].join("\n");
}

function page(packages: readonly ThirdParty[]): string {
  const intro = "The web pages of Plumbline contain code, styles or fonts of these packages.\n";
  const list = packages.map(({ name, version, licence }) => `  ${name} ${version} (${licence})`).join("\n");
  return [intro, list, "", ...packages.map(section)].join("\n");
}

/** The plugin for the pages, and the one for the workers, whose modules the bundler keeps apart. */
export function thirdParty(): { pages: Plugin; workers: () => Plugin } {
  const seen = new Set<string>();
  const collect = (moduleIds: Iterable<string>) => {
    for (const moduleId of moduleIds) seen.add(moduleId);
  };
  return {
    workers: () => ({
      name: "third-party-of-workers",
      generateBundle() {
        collect(this.getModuleIds());
      },
    }),
    pages: {
      name: "third-party",
      apply: "build",
      generateBundle() {
        collect(this.getModuleIds());
        const packages = packagesOf(seen);
        const silent = packages.filter(({ licence, texts }) => !licence || texts.length === 0);
        if (silent.length > 0) {
          const names = silent.map(({ name, licence }) => `${name} (${licence})`).join(", ");
          this.error(`packages without a licence text: ${names}; add the standard text to scripts/licences/`);
        }
        this.emitFile({ type: "asset", fileName: FILE, source: page(packages) });
      },
    },
  };
}
