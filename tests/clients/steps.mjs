// Every client that is run, in this order: a folder of its own with a lock file, what the machine must have for it,
// and the command, which exits with 0 if all is well and says on its last line what it saw. `as` is the role whose
// token it gets; the administrator's if left out.

export const STEPS = [
  { name: "audits", folder: "audits", needs: ["npm"], command: ["node", "audit.mjs"] },
  { name: "relay", folder: "relay", needs: ["npm"], command: ["npm", "run", "--silent", "check"] },
  { name: "differential", folder: "differential", needs: ["npm", "python3"], command: ["node", "compare.mjs"] },
  { name: "contract", folder: "differential", needs: ["npm"], command: ["node", "contract.mjs"] },
  { name: "follow", folder: "follow", needs: ["npm", "python3"], command: ["node", "follow.mjs"] },
  { name: "fuzz", folder: "fuzz", needs: ["python3"], command: ["./fuzz"] },
  { name: "explorer", folder: "explorer", needs: [], command: ["node", "explorer.mjs"] },
  { name: "page", folder: "page", needs: ["npm", "chromium"], command: ["node", "page.mjs"], as: "program_lead" },
  { name: "typescript", folder: "../../examples/clients/typescript", needs: ["npm"], command: ["npm", "run", "--silent", "verify"], as: "program_lead" },
  { name: "python", folder: "../../examples/clients/python", needs: ["python3"], command: ["python3", "example.py"], as: "program_lead" },
  { name: "rust", folder: "rust", needs: ["cargo"], command: ["cargo", "run", "--quiet", "--locked"], as: "program_lead" },
];
