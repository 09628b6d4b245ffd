import type { Frame } from "../plot-canvas.ts";
import { textWidthPx } from "../plot-svg.ts";
import { TICK_PX } from "./chart-words.ts";

/** A dot on the image, with the words that belong to it. */
export interface LabelledDot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Empty for none. */
  readonly text: string;
}

/** A label's place. */
export interface LabelPlace {
  /** Start of its base line. */
  readonly x: number;
  readonly y: number;
  /** From the dot to a label that stands apart from it. */
  readonly leader?: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const HEIGHT_PX = TICK_PX;
/** Room between a dot and its label, nearest first. */
const GAPS_PX: readonly number[] = [4, 14, 28, 44];
/** After the first round, every label is placed anew among all the others. */
const ROUNDS = 4;

/**
 * Places each label near its dot where it covers least: of eight places round the dot, at four distances, the one
 * with the smallest overlap with other labels, with dots, and with what lies outside the frame.
 *
 * @returns One place per dot, undefined for those without a label.
 */
export function placeLabels(dots: readonly LabelledDot[], frame: Frame): (LabelPlace | undefined)[] {
  const dotBoxes = dots.map(({ x, y, radius }) => boxAround(x, y, radius, radius));
  const placed: (Candidate | undefined)[] = dots.map(() => undefined);
  for (let round = 0; round < ROUNDS; round++) {
    dots.forEach((dot, index) => {
      if (dot.text === "") return;
      let best: { candidate: Candidate; cost: number } | undefined;
      for (const candidate of candidates(dot)) {
        const { box, gapPx } = candidate;
        let cost = gapPx + 20 * (area(box) - overlap(box, frame));
        placed.forEach((other, place) => {
          if (other && place !== index) cost += 4 * overlap(box, other.box);
        });
        for (const other of dotBoxes) cost += overlap(box, other);
        if (!best || cost < best.cost - 1e-6) best = { candidate, cost };
      }
      placed[index] = best!.candidate;
    });
  }
  return placed.map((candidate, index) => candidate && placeOf(candidate, dots[index]!));
}

interface Candidate {
  readonly box: Box;
  readonly gapPx: number;
}

function* candidates({ x, y, radius, text }: LabelledDot): Generator<Candidate> {
  const [halfWidth, halfHeight] = [textWidthPx(text, TICK_PX) / 2, HEIGHT_PX / 2];
  for (const gapPx of GAPS_PX) {
    const away = radius + gapPx;
    const slant = 0.75 * away;
    for (const [dx, dy] of [
      ...([
        [away + halfWidth, 0],
        [-away - halfWidth, 0],
        [0, -away - halfHeight],
        [0, away + halfHeight],
      ] as const),
      ...(
        [
          [1, -1],
          [1, 1],
          [-1, -1],
          [-1, 1],
        ] as const
      ).map(([right, down]) => [right * (slant + halfWidth), down * (slant + halfHeight)] as const),
    ]) {
      yield { box: boxAround(x + dx, y + dy, halfWidth, halfHeight), gapPx };
    }
  }
}

function placeOf({ box, gapPx }: Candidate, { x, y }: LabelledDot): LabelPlace {
  const place = { x: box.left, y: box.bottom - 3 };
  if (gapPx === GAPS_PX[0]) return place;
  const nearest = {
    x2: Math.min(Math.max(x, box.left), box.right),
    y2: Math.min(Math.max(y, box.top + 2), box.bottom),
  };
  return { ...place, leader: { x1: x, y1: y, ...nearest } };
}

function boxAround(x: number, y: number, halfWidth: number, halfHeight: number): Box {
  return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

function area({ left, right, top, bottom }: Box): number {
  return (right - left) * (bottom - top);
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}
