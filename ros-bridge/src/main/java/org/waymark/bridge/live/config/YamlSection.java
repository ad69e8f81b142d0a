package org.waymark.bridge.live.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.waymark.core.WaymarkException;

/**
 * A mapping of a YAML file. Values are asked for by key; {@link #requireNothingElse} then refuses
 * what nobody asked for. Every error names file, line and key.
 */
final class YamlSection {

  private static final int MAX_ITEMS = 64;

  private final Path file;
  private final String path;
  private final MappingNode mapping;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();

  YamlSection(Path file, String path, MappingNode mapping) {
    this.file = file;
    this.path = path;
    this.mapping = mapping;
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw error(tuple.getKeyNode(), path, "a key is a word");
      }
      if (values.put(key.getValue(), tuple.getValueNode()) != null) {
        throw error(key, key(key.getValue()), "is there twice");
      }
    }
  }

  private Optional<Node> find(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key)).filter(node -> !node.getTag().equals(Tag.NULL));
  }

  private Optional<ScalarNode> scalar(String key) {
    return find(key)
        .map(
            node -> {
              if (node instanceof ScalarNode scalar) {
                return scalar;
              }
              throw error(node, key(key), "needs one value");
            });
  }

  Optional<String> text(String key) {
    return scalar(key).map(ScalarNode::getValue);
  }

  String requiredText(String key) {
    return text(key).orElseThrow(() -> error(mapping, key(key), "is missing"));
  }

  double number(String key, double usual, double min, double max) {
    return scalar(key).map(node -> number(node, key(key), min, max)).orElse(usual);
  }

  int whole(String key, int usual, int min, int max) {
    return scalar(key)
        .map(
            node -> {
              double value = number(node, key(key), min, max);
              if (value != Math.rint(value)) {
                throw error(node, key(key), "'%s' is not whole".formatted(node.getValue()));
              }
              return (int) value;
            })
        .orElse(usual);
  }

  private double number(ScalarNode node, String key, double min, double max) {
    double value;
    try {
      value = Double.parseDouble(node.getValue());
    } catch (NumberFormatException e) {
      throw error(node, key, "'%s' is no number".formatted(node.getValue()));
    }
    if (!(value >= min && value <= max)) {
      throw error(node, key, "%s is not within %s and %s".formatted(node.getValue(), min, max));
    }
    return value;
  }

  boolean flag(String key, boolean usual) {
    return scalar(key)
        .map(
            node ->
                switch (node.getValue()) {
                  case "true" -> true;
                  case "false" -> false;
                  default ->
                      throw error(
                          node,
                          key(key),
                          "'%s' is neither true nor false".formatted(node.getValue()));
                })
        .orElse(usual);
  }

  /** One of a few words. */
  String choice(String key, String usual, List<String> choices) {
    return scalar(key)
        .map(
            node -> {
              if (!choices.contains(node.getValue())) {
                throw error(
                    node,
                    key(key),
                    "'%s' is none of %s".formatted(node.getValue(), String.join(", ", choices)));
              }
              return node.getValue();
            })
        .orElse(usual);
  }

  /** A list of so many numbers. */
  Optional<double[]> numbers(String key, int count) {
    return find(key)
        .map(
            node -> {
              if (!(node instanceof SequenceNode list) || list.getValue().size() != count) {
                throw error(node, key(key), "needs a list of %d numbers".formatted(count));
              }
              return list.getValue().stream()
                  .mapToDouble(
                      item -> {
                        if (item instanceof ScalarNode scalar) {
                          return number(scalar, key(key), -Double.MAX_VALUE, Double.MAX_VALUE);
                        }
                        throw error(item, key(key), "needs a list of numbers");
                      })
                  .toArray();
            });
  }

  /** Texts by free keys. */
  Map<String, String> texts(String key) {
    Optional<YamlSection> section = section(key);
    Map<String, String> texts = new LinkedHashMap<>();
    section.ifPresent(s -> s.values.keySet().forEach(k -> texts.put(k, s.requiredText(k))));
    return texts;
  }

  Optional<YamlSection> section(String key) {
    return find(key).map(node -> section(node, key(key)));
  }

  List<YamlSection> sections(String key) {
    List<YamlSection> sections = new ArrayList<>();
    find(key)
        .ifPresent(
            node -> {
              if (!(node instanceof SequenceNode list)) {
                throw error(node, key(key), "needs a list, each item after '- '");
              }
              if (list.getValue().size() > MAX_ITEMS) {
                throw error(node, key(key), "more than %d items".formatted(MAX_ITEMS));
              }
              for (Node item : list.getValue()) {
                sections.add(section(item, "%s[%d]".formatted(key(key), sections.size())));
              }
            });
    return sections;
  }

  private YamlSection section(Node node, String at) {
    if (node instanceof MappingNode inner) {
      return new YamlSection(file, at, inner);
    }
    throw error(node, at, "needs 'key: value' lines of its own");
  }

  /** Refuses keys that nobody asked for, most often a slip of the pen. */
  void requireNothingElse() {
    for (NodeTuple tuple : mapping.getValue()) {
      String key = ((ScalarNode) tuple.getKeyNode()).getValue();
      if (!asked.contains(key)) {
        throw error(
            tuple.getKeyNode(),
            key(key),
            "no such key; there are " + asked.stream().sorted().collect(Collectors.joining(", ")));
      }
    }
  }

  /** What is wrong with the value of a key. */
  WaymarkException error(String key, String problem) {
    return error(values.getOrDefault(key, mapping), key(key), problem);
  }

  private WaymarkException error(Node node, String key, String problem) {
    return new WaymarkException(
        "%s%s: %s: %s"
            .formatted(
                file,
                node.getStartMark().map(YamlFile::place).orElse(""),
                key.isEmpty() ? "(top)" : key,
                problem));
  }

  private String key(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
