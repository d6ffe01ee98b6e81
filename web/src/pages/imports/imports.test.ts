import { describe, expect, it } from "vitest";

import type { SheetMapping } from "../../api/imports";
import type { CIClass, Schema } from "../../api/types";
import { columnsOf, leadsOf, meaningOf, withMeaning } from "./meanings";
import { leadsFrom, namedBy, ownersOf, targetOf, valueFrom, withMeant, withStep } from "./sources";

function aClass(name: string, rules: string[][], ownerTypes: string[] = []): CIClass {
  const ageing = { stale_seconds: 1, stale_attempts: 1, retired_seconds: 1, retired_attempts: 1 };
  return {
    name, label: name, doc: "", parents: [], is_abstract: false, family: "", is_service: false, attributes: [],
    identification: [], rules, owner_types: ownerTypes, ageing,
  };
}

const SITE = aClass("site", [["name"]]);
const RACK = aClass("rack", [["name"]], ["LOCATED_IN"]);
const SERVER = aClass("server", [["manufacturer", "serial_number"], ["fqdn"]]);
const SCHEMA: Schema = {
  classes: [SERVER, RACK, SITE],
  relationship_types: [
    { name: "LOCATED_IN", doc: "", sources: ["server", "rack"], targets: ["rack", "site"], failure: "up", discriminator: [], attributes: [] },
    { name: "RUNS_ON", doc: "", sources: ["site"], targets: ["server"], failure: "down", discriminator: [], attributes: [] },
  ],
  data_sources: [],
};
const SHEET: SheetMapping = { sheet: "rows", ci_class: "server", class_column: "", class_values: {}, attributes: [], relations: [] };

describe("what rows lead to", () => {
  it("is offered for every class that a type reaches, and the owners of those that are part of another", () => {
    expect(leadsFrom(SCHEMA, "server").map(({ type, target }) => `${type} ${target.name}`)).toEqual(["LOCATED_IN rack", "LOCATED_IN site"]);
    expect(leadsOf(SCHEMA, "server").map(({ value }) => value)).toEqual(["LOCATED_IN|site|name"]);
    expect(ownersOf(SCHEMA, "rack").map(({ name }) => name)).toEqual(["rack", "site"]);
    expect(ownersOf(SCHEMA, "server")).toEqual([]);
  });

  it("is named by the shortest rule until another one is chosen, which keeps what stays", () => {
    const target = targetOf(SERVER);
    const chosen = namedBy({ ...target, attributes: [valueFrom("serial_number", "Serial")] }, ["manufacturer", "serial_number"]);

    expect(target.attributes?.map(({ attribute }) => attribute)).toEqual(["fqdn"]);
    expect(columnsOf(chosen)).toEqual(["Serial"]);
  });

  it("may be nested: a column that names an owner is part of more", () => {
    const rack = { ...targetOf(RACK), within: targetOf(SITE) };
    const target = withStep(rack, 1, (site) => ({ ...site, attributes: [valueFrom("name", "Place")] }));
    const sheet = { ...SHEET, relations: [{ type: "LOCATED_IN", target, creates: false }] };

    expect(meaningOf(sheet, "Place")).toBeNull();
    expect(withMeaning(sheet, "Place", "").relations).toEqual([]);
  });
});

describe("what values mean", () => {
  it("is said text by text and taken back with nothing", () => {
    const meant = withMeant({}, "aktiv", "in_use");

    expect(meant).toEqual({ aktiv: "in_use" });
    expect(withMeant(meant, "aktiv", "")).toEqual({});
  });

  it("keeps the value for all rows as the one for empty cells when a column is given", () => {
    const constant = { ...valueFrom("environment", ""), constant: "test" };

    expect(withMeaning({ ...SHEET, attributes: [constant] }, "Env", "environment").attributes).toEqual([{ ...constant, column: "Env" }]);
  });
});
