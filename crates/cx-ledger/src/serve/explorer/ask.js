// One request to the server. An operation that follows something answers as a stream of events, anything else once.

/** Sends a document; `tell` gets every answer. Ends with the status, or throws where the server was not reached. */
export async function ask({ document, variables, operationName, kind, token, language, signal }, tell) {
  const follows = kind === "subscription";
  const response = await fetch("/graphql", {
    method: "POST",
    credentials: "omit",
    cache: "no-store",
    signal,
    headers: {
      "content-type": "application/json",
      accept: follows ? "text/event-stream" : "application/graphql-response+json, application/json",
      "accept-language": language,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ query: document, variables, operationName }),
  });
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) {
    for await (const { event, data } of events(response.body)) {
      // Somebody who stopped is told nothing more, not even what has come already.
      signal?.throwIfAborted();
      if (event === "next") tell(JSON.parse(data));
    }
  } else {
    const text = await response.text();
    try {
      tell(JSON.parse(text));
    } catch {
      tell(text);
    }
  }
  return response;
}

/** The events of a stream as the HTML standard spells them. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    const parts = (rest + value).split(/\r?\n\r?\n/);
    rest = parts.pop();
    for (const part of parts) {
      const lines = part.split(/\r?\n/).map((line) => /^(\w+):? ?(.*)$/.exec(line)).filter(Boolean);
      const data = lines.filter(([, field]) => field === "data").map(([, , text]) => text);
      const event = lines.find(([, field]) => field === "event")?.[2] ?? "message";
      if (data.length > 0) yield { event, data: data.join("\n") };
    }
  }
}
