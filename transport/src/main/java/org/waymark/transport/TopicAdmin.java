package org.waymark.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.waymark.core.WaymarkException;

/**
 * Creates missing topics and compares existing ones with what they should be. It never changes a
 * topic that exists: fewer bytes or days of retention would delete somebody's data.
 */
public final class TopicAdmin implements AutoCloseable {

  /** How long a cluster may take to answer before it counts as unreachable. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration RETRY = Duration.ofMillis(20);

  private final KafkaSettings settings;
  private final Admin admin;

  private TopicAdmin(KafkaSettings settings, Admin admin) {
    this.settings = settings;
    this.admin = admin;
  }

  /**
   * Connects.
   *
   * @throws WaymarkException when the settings are wrong or no broker answers
   */
  public static TopicAdmin connect(KafkaSettings settings) {
    Admin admin;
    try {
      admin =
          Admin.create(
              settings.with(
                  Map.of(
                      "client.id", "waymark-admin",
                      "default.api.timeout.ms", Integer.toString((int) PATIENCE.toMillis()),
                      "request.timeout.ms", "5000")));
    } catch (KafkaException e) {
      throw new WaymarkException("%s: %s".formatted(settings, rootMessage(e)), e);
    }
    TopicAdmin connected = new TopicAdmin(settings, admin);
    try {
      connected.get(admin.describeCluster().clusterId());
      return connected;
    } catch (RuntimeException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  /** Id of the cluster. */
  public String clusterId() {
    return get(admin.describeCluster().clusterId());
  }

  /**
   * Creates those of {@code specs} that do not exist.
   *
   * @return the names of those created, in order
   */
  public List<String> createMissing(List<TopicSpec> specs) {
    Set<String> existing = get(admin.listTopics().names());
    List<String> created = new ArrayList<>();
    for (TopicSpec spec : specs) {
      if (existing.contains(spec.name())) {
        continue;
      }
      NewTopic topic =
          new NewTopic(spec.name(), Optional.of(spec.partitions()), Optional.empty())
              .configs(spec.config());
      try {
        admin.createTopics(List.of(topic)).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        created.add(spec.name());
      } catch (ExecutionException e) {
        // Two applications that start together both try; one is first.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw new WaymarkException(
              "topic %s cannot be created: %s".formatted(spec.name(), rootMessage(e)), e);
        }
      } catch (TimeoutException e) {
        throw unreachable(e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    awaitListed(created);
    return created;
  }

  /**
   * The controller answers before every broker knows the topics; whoever uses them next may ask one
   * of those.
   */
  private void awaitListed(List<String> created) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!get(admin.listTopics().names()).containsAll(created)) {
      if (System.nanoTime() > deadline) {
        throw new WaymarkException(
            "topics %s were created on %s but do not appear".formatted(created, settings));
      }
      LockSupport.parkNanos(RETRY.toNanos());
    }
  }

  /**
   * One way in which a topic is not as it should be; {@code actual} is {@code absent} for a missing
   * topic.
   */
  public record Difference(String topic, String setting, String expected, String actual) {

    @Override
    public String toString() {
      return "%s: %s is %s, should be %s".formatted(topic, setting, actual, expected);
    }
  }

  /** Compares; an empty list means that all is well. */
  public List<Difference> check(List<TopicSpec> specs) {
    Set<String> existing = get(admin.listTopics().names());
    List<String> present = specs.stream().map(TopicSpec::name).filter(existing::contains).toList();
    Map<String, TopicDescription> descriptions = get(admin.describeTopics(present).allTopicNames());
    Map<ConfigResource, Config> configs =
        get(
            admin
                .describeConfigs(
                    present.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all());
    Map<String, Config> configByTopic = new HashMap<>();
    configs.forEach((resource, config) -> configByTopic.put(resource.name(), config));
    List<Difference> differences = new ArrayList<>();
    for (TopicSpec spec : specs) {
      TopicDescription description = descriptions.get(spec.name());
      Config config = configByTopic.get(spec.name());
      if (description == null || config == null) {
        differences.add(new Difference(spec.name(), "topic", "present", "absent"));
        continue;
      }
      int partitions = description.partitions().size();
      if (partitions < spec.partitions()) {
        differences.add(
            new Difference(
                spec.name(),
                "partitions",
                Integer.toString(spec.partitions()) + " or more",
                Integer.toString(partitions)));
      }
      new TreeMap<>(spec.config())
          .forEach(
              (key, expected) -> {
                var entry = config.get(key);
                String actual = entry == null ? "unset" : entry.value();
                if (!expected.equals(actual)) {
                  differences.add(new Difference(spec.name(), key, expected, actual));
                }
              });
    }
    return differences;
  }

  /**
   * The number of partitions of a topic.
   *
   * @throws WaymarkException when it does not exist
   */
  public int partitions(String topic) {
    // Describing an absent topic is an error that does not say which topic.
    if (!get(admin.listTopics().names()).contains(topic)) {
      throw new WaymarkException(
          "%s has no topic %s; `waymark topics create` makes Waymark's".formatted(settings, topic));
    }
    TopicDescription description =
        get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    return description == null ? 0 : description.partitions().size();
  }

  private <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE.toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
        throw unreachable(e);
      }
      throw new WaymarkException("%s: %s".formatted(settings, rootMessage(e)), e);
    } catch (TimeoutException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private WaymarkException unreachable(Exception cause) {
    return new WaymarkException(
        "no Kafka broker answered at %s within %d s; is it running there? `waymark broker` starts one on this machine"
            .formatted(settings.bootstrapServers(), PATIENCE.toSeconds()),
        cause);
  }

  private static WaymarkException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new WaymarkException("interrupted while talking to Kafka", cause);
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
