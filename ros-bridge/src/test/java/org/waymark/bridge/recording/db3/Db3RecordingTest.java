package org.waymark.bridge.recording.db3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.bridge.recording.Encoding;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.RecordedMessage;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.Recordings;
import org.waymark.bridge.recording.Sample;
import org.waymark.core.WaymarkException;

class Db3RecordingTest {

  @TempDir Path folder;

  /** A file as ROS 2's recorder makes it. */
  private static void write(Path file, List<Sample> samples, boolean packed) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE topics (id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,"
              + " serialization_format TEXT NOT NULL, offered_qos_profiles TEXT NOT NULL)");
      statement.execute(
          "CREATE TABLE messages (id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL,"
              + " timestamp INTEGER NOT NULL, data BLOB NOT NULL)");
      for (int i = 0; i < Sample.TOPICS.size(); i++) {
        String topic = Sample.TOPICS.get(i);
        statement.execute(
            "INSERT INTO topics VALUES (%d, '%s', 'test%s', 'cdr', '')"
                .formatted(i + 1, topic, topic));
      }
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO messages (topic_id, timestamp, data) VALUES (?, ?, ?)")) {
        for (Sample s : samples) {
          insert.setInt(1, Sample.TOPICS.indexOf(s.topic()) + 1);
          insert.setLong(2, s.nanos());
          insert.setBytes(3, packed ? Zstd.compress(s.data()) : s.data());
          insert.executeUpdate();
        }
      }
      connection.commit();
    }
  }

  @Test
  void shouldReadTheFilesOfAFolderInTheOrderOfTheirNumbers() throws SQLException {
    List<Sample> samples = Sample.some(110, 500, 1);
    for (int i = 0; i < 11; i++) {
      write(
          folder.resolve("drive_%d.db3".formatted(i)),
          samples.subList(i * 10, i * 10 + 10),
          i == 3);
    }
    try (Recording recording = Recordings.open(folder);
        MessageCursor messages = recording.messages()) {
      assertThat(Sample.read(recording)).isEqualTo(Sample.texts(samples));
      assertThat(recording.summary().messages()).isEqualTo(110);
      assertThat(recording.summary().byTopic())
          .hasSize(3)
          .allMatch(c -> c.channel().encoding() == Encoding.CDR);
      List<RecordedMessage> all = new ArrayList<>();
      for (RecordedMessage m = messages.next(); m != null; m = messages.next()) {
        all.add(m);
      }
      for (RecordedMessage m : all.reversed()) {
        assertThat(recording.read(m.address())).isEqualTo(m.bytes());
      }
    }
  }

  @Test
  void shouldRefuseOtherDatabasesAndWholeFilesThatAreCompressed() throws Exception {
    Path other = folder.resolve("other.db3");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE notes (text TEXT)");
    }
    assertThatThrownBy(() -> Recordings.open(other))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("no recording of ROS 2");
    Path packed = Files.createDirectory(folder.resolve("packed"));
    Files.write(packed.resolve("a_0.db3.zstd"), Zstd.compress(new byte[100]));
    assertThatThrownBy(() -> Recordings.open(packed)).hasMessageContaining("zstd -d");
  }

  @Test
  void shouldSurviveDamage() throws SQLException, IOException {
    Path file = folder.resolve("x_0.db3");
    write(file, Sample.some(60, 800, 2), false);
    byte[] whole = Files.readAllBytes(file);
    java.util.Random random = new java.util.Random(2);
    for (int i = 0; i < 60; i++) {
      byte[] bytes = whole.clone();
      for (int c = 0; c < 20; c++) {
        bytes[16 + random.nextInt(bytes.length - 16)] = (byte) random.nextInt(256);
      }
      Path damaged = Files.write(folder.resolve("damaged"), bytes);
      try (Recording recording = Recordings.open(damaged)) {
        recording.summary();
        assertThat(Sample.read(recording).size()).isLessThanOrEqualTo(100);
      } catch (WaymarkException e) {
        assertThat(e).hasMessageContaining("damaged");
      }
    }
  }
}
