package org.waymark.indexer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.Candidate;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.core.WaymarkException;

class LocalizationFileTest {

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("drive.jsonl");
  }

  @Test
  void shouldReadTheLeastThatALineMaySay() throws IOException {
    Files.writeString(
        file,
        """
        {"sequence": 7, "stamp_ns": 33, "position": [1, 2, 3], "orientation": [0, 0, 0, 1]}

        {"sequence": 8}
        """);
    List<Localization> read = LocalizationFile.read(file);
    assertThat(read).extracting(Localization::getSequence).containsExactly(7L, 8L);
    assertThat(read)
        .extracting(Localization::getOutcome)
        .containsExactly(Outcome.LOCALIZED, Outcome.LOST);
    assertThat(read.getFirst().getCameraPose().getZ()).isEqualTo(3);
  }

  @Test
  void shouldReadWhatItWrites() throws IOException {
    Files.writeString(
        file,
        """
        {"robot":"a b","run":"r","camera":"c","sequence":1,"stamp_ns":1563000000123456789,"outcome":"UNCERTAIN","reason":"<two> places","position":[0.1,-2.5E-7,3.0],"orientation":[0.0,0.0,0.6,0.8],"confidence":0.25,"ambiguity_m":4.5,"candidates":[{"place":"seq-01/f","session":"s","distance":0.5,"position":[1.0,2.0,3.0],"orientation":[0.0,0.0,0.0,1.0]}],"model":"m","map":"office","map_version":"2"}
        """);
    Path again = directory.resolve("again.jsonl");
    LocalizationFile.write(again, LocalizationFile.read(file));
    assertThat(again).hasSameTextualContentAs(file);
    Localization read = LocalizationFile.read(again).getFirst();
    assertThat(read.getStampNanos()).isEqualTo(1_563_000_000_123_456_789L);
    assertThat(read.getCandidates()).extracting(Candidate::getPlace).containsExactly("seq-01/f");
  }

  @Test
  void shouldNameFileAndLineOfWhatItIsNot() throws IOException {
    refuse("", "holds no localization");
    refuse("{\"sequence\": 1}\n[1]\n", "drive.jsonl:2", "no JSON object");
    refuse("{\"sequence\": 1", "drive.jsonl:1");
    refuse("{\"sequence\": 1.5}", "drive.jsonl:1", "'sequence' is no whole number");
    refuse("{\"outcome\": \"FOUND\"}", "drive.jsonl:1", "'FOUND' is no outcome", "LOCALIZED");
    refuse("{\"position\": [1, 2, 3]}", "'orientation' is no list of 4 numbers");
    refuse("{\"position\": [1, 2], \"orientation\": [0, 0, 0, 1]}", "'position'");
    refuse("{\"position\": [1, 2, 3], \"orientation\": [0, 0, 0, 2]}", "norm 2.0");
    refuse("{\"confidence\": 1.5}", "a confidence of 1.5");
    refuse("{\"candidates\": [{}]}", "a candidate without a place");
    refuse("[".repeat(2000), "drive.jsonl:1");
  }

  private void refuse(String text, String... parts) throws IOException {
    Files.writeString(file, text);
    var thrown =
        assertThatThrownBy(() -> LocalizationFile.read(file)).isInstanceOf(WaymarkException.class);
    for (String part : parts) {
      thrown.hasMessageContaining(part);
    }
  }
}
