package org.waymark.transport;

import java.time.Duration;
import java.util.List;
import org.waymark.avro.Localization;

/**
 * Reads outcomes from {@code waymark.localizations}: all partitions, committed records only. For
 * one thread.
 */
public final class LocalizationReader implements AutoCloseable {

  private final TopicReader<Localization> reader;

  private LocalizationReader(KafkaSettings settings, String topic, TopicReader.From from) {
    reader = TopicReader.open(settings, topic, Localization.class, "waymark-localizations", from);
  }

  /**
   * Reads what is written from now on.
   *
   * @throws org.waymark.core.WaymarkException when no broker answers, or the topic is absent
   */
  public static LocalizationReader fromNow(KafkaSettings settings, String topic) {
    return new LocalizationReader(settings, topic, TopicReader.From.NOW);
  }

  /**
   * Reads all that the topic holds.
   *
   * @throws org.waymark.core.WaymarkException when no broker answers, or the topic is absent
   */
  public static LocalizationReader fromBeginning(KafkaSettings settings, String topic) {
    return new LocalizationReader(settings, topic, TopicReader.From.BEGINNING);
  }

  /**
   * An outcome as it was received.
   *
   * @param publishedMillis when the localizer handed it to Kafka, by the localizer's clock
   */
  public record Received(Localization localization, long publishedMillis) {}

  /**
   * What arrived within {@code patience}; what is no localization is passed over with a warning.
   */
  public List<Received> poll(Duration patience) {
    return reader.poll(patience).stream()
        .flatMap(
            received ->
                received.value().map(outcome -> new Received(outcome, received.millis())).stream())
        .toList();
  }

  /**
   * Whether everything that was in the topic when asked has been read.
   *
   * @throws org.waymark.core.WaymarkException when Kafka does not answer
   */
  public boolean atEnd() {
    return reader.atEnd();
  }

  @Override
  public void close() {
    reader.close();
  }
}
