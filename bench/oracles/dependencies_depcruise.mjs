#!/usr/bin/env node
// dependencies_depcruise.mjs ROOT [FOLDER...]: the dependencies between sources by
// dependency-cruiser, types included: `from<TAB>to`, or `from` alone where there is none.
//
// The tsconfig.json of ROOT is used for all files. Packages of a workspace are found where
// `npm install` has linked them; CONDITIONS, separated by commas, are those of their `exports`.

import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const installed = process.env.ORACLES ?? path.join(import.meta.dirname, ".installed");
const tool = path.join(installed, "node_modules/dependency-cruiser/src");
const load = (file) => import(pathToFileURL(path.resolve(tool, file)));
const { cruise } = await load("main/index.mjs");
const { default: readTsConfig } = await load("config-utl/extract-ts-config.mjs");

const SOURCE = /\.([cm]?[jt]s|[jt]sx|json)$/;
const CONDITIONS = process.env.CONDITIONS ?? "import,require,node,default,types";

const [root, ...folders] = process.argv.slice(2);
process.chdir(root);
const config = ["tsconfig.json", "jsconfig.json"].find((name) => existsSync(name));
const { output } = await cruise(
  folders.length > 0 ? folders : ["."],
  {
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "node_modules" },
    ...(config ? { tsConfig: { fileName: config } } : {}),
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: CONDITIONS.split(","),
      mainFields: ["module", "main", "types", "typings"],
    },
  },
  undefined,
  config ? { tsConfig: readTsConfig(config) } : undefined,
);
const isThere = ({ resolved, couldNotResolve, coreModule }) =>
  !couldNotResolve && !coreModule && SOURCE.test(resolved) && existsSync(resolved);
const lines = new Set();
for (const module of output.modules.filter(({ source }) => SOURCE.test(source))) {
  const targets = module.dependencies.filter(isThere);
  if (targets.length === 0 && existsSync(module.source)) lines.add(module.source);
  for (const { resolved } of targets) lines.add(`${module.source}\t${resolved}`);
}
process.stdout.write([...lines].sort().map((line) => `${line}\n`).join(""));
