package org.waymark.bridge.recording;

/**
 * Where a message lies, to read it again.
 *
 * @param part which file of a recording of several, from 0
 * @param chunk where its chunk's record begins in the file, or {@link #NO_CHUNK}
 * @param offset where its record begins within the unpacked chunk, or within the file; in a SQLite
 *     file its row
 */
public record MessageAddress(int part, long chunk, long offset) {

  /** The message lies in no chunk. */
  public static final long NO_CHUNK = -1;

  /** In a recording of one file. */
  public MessageAddress(long chunk, long offset) {
    this(0, chunk, offset);
  }

  /** The same place as part of a recording of several files. */
  public MessageAddress inPart(int number) {
    return new MessageAddress(number, chunk, offset);
  }
}
