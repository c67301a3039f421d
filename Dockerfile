# syntax=docker/dockerfile:1.7
# The server in a container of its own: one binary, no shell needed, no root, nothing written but /data.
#
#   docker build -t cx-ledger:0.1.0 .
#   docker run --read-only --tmpfs /tmp -v cx-ledger:/data -p 127.0.0.1:8080:8080 cx-ledger:0.1.0

# Not the slim image, which has no make: the allocator is built by it.
FROM rust:1.95.0-trixie AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY crates crates
COPY schema schema
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked -p cx-ledger --bin cx-ledger \
 && install -D -m 0755 target/release/cx-ledger /out/usr/local/bin/cx-ledger \
 && install -d -m 0700 /out/data

FROM debian:13.5-slim
LABEL org.opencontainers.image.title="CX Ledger" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
# Who connects to a store with a certificate of a public authority needs the list of these.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/usr/local/bin/cx-ledger /usr/local/bin/cx-ledger
# A new volume takes owner and mode from here.
COPY --from=build --chown=10001:10001 /out/data /data
ENV CX_LEDGER_DATA=/data \
    CX_LEDGER_LISTEN=0.0.0.0:8080
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=12s --start-period=60s --retries=3 CMD ["cx-ledger", "health"]
ENTRYPOINT ["cx-ledger"]
CMD ["serve"]
