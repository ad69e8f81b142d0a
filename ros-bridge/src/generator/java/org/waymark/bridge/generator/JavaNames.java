package org.waymark.bridge.generator;

import java.util.Locale;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** How the names of ROS look in Java. */
final class JavaNames {

  static final String ROOT = "org.waymark.bridge.message";

  private static final Pattern WORD_BREAK = Pattern.compile("_+([a-zA-Z0-9])");

  private JavaNames() {}

  /** The package of a ROS package's records. */
  static String packageOf(String rosPackage) {
    return ROOT + "." + rosPackage;
  }

  /** The record of a message, by its full name. */
  static String classOf(String fullName) {
    return ROOT + "." + fullName.replace('/', '.');
  }

  /** {@code frame_id} is {@code frameId}; {@code K} is {@code k}. */
  static String component(String field) {
    String joined =
        WORD_BREAK.matcher(field).replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
    String name = joined.substring(0, 1).toLowerCase(Locale.ROOT) + joined.substring(1);
    return SourceVersion.isKeyword(name) ? name + "_" : name;
  }
}
