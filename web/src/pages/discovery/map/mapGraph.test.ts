import { expect, test } from "vitest";

import type { MapDevice, MapLink, NetworkMap } from "../../../api/networkMap";
import { grouped } from "../../../graph/grouping";
import { layOut } from "../../../graph/layout";
import { wish } from "../../../graph/testGraphs";
import { graphOfMap, linksByEnds, linksOf, wordsOf } from "./mapGraph";
import { shortPort } from "./words";

function device(uid: string, layer: number | null, rest: Partial<MapDevice> = {}): MapDevice {
  return {
    uid, name: uid, ci_class: "switch", class_label: "Switch", status: "active", site: "Oslo", layer, attached_to: null,
    is_network_device: true, is_inferred: false, is_elsewhere: false, is_on_the_way: false, gateway_of: [], ...rest,
  };
}

function link(source: string, target: string, ports: readonly [string, string], rest: Partial<MapLink> = {}): MapLink {
  const [port, peer] = ports.map((name) => ({ uid: name, name, status: "active", speed_bps: null }));
  if (!port || !peer) throw new RangeError("two ports");
  const said = { confidence: 1, is_inferred: false, is_stale: false, vlans: [] };
  return { source, target, members: 1, ...said, cables: [{ port, peer, sources: [], first_seen_at: null, last_seen_at: null, attributes: {}, ...said }], ...rest };
}

function mapOf(devices: MapDevice[], links: MapLink[]): NetworkMap {
  return { site: "Oslo", devices, links, layers: [], vlans: [], subnets: [], hidden: 0 };
}

const ancestors = () => ["network_device", "device", "ci"];
const access = device("s1", 1);
const machines = Array.from({ length: 2000 }, (_, turn) => device(`p${turn}`, 2, { ci_class: "workstation", class_label: "Workstation", attached_to: turn % 100 === 0 ? "s2" : "s1" }));
const cables = machines.map(({ uid, attached_to }) => link(attached_to ?? "", uid, [`GigabitEthernet1/0/${uid}`, "eth0"]));
const big = mapOf([device("r1", 0), access, device("s2", 1), ...machines, device("lost", null, { status: "stale" })], [link("r1", "s1", ["ge0", "1"], { members: 2 }), link("r1", "s2", ["ge1", "1"], { is_inferred: true, is_stale: true }), ...cables]);

test("many machines at a switch are one box, which opens", () => {
  const graph = graphOfMap(big, "key", ancestors);
  const folded = layOut(graph, wish({ grouping: "bundle" }));
  const opened = grouped(graph.nodes, wish({ grouping: "bundle", open: ["2/workstation/*/s2"] }));

  expect(folded.boxes.map(({ members }) => members.length).sort((a, b) => b - a)).toEqual([1980, 20, 1, 1, 1, 1]);
  expect(opened.bunches).toHaveLength(1 + 3 + 20 + 1);
});

test("links keep how many cables they stand for, and that nobody told or saw them", () => {
  const { links } = layOut(graphOfMap(big, "key", ancestors), wish({ grouping: "bundle" }));

  expect([...links.count].sort((a, b) => a - b)).toEqual([1, 2, 20, 1980]);
  expect([...links.isSoft]).toEqual([...links.isFaded]);
  expect(links.isSoft.reduce((sum, one) => sum + one, 0)).toBe(1);
});

test("a device without a link stands after all others, and one that is not seen has no state", () => {
  const nodes = graphOfMap(big, "key", ancestors).nodes;
  const words = wordsOf(big.devices, linksByEnds(big.links));

  expect(nodes.at(-1)).toMatchObject({ level: 3, state: "unknown", icon: "switch" });
  expect(words.level(3, 1)).toBe("No known link · 1");
  expect(words.level(-1, 2)).toBe("Elsewhere · 2");
});

test("ports are named from the side that is looked from", () => {
  const words = wordsOf(big.devices, linksByEnds(big.links));

  expect(words.ends("s1", "p1")).toEqual(["Gi1/0/p1", "eth0"]);
  expect(words.ends("p1", "s1")).toEqual(["eth0", "Gi1/0/p1"]);
  expect(words.ends("p1", "p2")).toBeNull();
  expect(linksOf(big.links, "s2")[0]?.source).toBe("r1");
  expect(linksOf(big.links, "s1").slice(1, 4).map(({ target }) => target)).toEqual(["p1", "p2", "p3"]);
});

test.each([
  ["TenGigabitEthernet1/1/1", "Te1/1/1"], ["HundredGigE0/0/1", "Hu0/0/1"], ["Ethernet48", "Eth48"], ["Ethernet", "Ethernet"], ["Port-channel12", "Po12"], ["xe-0/1/0", "xe-0/1/0"],
])("%s is written %s", (name, short) => {
  expect(shortPort(name)).toBe(short);
});
