# The server. Built from the root of the work tree: docker build -f docker/api.Dockerfile .

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
# The lock file is the truth; the cache outlives a change of the sources.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --locked --release --package api \
    && cp target/release/daibiao /daibiao

FROM debian:bookworm-slim
# fonts-noto-cjk: the letters (PDF) are set in it where an office brings no fonts of its own.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/daibiao daibiao \
    && install -d -o daibiao -g daibiao -m 0700 /var/lib/daibiao/files
COPY --from=build /daibiao /usr/local/bin/daibiao
# Memory in pages of 4 KB: a third less is held than with pages of 2 MB (docs/operations.md).
ENV MIMALLOC_ALLOW_THP=0
USER daibiao
VOLUME /var/lib/daibiao/files
EXPOSE 8080
# The server drains on SIGTERM: `/readyz` says no, what has begun is finished.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["daibiao"]
CMD ["serve", "--listen", "0.0.0.0:8080", "--files", "/var/lib/daibiao/files"]
