package org.waymark.bridge.live.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;

/**
 * A YAML file as a tree of nodes that know their lines; no object is made of it. Its size, its
 * depth and the use of aliases are bounded before the tree is built.
 */
final class YamlFile {

  private static final int MAX_BYTES = 256 << 10;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_ALIASES = 100;

  private YamlFile() {}

  /**
   * The mapping that the file holds.
   *
   * @throws WaymarkException when it cannot be read, is no YAML, or holds something else
   */
  static YamlSection read(Path file) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file.toString())
            .setAllowDuplicateKeys(false)
            .setCodePointLimit(MAX_BYTES)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();
    String text = text(file);
    try {
      requireShallow(file, new Parse(settings).parseString(text));
      Node root =
          new Compose(settings)
              .composeString(text)
              .orElseThrow(() -> new WaymarkException("%s is empty".formatted(file)));
      if (!(root instanceof MappingNode mapping)) {
        throw new WaymarkException(
            "%s holds no 'key: value' lines; docs/ros.md has an example".formatted(file));
      }
      return new YamlSection(file, "", mapping);
    } catch (MarkedYamlEngineException e) {
      throw new WaymarkException(
          "%s%s: %s"
              .formatted(file, e.getProblemMark().map(YamlFile::place).orElse(""), e.getProblem()),
          e);
    } catch (YamlEngineException e) {
      throw new WaymarkException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** The line, as people count. */
  static String place(Mark mark) {
    return ", line " + (mark.getLine() + 1);
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new WaymarkException(
            "%s has more than %d bytes; that is no configuration of a bridge"
                .formatted(file, MAX_BYTES));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new WaymarkException("%s cannot be read: %s".formatted(file, FileFailure.reason(e)), e);
    }
  }

  private static void requireShallow(Path file, Iterable<Event> events) {
    int depth = 0;
    int aliases = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      } else if (event.getEventId() == Event.ID.Alias) {
        aliases++;
      }
      if (depth > MAX_DEPTH || aliases > MAX_ALIASES) {
        throw new WaymarkException(
            "%s%s: more than %s"
                .formatted(
                    file,
                    event.getStartMark().map(YamlFile::place).orElse(""),
                    depth > MAX_DEPTH ? MAX_DEPTH + " levels" : MAX_ALIASES + " aliases"));
      }
    }
  }
}
