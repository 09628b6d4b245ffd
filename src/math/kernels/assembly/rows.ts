/** Kernels that work along the rows or columns of a matrix; rows are packed, so their last elements go one by one. */
import { exponential, logarithm } from "./elementary";
import { bytes, multiplyAdd, put, putOne, sumLanes, zero } from "./vector";

export function broadcastRows(x: i32, y: i32, groups: i32, rows: i32, columns: i32, accumulate: i32): void {
  const whole = bytes(columns & ~3);
  const end = bytes(columns);
  let out = bytes(y);
  for (let g = 0; g < groups; g++) {
    const source = bytes(x) + <usize>g * end;
    for (let r = 0; r < rows; r++, out += end) {
      let c: usize = 0;
      for (; c < whole; c += 16) put(out + c, v128.load(source + c), accumulate);
      for (; c < end; c += 4) putOne(out + c, load<f32>(source + c), accumulate);
    }
  }
}

export function sumRows(x: i32, y: i32, groups: i32, rows: i32, columns: i32, accumulate: i32): void {
  const whole = bytes(columns & ~3);
  const end = bytes(columns);
  for (let g = 0; g < groups; g++) {
    const source = bytes(x) + <usize>g * <usize>rows * end;
    const out = bytes(y) + <usize>g * end;
    let c: usize = 0;
    for (; c < whole; c += 16) {
      let sum = zero();
      for (let r = 0; r < rows; r++) sum = f32x4.add(sum, v128.load(source + <usize>r * end + c));
      put(out + c, sum, accumulate);
    }
    for (; c < end; c += 4) {
      let sum: f32 = 0;
      for (let r = 0; r < rows; r++) sum += load<f32>(source + <usize>r * end + c);
      putOne(out + c, sum, accumulate);
    }
  }
}

export function broadcastColumns(x: i32, y: i32, rows: i32, columns: i32, accumulate: i32): void {
  const whole = bytes(columns & ~3);
  const end = bytes(columns);
  let out = bytes(y);
  for (let r = 0; r < rows; r++, out += end) {
    const value = load<f32>(bytes(x + r));
    const v = f32x4.splat(value);
    let c: usize = 0;
    for (; c < whole; c += 16) put(out + c, v, accumulate);
    for (; c < end; c += 4) putOne(out + c, value, accumulate);
  }
}

@inline function rowSum(row: usize, columns: i32): f32 {
  const whole = bytes(columns & ~3);
  let sum = zero();
  let c: usize = 0;
  for (; c < whole; c += 16) sum = f32x4.add(sum, v128.load(row + c));
  let total = sumLanes(sum);
  for (; c < bytes(columns); c += 4) total += load<f32>(row + c);
  return total;
}

@inline function rowDot(p: usize, q: usize, columns: i32): f32 {
  const whole = bytes(columns & ~3);
  let sum = zero();
  let c: usize = 0;
  for (; c < whole; c += 16) sum = multiplyAdd(v128.load(p + c), v128.load(q + c), sum);
  let total = sumLanes(sum);
  for (; c < bytes(columns); c += 4) total += load<f32>(p + c) * load<f32>(q + c);
  return total;
}

export function sumColumns(x: i32, y: i32, rows: i32, columns: i32, accumulate: i32): void {
  for (let r = 0; r < rows; r++) putOne(bytes(y + r), rowSum(bytes(x + r * columns), columns), accumulate);
}

export function layerNorm(
  x: i32, gamma: i32, beta: i32, y: i32, normalized: i32, inverseDeviation: i32,
  rows: i32, columns: i32, epsilon: f32,
): void {
  const whole = bytes(columns & ~3);
  const end = bytes(columns);
  for (let r = 0; r < rows; r++) {
    const source = bytes(x) + <usize>r * end;
    const hat = bytes(normalized) + <usize>r * end;
    const out = bytes(y) + <usize>r * end;
    const mean = rowSum(source, columns) / <f32>columns;
    const means = f32x4.splat(mean);
    let c: usize = 0;
    for (; c < whole; c += 16) v128.store(hat + c, f32x4.sub(v128.load(source + c), means));
    for (; c < end; c += 4) store<f32>(hat + c, load<f32>(source + c) - mean);
    const variance = rowDot(hat, hat, columns) / <f32>columns;
    const inverse: f32 = <f32>1 / sqrt<f32>(variance + epsilon);
    store<f32>(bytes(inverseDeviation + r), inverse);
    const inverses = f32x4.splat(inverse);
    c = 0;
    for (; c < whole; c += 16) {
      const h = f32x4.mul(v128.load(hat + c), inverses);
      v128.store(hat + c, h);
      v128.store(out + c, multiplyAdd(h, v128.load(bytes(gamma) + c), v128.load(bytes(beta) + c)));
    }
    for (; c < end; c += 4) {
      const h: f32 = load<f32>(hat + c) * inverse;
      store<f32>(hat + c, h);
      store<f32>(out + c, h * load<f32>(bytes(gamma) + c) + load<f32>(bytes(beta) + c));
    }
  }
}

export function layerNormBackward(
  dy: i32, normalized: i32, inverseDeviation: i32, gamma: i32, dx: i32,
  rows: i32, columns: i32, accumulate: i32,
): void {
  const whole = bytes(columns & ~3);
  const end = bytes(columns);
  for (let r = 0; r < rows; r++) {
    const up = bytes(dy) + <usize>r * end;
    const hat = bytes(normalized) + <usize>r * end;
    const out = bytes(dx) + <usize>r * end;
    let sums = zero();
    let products = zero();
    let c: usize = 0;
    for (; c < whole; c += 16) {
      const d = f32x4.mul(v128.load(up + c), v128.load(bytes(gamma) + c));
      sums = f32x4.add(sums, d);
      products = multiplyAdd(d, v128.load(hat + c), products);
    }
    let sum = sumLanes(sums);
    let product = sumLanes(products);
    for (; c < end; c += 4) {
      const d: f32 = load<f32>(up + c) * load<f32>(bytes(gamma) + c);
      sum += d;
      product += d * load<f32>(hat + c);
    }
    sum /= <f32>columns;
    product /= <f32>columns;
    const inverse = load<f32>(bytes(inverseDeviation + r));
    const s = f32x4.splat(sum);
    const p = f32x4.splat(product);
    const inverses = f32x4.splat(inverse);
    c = 0;
    for (; c < whole; c += 16) {
      const d = f32x4.mul(v128.load(up + c), v128.load(bytes(gamma) + c));
      const centred = f32x4.sub(f32x4.sub(d, s), f32x4.mul(v128.load(hat + c), p));
      put(out + c, f32x4.mul(inverses, centred), accumulate);
    }
    for (; c < end; c += 4) {
      const d: f32 = load<f32>(up + c) * load<f32>(bytes(gamma) + c);
      putOne(out + c, inverse * (d - sum - load<f32>(hat + c) * product), accumulate);
    }
  }
}

export function sumRowProducts(a: i32, b: i32, y: i32, rows: i32, columns: i32, accumulate: i32): void {
  const whole = bytes(columns & ~3);
  const end = bytes(columns);
  let c: usize = 0;
  for (; c < whole; c += 16) {
    let sum = zero();
    for (let r = 0; r < rows; r++) {
      const at = <usize>r * end + c;
      sum = multiplyAdd(v128.load(bytes(a) + at), v128.load(bytes(b) + at), sum);
    }
    put(bytes(y) + c, sum, accumulate);
  }
  for (; c < end; c += 4) {
    let sum: f32 = 0;
    for (let r = 0; r < rows; r++) {
      const at = <usize>r * end + c;
      sum += load<f32>(bytes(a) + at) * load<f32>(bytes(b) + at);
    }
    putOne(bytes(y) + c, sum, accumulate);
  }
}

export function l2Normalize(x: i32, y: i32, inverseNorm: i32, rows: i32, columns: i32): void {
  const whole = bytes(columns & ~3);
  const end = bytes(columns);
  for (let r = 0; r < rows; r++) {
    const source = bytes(x) + <usize>r * end;
    const out = bytes(y) + <usize>r * end;
    const inverse: f32 = <f32>1 / sqrt<f32>(rowDot(source, source, columns) + <f32>1e-24);
    store<f32>(bytes(inverseNorm + r), inverse);
    const inverses = f32x4.splat(inverse);
    let c: usize = 0;
    for (; c < whole; c += 16) v128.store(out + c, f32x4.mul(inverses, v128.load(source + c)));
    for (; c < end; c += 4) store<f32>(out + c, inverse * load<f32>(source + c));
  }
}

export function l2NormalizeBackward(
  dy: i32, y: i32, inverseNorm: i32, dx: i32, rows: i32, columns: i32, accumulate: i32,
): void {
  const whole = bytes(columns & ~3);
  const end = bytes(columns);
  for (let r = 0; r < rows; r++) {
    const up = bytes(dy) + <usize>r * end;
    const unit = bytes(y) + <usize>r * end;
    const out = bytes(dx) + <usize>r * end;
    const along = rowDot(up, unit, columns);
    const inverse = load<f32>(bytes(inverseNorm + r));
    const alongs = f32x4.splat(along);
    const inverses = f32x4.splat(inverse);
    let c: usize = 0;
    for (; c < whole; c += 16) {
      const across = f32x4.sub(v128.load(up + c), f32x4.mul(alongs, v128.load(unit + c)));
      put(out + c, f32x4.mul(inverses, across), accumulate);
    }
    for (; c < end; c += 4) {
      putOne(out + c, inverse * (load<f32>(up + c) - along * load<f32>(unit + c)), accumulate);
    }
  }
}

export function logSumExp(x: i32, y: i32, rows: i32, columns: i32): void {
  const end = bytes(columns);
  for (let r = 0; r < rows; r++) {
    const source = bytes(x) + <usize>r * end;
    let top = load<f32>(source);
    for (let c: usize = 4; c < end; c += 4) top = max<f32>(top, load<f32>(source + c));
    let sum: f32 = 0;
    for (let c: usize = 0; c < end; c += 4) {
      sum += f32x4.extract_lane(exponential(f32x4.splat(load<f32>(source + c) - top)), 0);
    }
    store<f32>(bytes(y + r), top + f32x4.extract_lane(logarithm(f32x4.splat(sum)), 0));
  }
}

export function logSumExpBackward(
  x: i32, y: i32, dy: i32, dx: i32, rows: i32, columns: i32, accumulate: i32,
): void {
  const whole = bytes(columns & ~3);
  const end = bytes(columns);
  for (let r = 0; r < rows; r++) {
    const source = bytes(x) + <usize>r * end;
    const out = bytes(dx) + <usize>r * end;
    const total = f32x4.splat(load<f32>(bytes(y + r)));
    const up = f32x4.splat(load<f32>(bytes(dy + r)));
    let c: usize = 0;
    for (; c < whole; c += 16) {
      const share = exponential(f32x4.sub(v128.load(source + c), total));
      put(out + c, f32x4.mul(up, share), accumulate);
    }
    for (; c < end; c += 4) {
      const share = exponential(f32x4.sub(f32x4.splat(load<f32>(source + c)), total));
      putOne(out + c, f32x4.extract_lane(f32x4.mul(up, share), 0), accumulate);
    }
  }
}
