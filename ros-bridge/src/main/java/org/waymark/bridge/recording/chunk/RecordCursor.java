package org.waymark.bridge.recording.chunk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.recording.MalformedRecordingException;
import org.waymark.bridge.recording.MessageAddress;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.RecordedMessage;
import org.waymark.core.FileFailure;

/**
 * Goes through a file of records, one behind the other, and through those within its chunks. What
 * is damaged within a chunk costs the rest of that chunk; what is damaged outside costs the rest of
 * the file, since nothing says where the next record begins.
 */
public abstract class RecordCursor implements MessageCursor {

  private static final int MAX_DAMAGE = 20;

  private final Path path;
  private final FileBytes file;
  private final List<String> damage = new ArrayList<>();
  private long position;
  private @Nullable Inside inside;

  /** Where within a chunk the cursor is. */
  private static final class Inside {
    private final long chunkAt;
    private final Chunk chunk;
    private long position;

    Inside(long chunkAt, Chunk chunk) {
      this.chunkAt = chunkAt;
      this.chunk = chunk;
    }
  }

  /**
   * @param start where the first record begins
   */
  protected RecordCursor(Path path, FileBytes file, long start) {
    this.path = path;
    this.file = file;
    this.position = start;
  }

  /**
   * Reads the record at a position.
   *
   * @param chunkAt where the chunk's record begins in the file whose bytes these are, or {@link
   *     MessageAddress#NO_CHUNK}
   */
  protected abstract Step read(Bytes bytes, long chunkAt, long at) throws IOException;

  /** What a record was, and where the next begins. */
  public sealed interface Step {
    long next();
  }

  /** A record that holds no message. */
  public record Passed(long next) implements Step {}

  /** A message. */
  public record Found(RecordedMessage message, long next) implements Step {}

  /** A chunk, whose records come next. */
  public record Opened(Chunk chunk, long next) implements Step {}

  /** The file ends here. */
  public record Ended(long next) implements Step {}

  /** Called at the file's end, unless damage ended it before. */
  protected abstract void finish() throws IOException;

  protected final FileBytes file() {
    return file;
  }

  /** Notes something damaged, and goes on. */
  protected final void note(String where, String what) {
    if (damage.size() < MAX_DAMAGE) {
      damage.add("%s: %s".formatted(where, what));
    }
  }

  @Override
  public final @Nullable RecordedMessage next() {
    try {
      while (true) {
        RecordedMessage message = inside == null ? outside() : within(inside);
        if (message != null) {
          return message;
        }
        if (inside == null && position >= file.size()) {
          return null;
        }
      }
    } catch (IOException e) {
      throw new MalformedRecordingException(path, FileFailure.reason(e), e);
    }
  }

  /** Takes one record of the file. */
  private @Nullable RecordedMessage outside() throws IOException {
    long at = position;
    if (at >= file.size()) {
      return null;
    }
    try {
      Step step = read(file, MessageAddress.NO_CHUNK, at);
      position = step.next();
      if (position > file.size()) {
        note("byte %d".formatted(at), "the file is cut");
        position = file.size();
      } else if (step instanceof Ended || position == file.size()) {
        position = file.size();
        finish();
      }
      switch (step) {
        case Found found -> {
          return found.message();
        }
        case Opened opened -> {
          inside = new Inside(at, opened.chunk());
          opened.chunk().damage().ifPresent(what -> note("byte %d".formatted(at), what));
        }
        case Passed _, Ended _ -> {}
      }
    } catch (DamageException e) {
      note("byte %d".formatted(at), e.getMessage() + "; nothing behind it can be read");
      position = file.size();
    }
    return null;
  }

  /** Takes one record of a chunk. */
  private @Nullable RecordedMessage within(Inside chunk) throws IOException {
    long at = chunk.position;
    Bytes bytes = chunk.chunk.bytes();
    if (at >= bytes.size()) {
      inside = null;
      return null;
    }
    try {
      Step step = read(bytes, chunk.chunkAt, at);
      chunk.position = step.next();
      return step instanceof Found found ? found.message() : null;
    } catch (DamageException e) {
      if (chunk.chunk.damage().isEmpty()) {
        note(
            "byte %d of the chunk at %d".formatted(at, chunk.chunkAt),
            String.valueOf(e.getMessage()));
      }
      inside = null;
      return null;
    }
  }

  @Override
  public final List<String> damage() {
    return Collections.unmodifiableList(damage);
  }

  @Override
  public void close() {
    position = file.size();
    inside = null;
  }
}
