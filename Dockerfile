# One file for all services:
#   docker build --build-arg SERVICE=order --target production .
# It holds the compiled service and its production dependencies. `skaffold dev` has images of its own: k8s/dev.
ARG SERVICE

# The compiler, the same for every service.
FROM node:24-slim AS toolchain
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/npm npm install --cache /npm --workspaces=false --ignore-scripts

FROM toolchain AS libraries
ENV NX_DAEMON=false
COPY nx.json .swcrc ./
COPY libs libs
RUN node_modules/.bin/nx run-many --targets=build

FROM libraries AS build
ARG SERVICE
COPY services/${SERVICE} services/${SERVICE}
RUN node_modules/.bin/nx run ${SERVICE}:build

# Of the sources, package.json files alone: a change of the rest installs nothing again. npm install and not npm ci, which wants
# every workspace to be there.
FROM node:24-slim AS manifests
ARG SERVICE
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY libs/events/package.json libs/events/
COPY libs/guards/package.json libs/guards/
COPY libs/health/package.json libs/health/
COPY libs/idempotency/package.json libs/idempotency/
COPY libs/postgres/package.json libs/postgres/
COPY libs/revocations/package.json libs/revocations/
COPY libs/service/package.json libs/service/
COPY libs/token-exchange/package.json libs/token-exchange/
COPY services/${SERVICE}/package.json services/${SERVICE}/

# What the service needs to run, without what only compilers, debuggers and readers open.
FROM manifests AS dependencies
ARG SERVICE
RUN --mount=type=cache,target=/npm \
    npm install --cache /npm --omit=dev --ignore-scripts --workspace services/${SERVICE} \
 && find node_modules -type f -regex '.*\(\.d\.[cm]?ts\|\.map\|\.md\)' -delete

# What of a build runs: no sources, no types.
FROM build AS compiled
RUN find libs services -type d \( -name src -o -name types \) -prune -exec rm -r {} +

FROM node:24-slim AS production
ARG SERVICE
ENV NODE_ENV=production
COPY --from=dependencies /app /app
COPY --from=compiled /app/libs /app/libs
COPY --from=compiled /app/services /app/services
WORKDIR /app/services/${SERVICE}
USER 10001:10001
# Last, so that another commit of the same sources is the same layers.
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="downscope-${SERVICE}" \
      org.opencontainers.image.description="Downscope: the ${SERVICE} service" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
CMD ["node", "--enable-source-maps", "dist/main.js"]
