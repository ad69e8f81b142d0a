package org.waymark.streams;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.core.WaymarkException;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.Topics;

/**
 * Says where an application that never ran begins in live mode: at the frames that come from now
 * on. Left to itself, Kafka Streams looks for the end of a partition some time after it says that
 * it runs, and passes over what was sent meanwhile.
 */
final class LiveStart {

  private static final Logger LOG = LoggerFactory.getLogger(LiveStart.class);
  private static final int PATIENCE_SECONDS = 10;

  private LiveStart() {}

  /** Commits the present ends of those partitions that have no committed offset. */
  static void setWhereMissing(KafkaSettings kafka, String applicationId) {
    try (Admin admin =
        Admin.create(
            kafka.with(
                Map.of(
                    "client.id", "waymark-live-start",
                    "default.api.timeout.ms", Integer.toString(1000 * PATIENCE_SECONDS),
                    "request.timeout.ms", "5000")))) {
      Map<TopicPartition, OffsetAndMetadata> missing = missing(admin, applicationId);
      if (!missing.isEmpty()) {
        admin
            .alterConsumerGroupOffsets(applicationId, missing)
            .all()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      // Another instance that runs already has set them, or its offsets are not ours to set.
      LOG.info("The start of {} is left to Kafka: {}", applicationId, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WaymarkException("interrupted while the localizer was starting", e);
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> missing(Admin admin, String applicationId)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets(applicationId)
            .partitionsToOffsetAndMetadata()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Map<TopicPartition, OffsetSpec> wanted =
        admin
            .describeTopics(List.of(Topics.FRAMES))
            .allTopicNames()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .values()
            .stream()
            .flatMap(topic -> topic.partitions().stream())
            .map(partition -> new TopicPartition(Topics.FRAMES, partition.partition()))
            .filter(partition -> committed.get(partition) == null)
            .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
    Map<TopicPartition, OffsetAndMetadata> missing = new HashMap<>();
    admin
        .listOffsets(wanted)
        .all()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .forEach((partition, end) -> missing.put(partition, new OffsetAndMetadata(end.offset())));
    return missing;
  }
}
