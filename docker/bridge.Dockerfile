# The bridge alone, for a robot's computer: no PyTorch, no Lucene, no broker.
#
#     docker build -f docker/bridge.Dockerfile -t waymark/bridge:0.1.0 .

FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -DskipTests -Dspotless.check.skip=true -pl ros-bridge -am package

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="Waymark bridge" \
      org.opencontainers.image.description="Recordings and robots to Kafka frames, localizations to robots" \
      org.opencontainers.image.licenses="Apache-2.0"

RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/waymark waymark

COPY --from=build /src/ros-bridge/target/waymark-bridge /opt/waymark-bridge

USER waymark
WORKDIR /var/lib/waymark
# The launcher becomes the JVM, which is process 1 then: `docker stop` reaches it and what was read is sent before it ends.
# WAYMARK_JAVA_OPTS=-Xmx512m gives it more memory.
ENTRYPOINT ["/bin/sh", "/opt/waymark-bridge/waymark-bridge"]
CMD ["--help"]
