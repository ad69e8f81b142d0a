package org.waymark.bridge.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.waymark.bridge.recording.chunk.FileBytes;
import org.waymark.core.FileFailure;

/** A file of a recording, held open. Readers of it each have their own {@link FileBytes}. */
public final class OpenFile implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;

  public OpenFile(Path path) {
    this.path = path;
    try {
      this.channel = FileChannel.open(path, StandardOpenOption.READ);
    } catch (IOException e) {
      throw new MalformedRecordingException(path, FileFailure.reason(e), e);
    }
  }

  public Path path() {
    return path;
  }

  /** Bytes for one thread. */
  public FileBytes bytes() {
    try {
      return new FileBytes(channel);
    } catch (IOException e) {
      throw new MalformedRecordingException(path, FileFailure.reason(e), e);
    }
  }

  /** Whether the file begins so. */
  public boolean startsWith(byte[] magic) {
    FileBytes bytes = bytes();
    try {
      if (bytes.size() < magic.length) {
        return false;
      }
      byte[] start = new byte[magic.length];
      bytes.read(0, magic.length).get(start);
      return java.util.Arrays.equals(start, magic);
    } catch (IOException e) {
      throw new MalformedRecordingException(path, FileFailure.reason(e), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new MalformedRecordingException(path, FileFailure.reason(e), e);
    }
  }
}
