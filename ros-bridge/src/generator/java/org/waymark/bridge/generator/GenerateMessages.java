package org.waymark.bridge.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes a record of each {@code <package>/<Type>.msg} in a folder. A file whose text has not
 * changed is left alone, so that the compiler sees what is new; files of definitions that are gone
 * are removed.
 */
final class GenerateMessages {

  private GenerateMessages() {}

  /** Arguments: the folder of the definitions, the folder for the sources. */
  public static void main(String[] args) throws IOException {
    MsgFiles files = MsgFiles.read(Path.of(args[0]));
    write(Path.of(args[1]), sources(files));
  }

  /** The text of each source, by its path. */
  static Map<String, String> sources(MsgFiles files) {
    Map<String, String> sources = new TreeMap<>();
    for (MsgFile file : files.all()) {
      String type = JavaNames.classOf(file.fullName());
      sources.put(path(type), new RecordSource(files, file).text());
      String packageName = JavaNames.packageOf(file.packageName());
      sources.put(path(packageName + ".package-info"), packageInfo(file.packageName()));
    }
    sources.put(path(JavaNames.ROOT + ".AllMessages"), allMessages(files));
    return sources;
  }

  private static String path(String type) {
    return type.replace('.', '/') + ".java";
  }

  private static String packageInfo(String rosPackage) {
    return """
        /** The messages of the ROS package {@code %s}, made from their definitions. */
        @org.jspecify.annotations.NullMarked
        package %s;
        """
        .formatted(rosPackage, JavaNames.packageOf(rosPackage));
  }

  private static String allMessages(MsgFiles files) {
    String types =
        files.all().stream()
            .map(file -> JavaNames.classOf(file.fullName()) + ".TYPE")
            .collect(Collectors.joining(",\n          "));
    return """
        package %s;

        import java.util.List;

        /** Every message that there is a definition of. */
        final class AllMessages {

          static final List<MessageType<?>> TYPES =
              List.of(
                  %s);

          private AllMessages() {}
        }
        """
        .formatted(JavaNames.ROOT, types);
  }

  private static void write(Path folder, Map<String, String> sources) throws IOException {
    Files.createDirectories(folder);
    List<Path> present;
    try (Stream<Path> found = Files.walk(folder)) {
      present = found.filter(Files::isRegularFile).toList();
    }
    for (Path path : present) {
      if (!sources.containsKey(folder.relativize(path).toString().replace('\\', '/'))) {
        Files.delete(path);
      }
    }
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path path = folder.resolve(source.getKey());
      if (!Files.exists(path) || !Files.readString(path).equals(source.getValue())) {
        Files.createDirectories(path.getParent());
        Files.writeString(path, source.getValue());
      }
    }
  }
}
