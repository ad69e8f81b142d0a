package org.waymark.bridge.generator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All definitions of a folder {@code <package>/<Type>.msg}, and what only all of them together
 * tell: the sum and the complete definition of a message that contains others.
 */
final class MsgFiles {

  private static final String SEPARATOR = "=".repeat(80) + "\n";

  private final Map<String, MsgFile> files = new TreeMap<>();

  MsgFiles(Collection<MsgFile> all) {
    all.forEach(file -> files.put(file.fullName(), file));
  }

  static MsgFiles read(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> found = Files.walk(folder)) {
      paths = found.filter(path -> path.toString().endsWith(".msg")).sorted().toList();
    }
    Map<String, MsgFile> parsed = new TreeMap<>();
    for (Path path : paths) {
      String type = path.getFileName().toString().replaceFirst("\\.msg$", "");
      String fullName = folder.relativize(path).getName(0) + "/" + type;
      parsed.put(fullName, MsgFile.parse(fullName, Files.readString(path)));
    }
    return new MsgFiles(parsed.values());
  }

  Collection<MsgFile> all() {
    return files.values();
  }

  private MsgFile find(String fullName) {
    MsgFile file = files.get(fullName);
    if (file == null) {
      throw new IllegalArgumentException("there is no definition of " + fullName);
    }
    return file;
  }

  /**
   * The MD5 sum by which ROS 1 tells whether two nodes mean the same message: of the constants,
   * then the fields, without comments, messages within it by their own sums. See genmsg's {@code
   * compute_md5_text}.
   */
  String md5(MsgFile file) {
    StringBuilder text = new StringBuilder();
    for (MsgConstant constant : file.constants()) {
      text.append("%s %s=%s\n".formatted(constant.type(), constant.name(), constant.value()));
    }
    for (MsgField field : file.fields()) {
      String type = field.isBuiltin() ? field.declaredType() : md5(find(field.type()));
      text.append(type).append(' ').append(field.name()).append('\n');
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      return HexFormat.of()
          .formatHex(digest.digest(text.toString().strip().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The text of a message and of all messages within it, as bags and connection headers carry it.
   */
  String definition(MsgFile file) {
    StringBuilder text = new StringBuilder(file.text());
    Set<String> within = new LinkedHashSet<>();
    collect(file, within);
    for (String name : within) {
      text.append('\n').append(SEPARATOR).append("MSG: ").append(name).append('\n');
      text.append(find(name).text());
    }
    return text.toString();
  }

  private void collect(MsgFile file, Set<String> within) {
    for (MsgField field : file.fields()) {
      if (!field.isBuiltin()) {
        within.add(field.type());
        collect(find(field.type()), within);
      }
    }
  }
}
