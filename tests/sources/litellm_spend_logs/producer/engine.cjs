#!/usr/bin/env node
// Prisma's query engine for machines that cannot download its binary: the same engine, which @prisma/client ships as
// WebAssembly, behind the HTTP interface that Prisma's Python client speaks. Only the wording of a query is translated
// here, from GraphQL to the engine's JSON protocol.
"use strict";
const fs = require("node:fs");
const http = require("node:http");

if (process.argv[2] === "--version") {
  console.log("query-engine 393aa359c9ad4a4bb28630fb5613f9c281cde053");
  process.exit(0);
}

const { parse } = require("graphql");
const { Pool } = require("pg");
const { PrismaPg } = require("@prisma/adapter-pg");
const { bindAdapter } = require("@prisma/driver-adapter-utils");

const RUNTIME = "@prisma/client/runtime/query_engine_bg.postgresql";
const runtime = require(`${RUNTIME}.js`);
const wasm = new WebAssembly.Module(fs.readFileSync(require.resolve(`${RUNTIME}.js`).replace(/js$/, "wasm")));
runtime.__wbg_set_wasm(new WebAssembly.Instance(wasm, { "./query_engine_bg.js": runtime }).exports);

const SCHEMA = fs.readFileSync(process.env.PRISMA_DML_PATH, "utf8");
const JSON_FIELDS = Object.fromEntries(
  [...SCHEMA.matchAll(/^model (\w+) \{([^]*?)^\}/gm)].map(([, model, body]) => [
    model,
    new Set([...body.matchAll(/^\s*(\w+)\s+Json/gm)].map((match) => match[1])),
  ]),
);
const ACTION =
  /^(createOne|createMany|updateOne|updateMany|upsertOne|deleteOne|deleteMany|findUnique|findFirst|findMany|aggregate|groupBy)(.*?)(OrThrow)?$/;
const TRACE = "{}";

function value(node, json, isJson) {
  if (isJson && node.kind === "StringValue") return { $type: "Json", value: node.value };
  if (node.kind === "NullValue") return null;
  if (node.kind === "ListValue") return node.values.map((each) => value(each, json, false));
  if (node.kind === "ObjectValue") {
    const inside = (name) => json.has(name) || (isJson && ["set", "equals", "not"].includes(name));
    return Object.fromEntries(node.fields.map((f) => [f.name.value, value(f.value, json, inside(f.name.value))]));
  }
  if (node.kind === "FloatValue") return Number(node.value);
  if (node.kind !== "IntValue") return node.value;
  return Number.isSafeInteger(Number(node.value)) ? Number(node.value) : { $type: "BigInt", value: node.value };
}

const asked = (node, json) => ({ arguments: values(node, json), selection: selection(node, json) });
const values = (node, json) =>
  Object.fromEntries((node.arguments || []).map((each) => [each.name.value, value(each.value, json, false)]));
const selection = (node, json) =>
  Object.fromEntries(
    (node.selectionSet ? node.selectionSet.selections : []).map((each) => [
      each.name.value,
      each.selectionSet ? asked(each, json) : true,
    ]),
  );

function operation(node) {
  const [, verb, model, orThrow] = ACTION.exec(node.name.value) || [];
  const query = asked(node, JSON_FIELDS[model] || new Set());
  return model ? { modelName: model, action: verb + (orThrow || ""), query } : { action: node.name.value, query };
}

function plain(answer) {
  if (Array.isArray(answer)) return answer.map(plain);
  if (answer === null || typeof answer !== "object") return answer;
  if ("$type" in answer) return answer.value;
  return Object.fromEntries(Object.entries(answer).map(([name, each]) => [name, plain(each)]));
}

const engine = new runtime.QueryEngine(
  {
    datamodel: SCHEMA,
    env: process.env,
    logQueries: false,
    ignoreEnvVarErrors: true,
    datasourceOverrides: {},
    logLevel: "error",
    configDir: ".",
    engineProtocol: "json",
  },
  (line) => console.error(line),
  bindAdapter(new PrismaPg(new Pool({ connectionString: process.env.DATABASE_URL, max: 10 }))),
);

async function start(limits) {
  return JSON.parse(await engine.startTransaction(JSON.stringify(limits), TRACE)).id;
}

async function run(body, transaction) {
  const batch = body.batch || [body];
  const own = !transaction && batch.length > 1;
  const id = own ? await start({ max_wait: 5000, timeout: 60000 }) : transaction;
  const results = [];
  let errors;
  for (const one of batch) {
    const node = parse(one.query).definitions[0].selectionSet.selections[0];
    const answer = JSON.parse(await engine.query(JSON.stringify(operation(node)), TRACE, id));
    errors = answer.errors;
    if (errors) break;
    results.push({ data: { [(node.alias || node.name).value]: plain(Object.values(answer.data)[0]) } });
  }
  if (own) await (errors ? engine.rollbackTransaction(id, TRACE) : engine.commitTransaction(id, TRACE));
  return errors ? { errors } : body.batch ? { batchResult: results } : results[0];
}

async function answer(request, body) {
  const [, , id, verb] = request.url.split("?")[0].split("/");
  if (request.method === "GET") return { status: "ok" };
  if (!id) return run(JSON.parse(body), request.headers["x-transaction-id"]);
  if (id === "start") return { id: await start({ max_wait: 5000, timeout: 60000, ...JSON.parse(body) }) };
  await (verb === "commit" ? engine.commitTransaction(id, TRACE) : engine.rollbackTransaction(id, TRACE));
  return {};
}

function serve(request, response) {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", async () => {
    const [status, text] = await answer(request, Buffer.concat(parts).toString()).then(
      (found) => [200, JSON.stringify(found)],
      (error) => [500, String(error.stack || error)],
    );
    response.writeHead(status, { "content-type": "application/json" });
    response.end(text);
  });
}

engine.connect(TRACE).then(() => http.createServer(serve).listen(Number(process.argv[3]), "localhost"));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
