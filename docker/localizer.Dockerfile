# The `waymark` commands in an image: localize, replay, index build and the rest.
#
#     docker build -f docker/localizer.Dockerfile -t waymark/localizer:0.1.0 .

FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -DskipTests -Dspotless.check.skip=true -pl cli -am package

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="Waymark localizer" \
      org.opencontainers.image.description="Tells a robot where it is from what its camera sees, on Kafka Streams" \
      org.opencontainers.image.licenses="Apache-2.0"

# The second command fails the build when the image's JRE lacks the module that the vector search needs.
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/waymark waymark \
    && java --add-modules jdk.incubator.vector --version

COPY --from=build /src/cli/target/waymark/lib /opt/waymark/lib

# State stores, and PyTorch's libraries as DJL unpacks them at the first start: keep /var/lib/waymark in a volume.
ENV DJL_CACHE_DIR=/var/lib/waymark/djl
# The heap only; PyTorch and RocksDB need about as much again outside it.
ENV JDK_JAVA_OPTIONS=-Xmx1g
USER waymark
WORKDIR /var/lib/waymark
# The JVM is process 1, so `docker stop` reaches it and Kafka Streams closes in good order.
ENTRYPOINT ["java", "-Xlog:disable", "-Xlog:all=warning:stderr", "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseCompactObjectHeaders", "-cp", "/opt/waymark/lib/*", "org.waymark.cli.Main"]
CMD ["--help"]
