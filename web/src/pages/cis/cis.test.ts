import { describe, expect, it } from "vitest";

import type { CIClass, Schema } from "../../api/types";
import { canSort, columnChoice, columnsInUrl, shownColumns, sortOf } from "./columnChoice";
import { chosenOf, cleared, filtersOf } from "./filters";
import { savedWith, type View, withoutPlace } from "./views";

function aClass(name: string, columns: readonly string[], over: Partial<CIClass> = {}): CIClass {
  const attributes = columns.map((column) => ({
    name: column, label: column, doc: "", kind: "string", unit: null, is_facet: false, is_column: true, choices: [], group: "general",
  }));
  const ageing = { stale_seconds: 1, stale_attempts: 1, retired_seconds: 1, retired_attempts: 1 };
  return {
    name, label: name, doc: "", parents: [], is_abstract: false, family: "device", is_service: false, attributes,
    identification: [], rules: [], owner_types: [], ageing, ...over,
  };
}

const SCHEMA: Schema = {
  classes: [
    aClass("device", ["model"], { is_abstract: true }),
    aClass("server", ["model", "os_name"]),
    aClass("switch", ["model", "ports"]),
    aClass("disk", ["size_bytes"], { family: "part" }),
  ],
  relationship_types: [],
  data_sources: [],
};

describe("columnChoice", () => {
  it("shows what a class declares, without the class and without what it is part of", () => {
    expect(columnChoice(SCHEMA, ["server"]).usual).toEqual([
      "name", "status", "model", "os_name", "site", "last_seen_at",
    ]);
  });

  it("says of a part what it belongs to", () => {
    expect(columnChoice(SCHEMA, ["disk"]).usual).toContain("root");
  });

  it("shows of several classes what they share and offers the rest", () => {
    const { all, usual } = columnChoice(SCHEMA, ["server", "switch"]);

    expect(usual).toContain("model");
    expect(usual).toContain("ci_class");
    expect(usual).not.toContain("ports");
    expect(all).toContain("ports");
  });

  it("says the class of what belongs to an abstract one", () => {
    expect(columnChoice(SCHEMA, ["device"]).usual).toContain("ci_class");
  });

  it("offers the columns of every class while no class is chosen", () => {
    expect(columnChoice(SCHEMA, []).all).toEqual(expect.arrayContaining(["model", "os_name", "ports", "size_bytes"]));
  });

  it("shows at most ten at first", () => {
    const many = aClass("many", Array.from({ length: 20 }, (_, index) => `a${index}`));

    const { usual } = columnChoice({ ...SCHEMA, classes: [many] }, ["many"]);

    expect(usual).toHaveLength(10);
    expect(usual).toContain("a19");
    expect(usual).toContain("last_seen_at");
  });
});

describe("columns in the URL", () => {
  const choice = columnChoice(SCHEMA, ["server"]);

  it("are left out when they are the usual ones", () => {
    expect(columnsInUrl(choice, choice.usual)).toBeNull();
    expect(shownColumns(choice, "")).toEqual(choice.usual);
  });

  it("restore a choice, always with the name and without what does not exist", () => {
    expect(columnsInUrl(choice, ["name", "os_name"])).toBe("name,os_name");
    expect(shownColumns(choice, "os_name,nonsense")).toEqual(["name", "os_name"]);
  });
});

describe("sortOf", () => {
  it("takes what the server can sort by, in both directions", () => {
    expect(sortOf(SCHEMA, "-os_name")).toBe("-os_name");
    expect(sortOf(SCHEMA, "last_seen_at")).toBe("last_seen_at");
  });

  it("falls back to the name", () => {
    expect(sortOf(SCHEMA, "")).toBe("name");
    expect(sortOf(SCHEMA, "sources")).toBe("name");
    expect(canSort(SCHEMA, "root")).toBe(false);
  });
});

describe("filtersOf", () => {
  it("takes the filters alone, in a stable order", () => {
    const search = { sort: ["name"], site: ["Oslo"], "attr.os_name": ["Debian"], row: ["4"], ci_class: ["server", "switch"] };

    expect(JSON.stringify(filtersOf(search))).toBe('{"attr.os_name":["Debian"],"ci_class":["server","switch"],"site":["Oslo"]}');
  });

  it("is undone by clearing, which leaves columns and sort", () => {
    expect(cleared({ q: ["a"], "attr.x": ["1"], sort: ["name"], columns: ["name"] })).toEqual({
      q: null, "attr.x": null, row: null, preview: null,
    });
  });

  it("lists each chosen value, and not the text", () => {
    expect(chosenOf({ q: ["x"], site: ["A", "B"] })).toEqual([{ name: "site", value: "A" }, { name: "site", value: "B" }]);
  });
});

describe("views", () => {
  const oslo: View = { name: "Oslo", search: "?site=Oslo" };

  it("are kept by name, the later one replacing the earlier", () => {
    const kept = savedWith([oslo, { name: "All", search: "" }], { name: "Oslo", search: "?site=Oslo&sort=-name" });

    expect(kept).toEqual([{ name: "All", search: "" }, { name: "Oslo", search: "?site=Oslo&sort=-name" }]);
  });

  it("hold the list and not the place in it", () => {
    expect(withoutPlace({ site: ["Oslo"], row: ["8"], preview: ["1"], density: ["compact"] })).toBe("?site=Oslo&density=compact");
  });
});
