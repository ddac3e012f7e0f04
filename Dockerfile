# One image for all services and for the topics job; the command says which. It holds the built code and what that needs to run.

FROM node:24-slim AS build
WORKDIR /docket
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --no-fund --no-audit
COPY . .
# The npm package "node" serves machines with an older Node; here it would be a second one.
RUN npm run build && npm prune --omit=dev --no-save --no-fund --no-audit && rm -rf node_modules/node node_modules/.bin/node

FROM node:24-slim
# As process 1, Node would not end by the signal that it raises again after an orderly shutdown.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production NODE_OPTIONS="--enable-source-maps --max-semi-space-size=4" HOST=0.0.0.0 PORT=8080
WORKDIR /docket
COPY --from=build /docket/package.json ./
COPY --from=build /docket/node_modules ./node_modules
COPY --from=build /docket/config ./config
COPY --from=build /docket/dist ./dist
# The user "node" of the base image, by number, so that Kubernetes can tell that it is not root.
USER 1000:1000
EXPOSE 8080
ENTRYPOINT ["tini", "--"]
CMD ["node", "dist/apps/gateway/src/main.js"]
