package org.waymark.bridge.ros1.xmlrpc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Values to XML. */
final class XmlRpcWriter {

  private static final String PROLOGUE = "<?xml version=\"1.0\"?>";

  private final StringBuilder xml = new StringBuilder(PROLOGUE);

  private XmlRpcWriter() {}

  static byte[] call(XmlRpcCall call) {
    XmlRpcWriter writer = new XmlRpcWriter();
    writer.xml.append("<methodCall><methodName>");
    writer.text(call.method());
    writer.xml.append("</methodName><params>");
    for (Object argument : call.arguments()) {
      writer.parameter(argument);
    }
    return writer.end("</params></methodCall>");
  }

  static byte[] response(Object value) {
    XmlRpcWriter writer = new XmlRpcWriter();
    writer.xml.append("<methodResponse><params>");
    writer.parameter(value);
    return writer.end("</params></methodResponse>");
  }

  static byte[] fault(int code, String reason) {
    XmlRpcWriter writer = new XmlRpcWriter();
    writer.xml.append("<methodResponse><fault>");
    writer.value(Map.of("faultCode", code, "faultString", reason));
    return writer.end("</fault></methodResponse>");
  }

  private byte[] end(String tags) {
    return xml.append(tags).toString().getBytes(StandardCharsets.UTF_8);
  }

  private void parameter(Object value) {
    xml.append("<param>");
    value(value);
    xml.append("</param>");
  }

  private void value(Object value) {
    xml.append("<value>");
    switch (value) {
      case Boolean flag -> element("boolean", flag ? "1" : "0");
      case Integer number -> element("int", number.toString());
      case Long number -> element("i8", number.toString());
      case Double number -> element("double", number.toString());
      case byte[] bytes -> element("base64", Base64.getEncoder().encodeToString(bytes));
      case String string -> {
        xml.append("<string>");
        text(string);
        xml.append("</string>");
      }
      case List<?> list -> {
        xml.append("<array><data>");
        list.forEach(this::value);
        xml.append("</data></array>");
      }
      case Map<?, ?> map -> {
        xml.append("<struct>");
        map.forEach(this::member);
        xml.append("</struct>");
      }
      default -> throw new IllegalArgumentException("XML-RPC has no value of " + value.getClass());
    }
    xml.append("</value>");
  }

  private void member(Object name, Object value) {
    xml.append("<member><name>");
    text(name.toString());
    xml.append("</name>");
    value(value);
    xml.append("</member>");
  }

  private void element(String name, String content) {
    xml.append('<').append(name).append('>').append(content);
    xml.append("</").append(name).append('>');
  }

  /** Characters that XML 1.0 cannot hold become question marks. */
  private void text(String text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '\r' -> xml.append("&#13;");
                default -> xml.appendCodePoint(isLegal(c) ? c : '?');
              }
            });
  }

  private static boolean isLegal(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c < 0xd800)
        || (c >= 0xe000 && c < 0xfffe)
        || c >= 0x10000;
  }
}
