package org.waymark.descriptors;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Where a model comes from, for people and reports. Not part of its identity.
 *
 * @param text one line, e.g. {@code imported from msls_resnet50_gem.pth}
 * @param training what the trainer recorded, by name; empty when nothing is known
 */
public record Provenance(String text, SequencedMap<String, Object> training) {

  public Provenance {
    text = text == null ? "" : text;
    training =
        training == null
            ? Collections.unmodifiableSequencedMap(new LinkedHashMap<>())
            : Collections.unmodifiableSequencedMap(new LinkedHashMap<>(training));
  }

  /** With one more thing recorded. */
  Provenance with(String name, Object value) {
    SequencedMap<String, Object> more = new LinkedHashMap<>(training);
    more.put(name, value);
    return new Provenance(text, more);
  }

  /** Only a line of text. */
  public static Provenance of(String text) {
    return new Provenance(text, new LinkedHashMap<>(Map.of()));
  }
}
