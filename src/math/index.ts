export { choleskyFactor, choleskySolve } from "./cholesky.ts";
export { createNaturalSpline, type NaturalSpline } from "./interpolation.ts";
export { createDevice, type Device, type DeviceKind } from "./kernels/device.ts";
export { createRandom, type Random } from "./random.ts";
export * from "./tape/index.ts";
