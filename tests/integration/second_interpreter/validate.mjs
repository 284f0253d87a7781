// Reads {name: definition} from standard input, and writes {name: [what asl-validator has against it]} as JSON.
import { readFileSync } from "node:fs";
import validate from "asl-validator";

const definitions = Object.entries(JSON.parse(readFileSync(0, "utf8")));
const found = definitions.map(([name, definition]) => [name, validate(definition).errors.map((error) => error.message)]);
process.stdout.write(JSON.stringify(Object.fromEntries(found)));
