package org.waymark.bridge;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.live.config.BridgeConfig;
import org.waymark.transport.KafkaSettings;
import picocli.CommandLine.Option;

/** Where Kafka is; shared by every command that talks to it, here and in {@code waymark}. */
public final class KafkaOptions {

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description =
          "Kafka brokers, separated by commas. Default: " + BridgeConfig.USUAL_SERVERS + ".")
  private @Nullable String bootstrapServers;

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
  public KafkaOptions() {}

  /** Whether anything was said, which a command may leave to its configuration. */
  public boolean given() {
    return bootstrapServers != null || file != null || !settings.isEmpty();
  }

  /** What was said, or a broker on this machine. */
  public KafkaSettings settings() {
    return KafkaSettings.of(
        bootstrapServers == null ? BridgeConfig.USUAL_SERVERS : bootstrapServers,
        Optional.ofNullable(file),
        settings);
  }
}
