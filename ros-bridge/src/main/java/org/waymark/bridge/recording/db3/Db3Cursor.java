package org.waymark.bridge.recording.db3;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.recording.Channel;
import org.waymark.bridge.recording.MessageAddress;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.RecordedMessage;

/** Goes through the messages of a SQLite file by their time stamps. */
final class Db3Cursor implements MessageCursor {

  private static final int MAX_DAMAGE = 20;

  private final Map<Integer, Channel> channels;
  private final Statement statement;
  private final ResultSet rows;
  private final List<String> damage = new ArrayList<>();
  private boolean ended;

  Db3Cursor(Connection connection, Map<Integer, Channel> channels) throws SQLException {
    this.channels = channels;
    this.statement = connection.createStatement();
    this.rows =
        statement.executeQuery(
            "SELECT id, topic_id, timestamp, data FROM messages ORDER BY timestamp, id");
  }

  @Override
  public @Nullable RecordedMessage next() {
    try {
      while (!ended && rows.next()) {
        long id = rows.getLong(1);
        Channel channel = channels.get(rows.getInt(2));
        byte[] data = rows.getBytes(4);
        if (channel == null || data == null) {
          note("message %d has no topic or no data".formatted(id));
          continue;
        }
        try {
          return new RecordedMessage(
              channel,
              rows.getLong(3),
              PackedMessage.unpack(data),
              new MessageAddress(MessageAddress.NO_CHUNK, id));
        } catch (PackedMessage.UnpackException e) {
          note("message %d: %s".formatted(id, e.getMessage()));
        }
      }
    } catch (SQLException e) {
      // What a damaged file still holds was given.
      note(String.valueOf(e.getMessage()));
    }
    ended = true;
    return null;
  }

  private void note(String what) {
    if (damage.size() < MAX_DAMAGE) {
      damage.add(what);
    }
  }

  @Override
  public List<String> damage() {
    return List.copyOf(damage);
  }

  @Override
  public void close() {
    ended = true;
    try {
      rows.close();
      statement.close();
    } catch (SQLException e) {
      note(String.valueOf(e.getMessage()));
    }
  }
}
