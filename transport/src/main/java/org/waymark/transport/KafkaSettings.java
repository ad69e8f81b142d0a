package org.waymark.transport;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.waymark.core.WaymarkException;

/**
 * Where Kafka is and how to talk to it: the bootstrap servers and any client setting that the user
 * passes through. What the user sets wins over what Waymark chooses.
 */
public final class KafkaSettings {

  /**
   * Settings that hold secrets must not stand on a command line, where every user of the machine
   * can read them.
   */
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|secret|jaas\\.config|keystore\\.key).*");

  private static final List<String> CLIENT_PREFIXES =
      List.of("main.consumer.", "consumer.", "producer.", "admin.");

  private static final String ENVIRONMENT_PREFIX = "WAYMARK_KAFKA_";

  private final String bootstrapServers;
  private final Map<String, String> passedThrough;

  private KafkaSettings(String bootstrapServers, Map<String, String> passedThrough) {
    this.bootstrapServers = bootstrapServers;
    this.passedThrough = Map.copyOf(passedThrough);
  }

  /** Settings with nothing passed through. */
  public static KafkaSettings of(String bootstrapServers) {
    return new KafkaSettings(bootstrapServers, Map.of());
  }

  /**
   * As the command line gives them, over the environment ({@code WAYMARK_KAFKA_SASL_JAAS_CONFIG}
   * for {@code sasl.jaas.config}), over a file.
   *
   * @param bootstrapServers {@code host:port[,host:port...]}
   * @param file a Java properties file with client settings, secrets included; may be absent
   * @param assignments {@code key=value}; win over the file
   * @throws WaymarkException when the file cannot be read, an assignment is none, or holds a secret
   */
  public static KafkaSettings of(
      String bootstrapServers, java.util.Optional<Path> file, List<String> assignments) {
    Map<String, String> settings = new LinkedHashMap<>();
    file.ifPresent(path -> settings.putAll(read(path)));
    settings.putAll(fromEnvironment(System.getenv()));
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals <= 0) {
        throw new WaymarkException(
            "'%s' is no key=value; write e.g. --kafka security.protocol=SSL".formatted(assignment));
      }
      String key = assignment.substring(0, equals).strip();
      if (SECRET.matcher(key).matches()) {
        throw new WaymarkException(
            "'%s' holds a secret, which other users of this machine could read here; put it into a file and pass"
                    .formatted(key)
                + " --kafka-config FILE");
      }
      settings.put(key, assignment.substring(equals + 1));
    }
    return new KafkaSettings(bootstrapServers, settings);
  }

  static Map<String, String> fromEnvironment(Map<String, String> environment) {
    Map<String, String> settings = new LinkedHashMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(ENVIRONMENT_PREFIX)) {
            settings.put(
                name.substring(ENVIRONMENT_PREFIX.length())
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '.'),
                value);
          }
        });
    return settings;
  }

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new WaymarkException("Kafka settings file %s cannot be read: %s".formatted(file, e), e);
    }
    Map<String, String> settings = new LinkedHashMap<>();
    properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
    return settings;
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * Client properties: Waymark's {@code defaults}, then what the user set, then the bootstrap
   * servers.
   */
  public Properties with(Map<String, ?> defaults) {
    Properties properties = new Properties();
    defaults.forEach(
        (key, value) -> {
          if (!passedThrough.containsKey(withoutPrefix(key))) {
            properties.put(key, value);
          }
        });
    properties.putAll(passedThrough);
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return properties;
  }

  /** Kafka Streams lets {@code main.consumer.x} win over {@code x}; a default must not. */
  private static String withoutPrefix(String key) {
    for (String prefix : CLIENT_PREFIXES) {
      if (key.startsWith(prefix)) {
        return key.substring(prefix.length());
      }
    }
    return key;
  }

  /** Names the servers; never shows what was passed through, which may be secret. */
  @Override
  public String toString() {
    return "Kafka at " + bootstrapServers;
  }
}
