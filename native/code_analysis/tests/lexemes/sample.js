/** About f. */
import { a } from "./a b";
export const f = async (x) => /re x/g.test(`t ${x.y} u`) ?? `plain` // c
