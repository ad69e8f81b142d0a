package org.waymark.streams;

import java.util.List;
import org.apache.avro.Schema;
import org.waymark.avro.Localization;
import org.waymark.avro.PlaceDescriptor;
import org.waymark.transport.Topics;

/** What the application makes of frames: which topic it reads, and what it writes where. */
public sealed interface Purpose {

  /** The topic that frames are read from. */
  String frames();

  /** The topic that what becomes of them is written to. */
  String results();

  /** Of the records that are written. */
  Schema schema();

  /** The topics without which it cannot start. */
  default List<String> topics() {
    return List.of(frames(), results(), Topics.DEAD_LETTERS, Topics.SCHEMAS);
  }

  /**
   * Poses of robots.
   *
   * @param localizer makes the outcomes
   * @param shadow whether another application answers the same frames, and this one is compared
   *     with it: it writes to a topic of its own, and leaves dead letters to the other
   */
  record Localize(FrameLocalizer localizer, boolean shadow) implements Purpose {

    @Override
    public String frames() {
      return Topics.FRAMES;
    }

    @Override
    public String results() {
      return shadow ? Topics.SHADOW_LOCALIZATIONS : Topics.LOCALIZATIONS;
    }

    @Override
    public Schema schema() {
      return Localization.getClassSchema();
    }
  }

  /**
   * Descriptors of a rebuild's frames, without a map.
   *
   * @param instance who describes, for those who count
   */
  record Describe(String instance) implements Purpose {

    @Override
    public String frames() {
      return Topics.REBUILD_FRAMES;
    }

    @Override
    public String results() {
      return Topics.DESCRIPTORS;
    }

    @Override
    public Schema schema() {
      return PlaceDescriptor.getClassSchema();
    }
  }
}
