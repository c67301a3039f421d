// The parts of the explorer that need no page.

import { asks } from "./asking.mjs";
import { places, words } from "./completion.mjs";

console.log(`the explorer completes as it should at ${places} places, ${asks}; ${words}`);
