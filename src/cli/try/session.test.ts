import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  changeTo,
  comparedPair,
  currentSetting,
  heardSetting,
  isContinuation,
  isFlat,
  isSameSetting,
  joinPhrases,
  keep,
  listenTo,
  redo,
  type Session,
  type Setting,
  startSession,
  switchCompared,
  undo,
  withLooping,
  withMatching,
} from "./session.ts";

fc.configureGlobal({ seed: 1 });

const anySetting: fc.Arbitrary<Setting> = fc.record({
  phrase: fc.constantFrom("warm", "bright", "a bit less harsh", "warm, but not muddy", "cálido"),
  amountPercent: fc.integer({ min: -200, max: 200 }),
});
/** Consecutive ones differ, so that each is a step. */
const anySteps: fc.Arbitrary<Setting[]> = fc
  .array(anySetting, { maxLength: 30 })
  .map((settings) =>
    settings.filter((setting, index) => index === 0 || !isSameSetting(setting, settings[index - 1]!)),
  );
const anyChange: fc.Arbitrary<(session: Session) => Session> = fc.oneof(
  anySetting.map((setting) => (session: Session) => changeTo(session, setting)),
  fc.nat(4).map((steps) => (session: Session) => undo(session, steps)),
  fc.nat(4).map((steps) => (session: Session) => redo(session, steps)),
  fc.constantFrom("a" as const, "b" as const).map((slot) => (session: Session) => keep(session, slot)),
  fc.constant((session: Session) => switchCompared(session) ?? session),
  fc.constantFrom("now", "dry").map((heard) => (session: Session) => listenTo(session, heard as "now")),
  fc.boolean().map((on) => (session: Session) => withMatching(session, on)),
  fc.boolean().map((on) => (session: Session) => withLooping(session, on)),
);
const anySession: fc.Arbitrary<Session> = fc
  .array(anyChange, { maxLength: 40 })
  .map((changes) => changes.reduce((session, change) => change(session), startSession()));

/** Throws on any write, however deep. */
function frozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

const timeline = ({ past, present, future }: Session): Setting[] => [...past, present, ...future];

describe("undo and redo", () => {
  test("as many undos as steps give the beginning, as many redos the end", () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const end = steps.reduce(changeTo, startSession());
        expect(end.past).toHaveLength(steps.length);
        const back = steps.reduce((session) => undo(session), end);
        expect(back.present).toEqual(startSession().present);
        expect(undo(back)).toBe(back);
        const again = steps.reduce((session) => redo(session), back);
        expect(again).toEqual(end);
        expect(redo(again)).toBe(again);
      }),
    );
  });

  test("n steps at once are n single ones, and never lose a setting", () => {
    fc.assert(
      fc.property(anySession, fc.nat(12), (session, steps) => {
        for (const move of [undo, redo]) {
          let singly = session;
          for (let step = 0; step < steps; step++) singly = move(singly);
          expect(move(session, steps)).toEqual(singly);
          expect(timeline(move(session, steps))).toEqual(timeline(session));
        }
      }),
    );
  });

  test("a new step gives up what was undone and nothing before it", () => {
    fc.assert(
      fc.property(anySession, anySetting, (session, setting) => {
        const next = changeTo(session, setting);
        if (isSameSetting(setting, session.present)) expect(timeline(next)).toEqual(timeline(session));
        else expect(timeline(next)).toEqual([...session.past, session.present, setting]);
        expect(next.heard).toBe("now");
      }),
    );
  });

  test("nothing is changed in place", () => {
    fc.assert(
      fc.property(anySession, anyChange, (session, change) => {
        const copy = structuredClone(session);
        change(frozen(session));
        expect(session).toEqual(copy);
      }),
    );
  });
});

describe("A and B", () => {
  test("what is kept stays, whatever is done to the setting", () => {
    fc.assert(
      fc.property(anySession, anySession, fc.constantFrom("a" as const, "b" as const), (one, two, slot) => {
        const other = slot === "a" ? "b" : "a";
        const kept = keep({ ...one, kept: two.kept }, slot);
        expect(kept.kept[slot]).toEqual(currentSetting({ ...one, kept: two.kept }));
        expect(kept.kept[other]).toEqual(two.kept[other]);
        expect(timeline(kept)).toEqual(timeline(one));
        const later = [undo(kept, 3), redo(kept), changeTo(kept, { phrase: "tinny", amountPercent: 7 })];
        for (const session of later) expect(session.kept).toEqual(kept.kept);
      }),
    );
  });

  test("switching goes between two, leaves the setting, and needs something kept", () => {
    fc.assert(
      fc.property(anySession, (session) => {
        const once = switchCompared(session);
        expect(once === undefined).toBe(!session.kept.a && !session.kept.b);
        if (!once) return;
        const twice = switchCompared(once)!;
        expect(new Set([once.heard, twice.heard])).toEqual(new Set(comparedPair(session)));
        expect(switchCompared(twice)!.heard).toBe(once.heard);
        expect(timeline(twice)).toEqual(timeline(session));
        expect(heardSetting(once)).toBeDefined();
      }),
    );
  });

  test("the sound as it is has no setting; an empty slot neither", () => {
    fc.assert(
      fc.property(anySession, (session) => {
        expect(heardSetting(session, "dry")).toBeUndefined();
        expect(heardSetting(session, "now")).toBe(session.present);
        expect(heardSetting(session, "a")).toBe(session.kept.a);
      }),
    );
    const kept = keep(changeTo(startSession(), { phrase: "warm", amountPercent: 100 }), "a");
    const later = changeTo(kept, { phrase: "bright", amountPercent: 50 });
    expect(currentSetting(listenTo(later, "a")).phrase).toBe("warm");
    expect(currentSetting(listenTo(later, "dry")).phrase).toBe("bright");
    expect(isFlat(startSession().present)).toBe(true);
    expect(isFlat({ phrase: "warm", amountPercent: 0 })).toBe(true);
    expect(isFlat({ phrase: "warm", amountPercent: -1 })).toBe(false);
  });
});

test.each([
  ["warm", "a bit less harsh", "warm, a bit less harsh"],
  ["warm", "but not muddy", "warm but not muddy"],
  ["warm", "and bright", "warm and bright"],
  ["warm", "+ 0.5 airy", "warm + 0.5 airy"],
  ["warm", "- boomy", "warm - boomy"],
  ["warm", "plus airy", "warm, airy"],
  ["warm", "then  less harsh ", "warm, less harsh"],
  ["warm", "android", "warm, android"],
  ["", "and bright", "bright"],
  ["", "bright", "bright"],
  ["cálido", "pero no oscuro", "cálido pero no oscuro"],
])("%j goes on with %j as %j", (phrase, further, joined) => {
  expect(joinPhrases(phrase, further)).toBe(joined);
});

test("a word that begins like a connective is no continuation", () => {
  expect(["android", "butter", "yellow", "thenar", "-boomy"].filter(isContinuation)).toEqual([]);
  expect([" and warm", "But not muddy", "y brillante", "- boomy", "+ airy"].every(isContinuation)).toBe(true);
});
