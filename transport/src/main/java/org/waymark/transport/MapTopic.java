package org.waymark.transport;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.MapAnnouncement;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.RecordCodec;

/**
 * Announces versions of maps on {@code waymark.maps}. The topic is compacted and keyed by map, so
 * that what it holds of a map is the version to use; announcing an older one rolls back.
 */
public final class MapTopic {

  private static final int PATIENCE_MILLIS = 20_000;

  private final KafkaSettings settings;

  public MapTopic(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Announces a version, creating the topic when it is missing, and waits until Kafka has it.
   *
   * @throws WaymarkException when Kafka does not take it
   */
  public void announce(MapAnnouncement announcement) {
    send(announcement.getMap(), announcement);
  }

  /**
   * Withdraws a map: localizers that follow the topic unload it.
   *
   * @throws WaymarkException when Kafka does not take it
   */
  public void withdraw(String map) {
    send(map, null);
  }

  private void send(String map, @Nullable MapAnnouncement announcement) {
    try (TopicAdmin admin = TopicAdmin.connect(settings)) {
      admin.createMissing(
          Topics.all(1).stream()
              .filter(t -> t.name().equals(Topics.MAPS) || t.name().equals(Topics.SCHEMAS))
              .toList());
    }
    RecordCodec<MapAnnouncement> codec = RecordCodec.ofOneVersion(MapAnnouncement.class);
    new SchemaTopic(settings).publish(List.of(codec.schema()));
    try (KafkaProducer<String, MapAnnouncement> producer =
        new KafkaProducer<>(
            settings.with(
                Map.of(
                    "client.id", "waymark-maps",
                    "acks", "all",
                    "max.block.ms", Integer.toString(PATIENCE_MILLIS),
                    "delivery.timeout.ms", Integer.toString(PATIENCE_MILLIS),
                    "request.timeout.ms", Integer.toString(PATIENCE_MILLIS / 2))),
            new StringSerializer(),
            new RecordSerializer<>(codec))) {
      producer.send(new ProducerRecord<>(Topics.MAPS, map, announcement)).get();
    } catch (KafkaException | ExecutionException e) {
      throw new WaymarkException(
          "map %s cannot be announced on %s of %s: %s"
              .formatted(map, Topics.MAPS, settings, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WaymarkException("interrupted while announcing map " + map, e);
    }
  }
}
