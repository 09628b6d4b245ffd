/** Multiplies and adds on twelve independent vectors, held in registers: 96 floating-point operations a round. */
export function rounds(count: i32): f32 {
  const m = f32x4.splat(0.9999999);
  const a = f32x4.splat(1e-9);
  let v0 = f32x4.splat(0);
  let v1 = f32x4.splat(1);
  let v2 = f32x4.splat(2);
  let v3 = f32x4.splat(3);
  let v4 = f32x4.splat(4);
  let v5 = f32x4.splat(5);
  let v6 = f32x4.splat(6);
  let v7 = f32x4.splat(7);
  let v8 = f32x4.splat(8);
  let v9 = f32x4.splat(9);
  let v10 = f32x4.splat(10);
  let v11 = f32x4.splat(11);
  for (let i = 0; i < count; i++) {
    v0 = f32x4.add(f32x4.mul(v0, m), a);
    v1 = f32x4.add(f32x4.mul(v1, m), a);
    v2 = f32x4.add(f32x4.mul(v2, m), a);
    v3 = f32x4.add(f32x4.mul(v3, m), a);
    v4 = f32x4.add(f32x4.mul(v4, m), a);
    v5 = f32x4.add(f32x4.mul(v5, m), a);
    v6 = f32x4.add(f32x4.mul(v6, m), a);
    v7 = f32x4.add(f32x4.mul(v7, m), a);
    v8 = f32x4.add(f32x4.mul(v8, m), a);
    v9 = f32x4.add(f32x4.mul(v9, m), a);
    v10 = f32x4.add(f32x4.mul(v10, m), a);
    v11 = f32x4.add(f32x4.mul(v11, m), a);
  }
  const low = f32x4.add(f32x4.add(v0, v1), f32x4.add(f32x4.add(v2, v3), v4));
  const high = f32x4.add(f32x4.add(v5, v6), f32x4.add(f32x4.add(v7, v8), f32x4.add(v9, f32x4.add(v10, v11))));
  return f32x4.extract_lane(f32x4.add(low, high), 0);
}
