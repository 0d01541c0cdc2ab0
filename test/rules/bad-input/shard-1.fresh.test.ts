import { subjects } from "../subjects.ts";
import { badBodies } from "./bodies.ts";
import { badParameters } from "./parameters.ts";
import { Shard } from "./shard.ts";

const shard = new Shard(1);
for (const subject of subjects) {
  badBodies(subject, shard);
  badParameters(subject, shard);
}
