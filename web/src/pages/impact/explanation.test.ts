import { describe, expect, it } from "vitest";

import type { ExplainingPath, PathStep } from "../../api/types";
import { between, pathsOf, weakestStep } from "./explanation";

function step(uid: string, confidence: number | null | undefined): PathStep {
  const relationship = { type: "RUNS_ON", strength: null, sources: [], last_seen_at: null, derivation: null, evidence: [] };
  return { uid, name: uid, ci_class: "server", state: "down", note: "", relationship: confidence === undefined ? null : { ...relationship, confidence } };
}

function path(...uids: string[]): ExplainingPath {
  return { steps: uids.map((uid) => step(uid, 1)) };
}

describe("weakestStep", () => {
  it("is the one with the least confidence", () => {
    expect(weakestStep([step("a", undefined), step("b", 0.9), step("c", 0.4), step("d", null)])).toBe(2);
  });

  it("is none where all are sure or unrated", () => {
    expect(weakestStep([step("a", undefined), step("b", 1), step("c", null)])).toBe(-1);
  });
});

describe("between", () => {
  it("leaves out the ends", () => {
    expect(between(path("a", "b", "c", "d"))).toEqual(["b", "c"]);
    expect(between(path("a", "b"))).toEqual([]);
  });
});

describe("pathsOf", () => {
  it("takes paths that lead to a CI, and those that start there for causes", () => {
    const paths = [path("a", "b"), path("a", "x", "b")];

    expect(pathsOf(paths, "b")).toBe(paths);
    expect(pathsOf(paths, "a")).toBe(paths);
  });

  it("never explains a CI with the paths of another one", () => {
    expect(pathsOf([path("a", "b")], "c")).toEqual([]);
    expect(pathsOf(undefined, "c")).toEqual([]);
  });
});
