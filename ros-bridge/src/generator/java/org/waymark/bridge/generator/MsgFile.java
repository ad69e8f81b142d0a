package org.waymark.bridge.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One message definition, parsed.
 *
 * @param fullName package and type, {@code sensor_msgs/Image}
 * @param text the definition as it stands in the file
 * @param comment the comment above the first field, as one text
 * @param constants in the order of the file
 * @param fields in the order of the file
 */
record MsgFile(
    String fullName,
    String text,
    String comment,
    List<MsgConstant> constants,
    List<MsgField> fields) {

  private static final Pattern CONSTANT = Pattern.compile("(\\w+)\\s+(\\w+)\\s*=\\s*(.*)");
  private static final Pattern FIELD = Pattern.compile("([\\w/]+)(\\[(\\d*)])?\\s+([a-zA-Z]\\w*)");

  static MsgFile parse(String fullName, String text) {
    List<String> comment = new ArrayList<>();
    List<MsgConstant> constants = new ArrayList<>();
    List<MsgField> fields = new ArrayList<>();
    String packageName = fullName.substring(0, fullName.indexOf('/'));
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      int hash = line.indexOf('#');
      String code = (hash < 0 ? line : line.substring(0, hash)).strip();
      String remark = hash < 0 ? "" : line.substring(hash + 1).strip();
      if (code.isEmpty()) {
        if (fields.isEmpty() && constants.isEmpty() && !remark.isEmpty()) {
          comment.add(remark);
        }
        continue;
      }
      Matcher constant = CONSTANT.matcher(code);
      Matcher field = FIELD.matcher(code);
      if (constant.matches() && BuiltinType.isBuiltin(constant.group(1))) {
        if (constant.group(1).equals("string")) {
          throw new IllegalArgumentException(
              "%s, line %d: constants of type string are not supported"
                  .formatted(fullName, number));
        }
        constants.add(new MsgConstant(constant.group(1), constant.group(2), constant.group(3)));
      } else if (field.matches()) {
        String type = resolve(packageName, field.group(1));
        fields.add(new MsgField(type, length(field), field.group(4), remark));
      } else {
        throw new IllegalArgumentException(
            "%s, line %d: neither a field nor a constant: %s".formatted(fullName, number, code));
      }
    }
    return new MsgFile(
        fullName, text, String.join(" ", comment), List.copyOf(constants), List.copyOf(fields));
  }

  /** A name without a package means the message's own, except for the one header of all. */
  private static String resolve(String packageName, String type) {
    if (BuiltinType.isBuiltin(type) || type.contains("/")) {
      return type;
    }
    return type.equals("Header") ? "std_msgs/Header" : packageName + "/" + type;
  }

  private static int length(Matcher field) {
    if (field.group(2) == null) {
      return MsgField.SINGLE;
    }
    return field.group(3).isEmpty() ? MsgField.ANY_LENGTH : Integer.parseInt(field.group(3));
  }

  String packageName() {
    return fullName.substring(0, fullName.indexOf('/'));
  }

  String simpleName() {
    return fullName.substring(fullName.indexOf('/') + 1);
  }
}
