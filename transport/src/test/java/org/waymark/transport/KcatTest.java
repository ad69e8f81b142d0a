package org.waymark.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.testbed.broker.EmbeddedBroker;

/** A client that is none of ours reads what we write. Needs kcat, Debian's package of that name. */
@Tag("peer")
class KcatTest {

  @TempDir Path directory;

  @Test
  void shouldReadOneRecordPerFrame() throws Exception {
    assumeTrue(onPath("kcat"), "kcat is not installed (Debian: apt-get install kcat)");
    Path photos = Files.createDirectory(directory.resolve("photos"));
    for (int i = 0; i < 7; i++) {
      Files.writeString(photos.resolve(i + ".jpg"), "picture");
    }
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(directory.resolve("kafka"), EmbeddedBroker.ANY_PORT)) {
      KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers());
      try (TopicAdmin admin = TopicAdmin.connect(settings)) {
        admin.createMissing(Topics.all(2));
      }
      new FrameReplay(settings, "robot 1", "camera", UUID.randomUUID(), 0)
          .send(Datasets.open("folder:" + photos), ProgressReporter.silent());
      assertThat(kcat(broker.bootstrapServers())).hasSize(7).containsOnly("robot 1");
    }
  }

  /** Keys of all records of the frames topic. */
  private List<String> kcat(String bootstrapServers) throws Exception {
    Path output = directory.resolve("kcat.txt");
    Process process =
        new ProcessBuilder(
                "kcat", "-C", "-e", "-q", "-b", bootstrapServers, "-t", Topics.FRAMES, "-f", "%k\n")
            .redirectOutput(output.toFile())
            .redirectErrorStream(true)
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return Files.readAllLines(output);
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
