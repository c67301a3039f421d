// An OpenID Connect provider on a free port of this machine, for as long as its input stays open. Prints one line:
// its issuer, and a token for each audience that is named as an argument, as a client gets them by its own credentials.

import { createServer } from "node:http";
import { once } from "node:events";
import { Provider } from "oidc-provider";

const audiences = process.argv.slice(2);
const client = { client_id: "survey-importer", client_secret: "a-secret-of-this-test-alone" };

const server = createServer().listen(0, "127.0.0.1");
await once(server, "listening");
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{ ...client, grant_types: ["client_credentials"], redirect_uris: [], response_types: [] }],
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_, audience) => ({ scope: "", audience, accessTokenTTL: 300, accessTokenFormat: "jwt" }),
    },
  },
});
server.on("request", provider.callback());

const tokens = {};
for (const resource of audiences) {
  const credentials = Buffer.from(`${client.client_id}:${client.client_secret}`).toString("base64");
  const answer = await fetch(`${issuer}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}`, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ grant_type: "client_credentials", resource }),
  });
  if (!answer.ok) throw new Error(`${resource}: ${answer.status} ${await answer.text()}`);
  tokens[resource] = (await answer.json()).access_token;
}
console.log(JSON.stringify({ issuer, tokens, subject: client.client_id }));

process.stdin.resume();
process.stdin.once("end", () => process.exit(0));
