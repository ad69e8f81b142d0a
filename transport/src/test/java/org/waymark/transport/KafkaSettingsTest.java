package org.waymark.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;

class KafkaSettingsTest {

  @TempDir Path directory;

  @Test
  void shouldLetTheUserWinAndNeverShowWhatWasPassedThrough() throws IOException {
    Path file = directory.resolve("client.properties");
    Files.writeString(file, "sasl.jaas.config=secret words\nlinger.ms=1\n");
    KafkaSettings settings =
        KafkaSettings.of("h:1", Optional.of(file), List.of("linger.ms=7", "acks=1"));
    assertThat(settings.with(Map.of("linger.ms", "0", "client.id", "x")))
        .containsEntry("linger.ms", "7")
        .containsEntry("acks", "1")
        .containsEntry("client.id", "x")
        .containsEntry("sasl.jaas.config", "secret words")
        .containsEntry("bootstrap.servers", "h:1");
    assertThat(settings.toString()).doesNotContain("secret");
  }

  @Test
  void shouldLetTheUserWinOverDefaultsOfOneClient() {
    KafkaSettings settings =
        KafkaSettings.of("h:1", Optional.empty(), List.of("auto.offset.reset=earliest"));
    assertThat(
            settings.with(
                Map.of("main.consumer.auto.offset.reset", "latest", "producer.linger.ms", "0")))
        .doesNotContainKey("main.consumer.auto.offset.reset")
        .containsEntry("auto.offset.reset", "earliest")
        .containsEntry("producer.linger.ms", "0");
  }

  @Test
  void shouldTakeSettingsFromTheEnvironment() {
    assertThat(
            KafkaSettings.fromEnvironment(
                Map.of("WAYMARK_KAFKA_SASL_JAAS_CONFIG", "words", "HOME", "elsewhere")))
        .containsExactly(Map.entry("sasl.jaas.config", "words"));
  }

  @Test
  void shouldRefuseSecretsOnTheCommandLine() {
    for (String key : List.of("sasl.jaas.config", "ssl.keystore.password", "ssl.key.password")) {
      assertThatThrownBy(() -> KafkaSettings.of("h:1", Optional.empty(), List.of(key + "=hunter2")))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining(key)
          .hasMessageContaining("--kafka-config")
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  void shouldNameAFileThatIsNotThereAndAnAssignmentThatIsNone() {
    assertThatThrownBy(
            () -> KafkaSettings.of("h:1", Optional.of(directory.resolve("absent")), List.of()))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("absent");
    assertThatThrownBy(() -> KafkaSettings.of("h:1", Optional.empty(), List.of("linger.ms")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("linger.ms");
  }
}
