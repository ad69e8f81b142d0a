package org.waymark.bridge.recording;

import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Whether {@link #open} would know the format. */
  public static boolean recognises(Path path) {
    if (Files.isDirectory(path)) {
      return FolderRecording.recognises(path);
    }
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      return false;
    }
    try (OpenFile file = new OpenFile(path)) {
      return BagRecording.recognises(file)
          || McapRecording.recognises(file)
          || Db3Recording.recognises(file)
          || UnreadFormat.isRecording(file);
    }
  }
}
