package org.waymark.bridge.recording.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.waymark.bridge.recording.MalformedRecordingException;
import org.waymark.bridge.recording.MessageAddress;
import org.waymark.bridge.recording.OpenFile;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.RecordingSummary;
import org.waymark.core.FileFailure;

/** A file of records, of which some are chunks of compressed records. */
public abstract class ChunkedRecording implements Recording {

  private final OpenFile file;
  private final ChunkCache chunks = new ChunkCache();

  /** Reads an open file, which is closed with the recording. */
  protected ChunkedRecording(OpenFile file) {
    this.file = file;
  }

  /** Unpacks the chunk whose record begins at a position. */
  protected abstract Chunk unpack(long position) throws IOException;

  /**
   * The data of the message whose record begins at a position, of the file or within a chunk; empty
   * when that record is none of a message.
   */
  protected abstract Optional<ByteBuffer> message(Bytes bytes, long position) throws IOException;

  /** Adds up what indexes beside the chunks tell; empty where they are not whole. */
  protected abstract Optional<RecordingSummary> skim() throws IOException;

  /** Adds up all messages. */
  protected abstract RecordingSummary count();

  protected final FileBytes bytes() {
    return file.bytes();
  }

  @Override
  public final Path path() {
    return file.path();
  }

  @Override
  public final ByteBuffer read(MessageAddress address) {
    try {
      Bytes bytes =
          address.chunk() == MessageAddress.NO_CHUNK
              ? file.bytes()
              : chunks.get(address.chunk(), this::unpack).bytes();
      return message(bytes, address.offset())
          .orElseThrow(() -> new DamageException("there is no message at " + address));
    } catch (IOException e) {
      throw new MalformedRecordingException(path(), FileFailure.reason(e), e);
    }
  }

  @Override
  public final RecordingSummary summary() {
    try {
      return skim().orElseGet(this::count);
    } catch (IOException e) {
      throw new MalformedRecordingException(path(), FileFailure.reason(e), e);
    }
  }

  @Override
  public final void close() {
    file.close();
  }
}
