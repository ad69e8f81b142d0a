package org.waymark.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.transport.KafkaSettings;
import picocli.CommandLine.Option;

/** Where Kafka is; shared by every command that talks to it. */
final class KafkaOptions {

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9092",
      description = "Kafka brokers, separated by commas. Default: ${DEFAULT-VALUE}.")
  private String bootstrapServers;

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description = "Any Kafka client setting; may be repeated. No secrets.")
  private List<String> settings = List.of();

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "A properties file with Kafka client settings, secrets included.")
  private @Nullable Path file;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  KafkaOptions() {}

  KafkaSettings settings() {
    return KafkaSettings.of(bootstrapServers, Optional.ofNullable(file), settings);
  }
}
