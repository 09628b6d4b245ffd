export { choleskyFactor, choleskySolve } from "./cholesky.ts";
export { cos } from "./elementary.ts";
export { createNaturalSpline, type NaturalSpline } from "./interpolation.ts";
export { createDevice, type Device, type DeviceKind } from "./kernels/device.ts";
export { type PrincipalComponents, principalComponents } from "./principal-components.ts";
export { createRandom, type Random } from "./random.ts";
export { fitStandardizer, type Standardizer, standardize, unstandardize } from "./standardizer.ts";
export * from "./tape/index.ts";
