# ftpspec as an image: docker build --tag ftpspec . && docker run --rm --network host ftpspec run ftp://user@host
# The base is Debian with Node 20 and npm.
ARG BASE=node:20-slim

FROM ${BASE} AS build
WORKDIR /opt/ftpspec
COPY package.json package-lock.json ./
# What containers are tested with needs an engine, which is not in here.
RUN npm ci --omit=peer --ignore-scripts --no-audit --no-fund
COPY tsconfig.json build.js ./
COPY src ./src
COPY catalogue ./catalogue
COPY faults ./faults
COPY suites ./suites
COPY variations ./variations
RUN npm run --silent build \
 && npm prune --omit=dev --omit=peer --ignore-scripts --no-audit --no-fund \
 && rm -rf src tsconfig.json build.js package-lock.json

FROM ${BASE}
COPY --from=build /opt/ftpspec /opt/ftpspec
RUN ln -s /opt/ftpspec/dist/ftpspec.js /usr/local/bin/ftpspec \
 && useradd --uid 10001 --home-dir /work ftpspec \
 && install --directory --mode 1777 /work
# Reports go into /work/reports, where whoever --user names may write too.
WORKDIR /work
ENV HOME=/work
# As a number, as Kubernetes wants to see that it is not root.
USER 10001
ENTRYPOINT ["ftpspec"]
CMD ["--help"]
