import { describe, expect, it } from "vitest";

import type { ServiceEdge, ServiceMap, ServiceNode } from "../../api/services";
import { apart, graphOfService, narrowed, wayBetween } from "./serviceGraph";

function node(uid: string, level: number, via: string | null, role = "needed"): ServiceNode {
  return {
    uid, name: uid, ci_class: "software_instance", class_label: "Program", root: null, site: null, level, via, role,
    state: level === 0 ? "source" : "up", status: "active", group: null, criticality: null, users: null,
  };
}

function edge(source: string, target: string, confidence: number | null = 1): ServiceEdge {
  return { source, target, type: "DEPENDS_ON", strength: "hard", confidence, sources: [], last_seen_at: null, derivation: null, through: null };
}

const MAP: ServiceMap = {
  nodes: [node("shop", 0, null, "service"), node("web", 1, null, "entry"), node("app", 2, "web"), node("db", 3, "app"), node("dns", 3, "app", "shared")],
  edges: [edge("shop", "web"), edge("web", "app", 0.5), edge("app", "db"), edge("app", "dns"), edge("web", "dns")],
  tops: ["web"], added: [], removed: [], is_cut: false, snapshot_at: "",
};

describe("a service map", () => {
  it("leaves shared infrastructure out until it is asked for", () => {
    expect(narrowed(MAP, "", false).nodes.map(({ uid }) => uid)).toEqual(["shop", "web", "app", "db"]);
    expect(narrowed(MAP, "", true).nodes).toHaveLength(5);
  });

  it("keeps what leads to the members that fit", () => {
    const { nodes, edges } = narrowed(MAP, "DB", false);
    expect(nodes.map(({ uid }) => uid)).toEqual(["shop", "web", "app", "db"]);
    expect(edges).toHaveLength(3);
    expect(narrowed(MAP, "nothing", false).nodes.map(({ uid }) => uid)).toEqual(["shop"]);
  });

  it("draws what is not sure fainter", () => {
    expect([...graphOfService(MAP, "").links.isFaded]).toEqual([0, 1, 0, 0, 0]);
  });

  it("asks for the evidence of each CI through which another service is entered", () => {
    const through = { uid: "named", name: "named", ci_class: "software_instance" };
    const edges = [edge("app", "names"), edge("app", "names"), { ...edge("app", "names"), through }];
    expect(apart(edges).map((one) => one.through?.uid)).toEqual([undefined, "named"]);
  });

  it("has a shortest way between two members in either direction", () => {
    expect(wayBetween(MAP.edges, "shop", "dns")).toEqual(["shop", "web", "dns"]);
    expect(wayBetween(MAP.edges, "db", "web")).toEqual(["db", "app", "web"]);
    expect(wayBetween(MAP.edges, "db", "dns")).toEqual([]);
    expect(wayBetween(MAP.edges, "db", "db")).toEqual(["db"]);
  });
});
