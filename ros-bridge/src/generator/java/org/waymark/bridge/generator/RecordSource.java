package org.waymark.bridge.generator;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The Java source of one message's record. */
final class RecordSource {

  private static final String TEMPLATE =
      """
      package %(package);

      import java.util.List;
      import org.waymark.bridge.message.MessageField;
      import org.waymark.bridge.message.MessageReader;
      import org.waymark.bridge.message.MessageType;
      import org.waymark.bridge.message.MessageWriter;

      /**
       * %(comment) The ROS message {@code %(name)}.
      %(parameters) */
      public record %(class)(%(components)) {

        public static final MessageType<%(class)> TYPE = new Type();
      %(constants)%(constructor)
        private static final class Type implements MessageType<%(class)> {

          @Override
          public java.lang.String name() {
            return "%(name)";
          }

          @Override
          public java.lang.String md5() {
            return "%(md5)";
          }

          @Override
          public java.lang.String definition() {
            return %(definition);
          }

          @Override
          public List<MessageField> fields() {
            return List.of(
                %(fields));
          }

          @Override
          public %(class) read(MessageReader in) {
            return new %(class)(
                %(reads));
          }

          @Override
          public void write(%(class) message, MessageWriter out) {
            %(writes)
          }
        }
      }
      """;

  private final MsgFiles files;
  private final MsgFile file;

  RecordSource(MsgFiles files, MsgFile file) {
    this.files = files;
    this.file = file;
  }

  String text() {
    List<MsgField> fields = file.fields();
    return TEMPLATE
        .replace("%(package)", JavaNames.packageOf(file.packageName()))
        .replace("%(comment)", file.comment())
        .replace("%(class)", file.simpleName())
        .replace("%(name)", file.fullName())
        .replace("%(md5)", files.md5(file))
        .replace("%(parameters)", each(fields, "", RecordSource::parameter))
        .replace("%(components)", each(fields, ", ", RecordSource::component))
        .replace("%(constants)", each(file.constants(), "", RecordSource::constant))
        .replace("%(constructor)", constructor(fields))
        .replace("%(fields)", each(fields, ",\n          ", RecordSource::field))
        .replace("%(reads)", each(fields, ",\n          ", this::read))
        .replace("%(writes)", each(fields, "\n      ", this::write))
        .replace("%(definition)", literal(files.definition(file)));
  }

  private static <T> String each(List<T> items, String separator, Function<T, String> text) {
    return items.stream().map(text).collect(Collectors.joining(separator));
  }

  private static String parameter(MsgField field) {
    String comment = field.comment();
    if (field.type().startsWith("uint")) {
      comment = comment + (comment.isEmpty() ? "" : "; ") + field.type() + " in its bits";
    } else if (field.type().equals("time")) {
      comment = comment + (comment.isEmpty() ? "" : "; ") + "nanoseconds since the epoch";
    } else if (field.type().equals("duration")) {
      comment = comment + (comment.isEmpty() ? "" : "; ") + "nanoseconds";
    }
    return comment.isEmpty()
        ? ""
        : " * @param %s %s\n".formatted(JavaNames.component(field.name()), comment);
  }

  private static String component(MsgField field) {
    return javaType(field) + " " + JavaNames.component(field.name());
  }

  private static String javaType(MsgField field) {
    if (!field.isBuiltin()) {
      String element = JavaNames.classOf(field.type());
      return field.isArray() ? "List<" + element + ">" : element;
    }
    BuiltinType type = BuiltinType.of(field.type());
    if (!field.isArray()) {
      return type.java();
    }
    return isList(field) ? "List<java.lang.String>" : type.java() + "[]";
  }

  private static boolean isList(MsgField field) {
    return field.isArray() && (!field.isBuiltin() || field.type().equals("string"));
  }

  private static String constant(MsgConstant constant) {
    return "  public static final %s %s = %s;\n"
        .formatted(BuiltinType.of(constant.type()).java(), constant.name(), constant.value());
  }

  /** Lists are copied; arrays of fixed length have that length. */
  private String constructor(List<MsgField> fields) {
    String body =
        each(fields, "", field -> isList(field) ? copy(field) : "")
            + each(fields, "", field -> field.isFixedArray() ? lengthCheck(field) : "");
    return body.isEmpty() ? "" : "\n  public %s {\n%s  }\n".formatted(file.simpleName(), body);
  }

  private static String copy(MsgField field) {
    String name = JavaNames.component(field.name());
    return "    %s = List.copyOf(%s);\n".formatted(name, name);
  }

  private String lengthCheck(MsgField field) {
    String length = JavaNames.component(field.name()) + "." + length(field);
    return """
        if (%s != %d) {
          throw new IllegalArgumentException(
              "%s of %s takes %d values, not " + %s);
        }
    """
        .formatted(length, field.length(), field.name(), file.fullName(), field.length(), length);
  }

  private static String length(MsgField field) {
    return isList(field) ? "size()" : "length";
  }

  private static String field(MsgField field) {
    return field.isBuiltin()
        ? "MessageField.of(\"%s\", \"%s\", %d)"
            .formatted(field.name(), field.type(), field.length())
        : "MessageField.of(\"%s\", %s.TYPE, %d)"
            .formatted(field.name(), JavaNames.classOf(field.type()), field.length());
  }

  private String read(MsgField field) {
    if (!field.isArray()) {
      return field.isBuiltin()
          ? "in.%s()".formatted(codec(field))
          : JavaNames.classOf(field.type()) + ".TYPE.read(in)";
    }
    String count = field.isFixedArray() ? String.valueOf(field.length()) : "in.count()";
    if (!field.isBuiltin()) {
      return "in.list(%s.TYPE, %s)".formatted(JavaNames.classOf(field.type()), count);
    }
    return "in.%ss(%s)".formatted(codec(field), count);
  }

  private String write(MsgField field) {
    String value = "message." + JavaNames.component(field.name());
    if (!field.isArray()) {
      return field.isBuiltin()
          ? "out.%s(%s);".formatted(codec(field), value)
          : "%s.TYPE.write(%s, out);".formatted(JavaNames.classOf(field.type()), value);
    }
    String length = isList(field) ? "size()" : "length";
    String count = field.isFixedArray() ? "" : "out.count(%s.%s);\n      ".formatted(value, length);
    if (!field.isBuiltin()) {
      String type = JavaNames.classOf(field.type());
      return count + "out.list(%s.TYPE, %s);".formatted(type, value);
    }
    return count + "out.%ss(%s);".formatted(codec(field), value);
  }

  /** The header's counter is a type of its own to the encodings: ROS 2 has left it out. */
  private String codec(MsgField field) {
    if (file.fullName().equals("std_msgs/Header") && field.name().equals("seq")) {
      return "sequence";
    }
    BuiltinType type = BuiltinType.of(field.type());
    if (field.isArray() && !type.hasArrays() && !field.type().equals("string")) {
      throw new IllegalArgumentException(
          "%s: arrays of %s are not supported".formatted(file.fullName(), field.type()));
    }
    return type.codec();
  }

  private static String literal(String text) {
    return text.lines()
        .map(line -> "\"" + line.replace("\\", "\\\\").replace("\"", "\\\"") + "\\n\"")
        .collect(Collectors.joining("\n          + "));
  }
}
