// Reads {definition, context, runs: [{input, script}]} from standard input, runs each execution in aws-local-stepfunctions,
// and writes {calls, events} of each run as JSON.
//
// `script` has the outcomes of a state's tries in their order: {result}, or {error} with `times`. When they are used up, a
// task's result is `otherwise`. No retry waits.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

// Node.js 20 has not got it (ECMAScript 2024).
Promise.withResolvers ??= () => {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};

// Two corrections of version 3.0.0. It reads TimeoutSecondsPath from what Parameters make, where the language says the
// state's input; and it does not export the one error that States.TaskFailed does not match, a timeout.
const CORRECTIONS = [
  ["this.getTimeoutMs(input, context)", "this.getTimeoutMs(options.rawInput, context)"],
  ["{ overrideFn, awsConfig }", "{ overrideFn, awsConfig, rawInput }"],
  ["export {", "export { StatesTimeoutError,"],
];

const { StateMachine, StatesTimeoutError } = await import(corrected());
const { definition, context, otherwise, runs } = JSON.parse(readFileSync(0, "utf8"));
const machine = new StateMachine(definition);
process.stdout.write(JSON.stringify(await Promise.all(runs.map(walked))));

// The address of a corrected copy beside the original, where it finds what it imports. Renamed, so that two can do this.
function corrected() {
  const original = fileURLToPath(import.meta.resolve("aws-local-stepfunctions"));
  let text = readFileSync(original, "utf8");
  for (const [wrong, right] of CORRECTIONS) {
    if (text.split(wrong).length !== 2) throw new Error(`not once in ${original}: ${wrong}`);
    text = text.replace(wrong, right);
  }
  const copy = original.replace(/[^/\\]*$/, "corrected.mjs");
  writeFileSync(`${copy}.${process.pid}`, text);
  renameSync(`${copy}.${process.pid}`, copy);
  return pathToFileURL(copy).href;
}

// A call is [state, what its task was given]. An event is [what, state, detail]: "entered"; "failed" with the error's name;
// "retried" and "caught" with the number of the clause; at the end "succeeded" with the output, or "failed", both without a
// state. They are two lists, because the log of events lags behind the calls.
async function walked({ input, script }) {
  const [calls, found] = [[], []];
  const names = Object.keys(definition.States);
  const left = Object.fromEntries(names.map((name) => [name, outcomes(script[name])]));
  const tasks = names.map((name) => [name, (given) => outcome(name, given, left[name], calls)]);
  const execution = machine.run(input, {
    context,
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(tasks),
      retryIntervalOverrides: Object.fromEntries(names.map((name) => [name, 0])),
    },
  });
  execution.result.catch(() => undefined); // the log has it
  for await (const event of execution.eventLogs) {
    const state = event.state && definition.States[event.state.name];
    if (event.type === "StateEntered") found.push(["entered", event.state.name, null]);
    if (event.type === "StateFailed") found.push(["failed", event.state.name, event.Error]);
    if (event.type === "StateRetried") found.push(["retried", event.state.name, state.Retry.indexOf(event.retry.retrier)]);
    if (event.type === "StateCaught") found.push(["caught", event.state.name, state.Catch.indexOf(event.catch.catcher)]);
    if (event.type === "ExecutionSucceeded") found.push(["succeeded", null, event.output]);
    if (event.type === "ExecutionFailed") found.push(["failed", null, event.Error]);
  }
  return { calls, events: found };
}

// Lambda functions and AWS's services, as the script has them.
async function outcome(state, given, left, calls) {
  calls.push([state, given]);
  const next = left.next().value;
  if (next?.error === "States.Timeout") throw new StatesTimeoutError();
  if (next?.error) throw Object.assign(new Error("as scripted"), { name: next.error });
  return next?.result ?? otherwise;
}

function* outcomes(scripted = []) {
  for (const each of scripted) for (let count = 0; count < (each.times ?? 1); count += 1) yield each;
}
