# syntax=docker/dockerfile:1

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No install scripts: the image brings its own Node 24, so the `node` dev dependency need not fetch one.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY workers ./workers
RUN npm run build

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

FROM node:24-bookworm-slim
ENV NODE_ENV=production ROUNDSMAN_DATA_DIR=/data ROUNDSMAN_HEARTBEAT_FILE=/tmp/roundsman-heartbeat
WORKDIR /app
COPY package.json README.md LICENSE ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY data ./data
# The root file system may be read-only: only /tmp and this volume are written.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=15s --retries=3 CMD ["node", "dist/src/cli.js", "health"]
# Exec form: node is process 1, receives SIGTERM itself and drains its jobs.
CMD ["node", "dist/src/main.js"]
