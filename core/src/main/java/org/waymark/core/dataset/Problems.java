package org.waymark.core.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What was wrong with a data set while it was opened. A kind that meets a malformed line says so
 * here, leaves the line out and goes on; whether that is fatal is for whoever opens the data set to
 * say. All are counted, the first few kept. Not for use by several threads.
 */
public final class Problems {

  /** How many are kept unless told. */
  public static final int DEFAULT_KEPT = 20;

  private final int kept;
  private final List<String> texts = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long count;

  public Problems() {
    this(DEFAULT_KEPT);
  }

  /**
   * @param kept how many to keep in words
   */
  public Problems(int kept) {
    this.kept = kept;
  }

  /**
   * Something wrong with a line.
   *
   * @param line from 1
   */
  public void add(Path file, long line, String what) {
    add("%s:%d: %s".formatted(file, line, what));
  }

  /** Something wrong, in words that name the place. */
  public void add(String problem) {
    count++;
    if (texts.size() < kept) {
      texts.add(problem);
    }
  }

  /**
   * Something that was left out or taken for granted, though nothing is malformed. Data sets with
   * notes open as others do.
   */
  public void note(String note) {
    if (notes.size() < kept) {
      notes.add(note);
    }
  }

  /** The first of the notes. */
  public List<String> notes() {
    return Collections.unmodifiableList(notes);
  }

  public long count() {
    return count;
  }

  /** The first of them, as {@code file:line: what}. */
  public List<String> texts() {
    return Collections.unmodifiableList(texts);
  }
}
