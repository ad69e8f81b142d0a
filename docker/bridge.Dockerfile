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

COPY --from=build /src/ros-bridge/target/waymark-bridge/lib /opt/waymark-bridge/lib

ENV JDK_JAVA_OPTIONS=-Xmx512m
USER waymark
WORKDIR /var/lib/waymark
# The JVM is process 1, so `docker stop` reaches it and what was read is sent before it ends.
ENTRYPOINT ["java", "-Xlog:disable", "-Xlog:all=warning:stderr", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseCompactObjectHeaders", "-cp", "/opt/waymark-bridge/lib/*", "org.waymark.bridge.BridgeMain"]
CMD ["--help"]
