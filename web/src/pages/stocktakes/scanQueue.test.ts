import { expect, test } from "vitest";

import { add, type Kept, newUid, next, remove, waiting } from "./scanQueue";

function kept(): Kept {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => { values.set(key, value); },
    removeItem: (key) => { values.delete(key); },
  };
}

const scan = (code: string) => ({ uid: newUid(), code, room: "3.07", at: "2027-01-01T00:00:00Z" });

test("what was scanned while others were sent stays, and each stock-take has its own", () => {
  const store = kept();
  add(store, "STK1", scan("A"));
  add(store, "STK1", scan("B"));
  add(store, "STK2", scan("C"));
  const sent = next(store, "STK1");
  add(store, "STK1", scan("D"));

  remove(store, "STK1", sent);

  expect(sent.map(({ code }) => code)).toEqual(["A", "B"]);
  expect(waiting(store, "STK1").map(({ code }) => code)).toEqual(["D"]);
  expect(waiting(store, "STK2")).toHaveLength(1);
});

test("what somebody else left there is no scan", () => {
  const store = kept();
  store.setItem("plumbline-scans-STK1", "{broken");

  expect(waiting(store, "STK1")).toEqual([]);
});
