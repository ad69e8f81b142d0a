package org.waymark.bridge.recording.db3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.recording.Channel;
import org.waymark.bridge.recording.Encoding;
import org.waymark.bridge.recording.MalformedRecordingException;
import org.waymark.bridge.recording.MessageAddress;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.OpenFile;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.RecordingSummary;
import org.waymark.core.WaymarkException;

/**
 * One SQLite file of ROS 2's recorder: the table {@code topics} (id, name, type,
 * serialization_format) and the table {@code messages} (id, topic_id, timestamp, data). Messages
 * come in the order of their time stamps.
 *
 * <p>The driver, {@code org.xerial:sqlite-jdbc}, is not in every distribution.
 */
public final class Db3Recording implements Recording {

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final String DRIVER = "org.sqlite.JDBC";

  /** SQLite's flag for {@code SQLITE_OPEN_READONLY}. */
  private static final String READ_ONLY = "1";

  private final Path path;
  private final Connection connection;
  private final Map<Integer, Channel> channels = new LinkedHashMap<>();

  /**
   * @throws WaymarkException when the driver is not there or the file is not of ROS 2
   */
  public Db3Recording(Path path) {
    this.path = path;
    this.connection = connect(path);
    try {
      readTopics();
    } catch (SQLException e) {
      close();
      throw failure("it is no recording of ROS 2", e);
    }
  }

  /** Whether the file begins as SQLite's do. */
  public static boolean recognises(OpenFile file) {
    return file.startsWith(MAGIC);
  }

  private static Connection connect(Path path) {
    try {
      Class.forName(DRIVER);
    } catch (ClassNotFoundException e) {
      throw new WaymarkException(
          ("recording %s is a SQLite file, for which the driver is missing here: put"
                  + " sqlite-jdbc.jar (org.xerial:sqlite-jdbc of Maven Central) beside the jars of"
                  + " waymark-bridge, use the waymark command, or convert it with: ros2 bag convert")
              .formatted(path),
          e);
    }
    Properties settings = new Properties();
    settings.setProperty("open_mode", READ_ONLY);
    try {
      return DriverManager.getConnection("jdbc:sqlite:" + path.toAbsolutePath(), settings);
    } catch (SQLException e) {
      throw new MalformedRecordingException(path, String.valueOf(e.getMessage()), e);
    }
  }

  private void readTopics() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id, name, type, serialization_format FROM topics")) {
      while (rows.next()) {
        int id = rows.getInt(1);
        channels.put(
            id,
            new Channel(
                id,
                String.valueOf(rows.getString(2)),
                String.valueOf(rows.getString(3)),
                "cdr".equals(rows.getString(4)) ? Encoding.CDR : Encoding.OTHER));
      }
    }
  }

  private MalformedRecordingException failure(String what, SQLException e) {
    return new MalformedRecordingException(path, "%s (%s)".formatted(what, e.getMessage()), e);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public String format() {
    return "SQLite of ROS 2";
  }

  @Override
  public MessageCursor messages() {
    try {
      return new Db3Cursor(connection, channels);
    } catch (SQLException e) {
      throw failure("its messages cannot be read", e);
    }
  }

  @Override
  public synchronized ByteBuffer read(MessageAddress address) {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT data FROM messages WHERE id = ?")) {
      statement.setLong(1, address.offset());
      try (ResultSet rows = statement.executeQuery()) {
        byte @Nullable [] data = rows.next() ? rows.getBytes(1) : null;
        if (data == null) {
          throw new MalformedRecordingException(path, "there is no message at " + address);
        }
        return PackedMessage.unpack(data);
      }
    } catch (SQLException e) {
      throw failure("message %d cannot be read".formatted(address.offset()), e);
    } catch (PackedMessage.UnpackException e) {
      throw new MalformedRecordingException(path, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public RecordingSummary summary() {
    RecordingSummary.Builder sums = new RecordingSummary.Builder();
    channels.values().forEach(sums::channel);
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT topic_id, COUNT(*), MIN(timestamp), MAX(timestamp) FROM messages"
                    + " GROUP BY topic_id")) {
      while (rows.next()) {
        Channel channel = channels.get(rows.getInt(1));
        if (channel != null) {
          sums.add(channel, rows.getLong(2), rows.getLong(3), rows.getLong(4));
        }
      }
    } catch (SQLException e) {
      sums.damage(List.of(String.valueOf(e.getMessage())));
    }
    return sums.build();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure("it cannot be closed", e);
    }
  }
}
