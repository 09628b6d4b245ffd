export { filter, filterThree, silenceNonFinite } from "./cascade";
