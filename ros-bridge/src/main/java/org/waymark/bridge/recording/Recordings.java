package org.waymark.bridge.recording;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.waymark.bridge.recording.bag.BagRecording;
import org.waymark.bridge.recording.db3.Db3Recording;
import org.waymark.bridge.recording.mcap.McapRecording;

/** Opens recordings by what they contain, whatever they are called. */
public final class Recordings {

  private Recordings() {}

  /**
   * Opens a file, or a folder that ROS 2 has recorded into.
   *
   * @throws MalformedRecordingException when it is no recording of a known format
   */
  public static Recording open(Path path) {
    if (Files.isDirectory(path)) {
      return FolderRecording.open(path);
    }
    OpenFile file = new OpenFile(path);
    try {
      if (BagRecording.recognises(file)) {
        return new BagRecording(file);
      }
      if (McapRecording.recognises(file)) {
        return new McapRecording(file);
      }
      if (Db3Recording.recognises(file)) {
        file.close();
        return new Db3Recording(path);
      }
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
    String what = UnreadFormat.of(file);
    file.close();
    throw new MalformedRecordingException(path, what);
  }

  /** The formats. */
  public enum Format {
    BAG,
    MCAP,
    DB3
  }

  /** The format of a file or folder, if it is a recording, though perhaps one that is not read. */
  public static Optional<Format> format(Path path) {
    if (Files.isDirectory(path)) {
      return FolderRecording.format(path);
    }
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      return Optional.empty();
    }
    try (OpenFile file = new OpenFile(path)) {
      if (BagRecording.recognises(file) || UnreadFormat.isBag(file)) {
        return Optional.of(Format.BAG);
      }
      if (McapRecording.recognises(file)) {
        return Optional.of(Format.MCAP);
      }
      return Db3Recording.recognises(file) ? Optional.of(Format.DB3) : Optional.empty();
    }
  }
}
