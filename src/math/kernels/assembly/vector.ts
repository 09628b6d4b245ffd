/** Building blocks shared by the kernels. Tensors are named by element offset; memory is addressed in bytes. */

@inline export function bytes(elements: i32): usize {
  return <usize>elements << 2;
}

@inline export function zero(): v128 {
  return f32x4.splat(0);
}

/** c + a·b; two roundings, like every other engine without relaxed SIMD. */
@inline export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(c, f32x4.mul(a, b));
}

/** Sum of the four lanes, pairwise. */
@inline export function sumLanes(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  );
}

/** The four lane sums of a, b, c, d as one vector: a 4 x 4 transpose, then three additions. */
@inline export function sumLanesOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab01 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const ab23 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd01 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const cd23 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  const lane0 = v128.shuffle<i32>(ab01, cd01, 0, 1, 4, 5);
  const lane1 = v128.shuffle<i32>(ab01, cd01, 2, 3, 6, 7);
  const lane2 = v128.shuffle<i32>(ab23, cd23, 0, 1, 4, 5);
  const lane3 = v128.shuffle<i32>(ab23, cd23, 2, 3, 6, 7);
  return f32x4.add(f32x4.add(lane0, lane1), f32x4.add(lane2, lane3));
}

/** Writes a vector: replaces, or adds to what stands there. */
@inline export function put(pointer: usize, value: v128, accumulate: i32): void {
  v128.store(pointer, accumulate ? f32x4.add(v128.load(pointer), value) : value);
}

/** Writes one element: replaces, or adds to what stands there. */
@inline export function putOne(pointer: usize, value: f32, accumulate: i32): void {
  store<f32>(pointer, accumulate ? load<f32>(pointer) + value : value);
}
