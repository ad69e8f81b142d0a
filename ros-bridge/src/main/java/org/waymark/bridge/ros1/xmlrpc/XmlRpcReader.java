package org.waymark.bridge.ros1.xmlrpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML to values, by recursive descent. It takes at most {@link #MAX_BYTES}, nested {@link
 * #MAX_DEPTH} deep, and no document type.
 */
final class XmlRpcReader {

  /** A robot's description, the largest of common parameters, takes one or two megabytes. */
  static final int MAX_BYTES = 16 << 20;

  /** Each takes three elements, of which the JDK allows a hundred. */
  static final int MAX_DEPTH = 24;

  private static final XMLInputFactory FACTORY = factory();

  private final XMLStreamReader xml;

  private XmlRpcReader(XMLStreamReader xml) {
    this.xml = xml;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    // The JDK counts the text between entities like &lt; as one, and ends at 100,000 characters.
    factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
    factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
    return factory;
  }

  /** Everything that a stream holds, unless that is too much. */
  static byte[] bounded(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new XmlRpcException("it is larger than " + MAX_BYTES + " bytes");
    }
    return bytes;
  }

  static XmlRpcCall call(byte[] document) throws XmlRpcException {
    return parse(document, XmlRpcReader::methodCall);
  }

  /**
   * The value of a response.
   *
   * @throws XmlRpcException also with what a fault says
   */
  static Object response(byte[] document) throws XmlRpcException {
    return parse(document, XmlRpcReader::methodResponse);
  }

  private interface Rule<T> {
    T read(XmlRpcReader reader) throws XMLStreamException, XmlRpcException;
  }

  private static <T> T parse(byte[] document, Rule<T> rule) throws XmlRpcException {
    // Bytes that are no UTF-8 become replacement characters, as in messages.
    StringReader text = new StringReader(new String(document, StandardCharsets.UTF_8));
    try {
      return rule.read(new XmlRpcReader(FACTORY.createXMLStreamReader(text)));
    } catch (XMLStreamException e) {
      throw new XmlRpcException("it is no XML: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new XmlRpcException("it holds a malformed value: " + e.getMessage(), e);
    }
  }

  private XmlRpcCall methodCall() throws XMLStreamException, XmlRpcException {
    open("methodCall");
    open("methodName");
    String method = content().strip();
    List<Object> arguments = new ArrayList<>();
    if (opens()) {
      at("params");
      while (opens()) {
        at("param");
        open("value");
        arguments.add(value(0));
        close();
      }
      close();
    }
    return new XmlRpcCall(method, arguments);
  }

  private Object methodResponse() throws XMLStreamException, XmlRpcException {
    open("methodResponse");
    if (!opens()) {
      throw new XmlRpcException("the response is empty");
    }
    if (xml.getLocalName().equals("fault")) {
      open("value");
      throw new XmlRpcException("it tells of a fault: " + value(0));
    }
    at("params");
    open("param");
    open("value");
    return value(0);
  }

  /** From behind {@code <value>} to behind {@code </value>}. A bare text is a string. */
  private Object value(int depth) throws XMLStreamException, XmlRpcException {
    if (depth > MAX_DEPTH) {
      throw new XmlRpcException("values are nested more than " + MAX_DEPTH + " deep");
    }
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (next()) {
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          return text.toString();
        }
        case XMLStreamConstants.START_ELEMENT -> {
          Object value = typed(xml.getLocalName(), depth);
          close();
          return value;
        }
        default -> {}
      }
    }
  }

  private Object typed(String type, int depth) throws XMLStreamException, XmlRpcException {
    return switch (type) {
      case "string", "dateTime.iso8601" -> content();
      case "int", "i4" -> Integer.valueOf(content().strip());
      case "i8" -> Long.valueOf(content().strip());
      case "boolean" -> content().strip().equals("1");
      case "double" -> Double.valueOf(content().strip());
      case "base64" -> Base64.getMimeDecoder().decode(content());
      case "nil" -> content();
      case "array" -> array(depth);
      case "struct" -> struct(depth);
      default -> throw new XmlRpcException("there is no type " + type);
    };
  }

  private List<Object> array(int depth) throws XMLStreamException, XmlRpcException {
    List<Object> values = new ArrayList<>();
    open("data");
    while (opens()) {
      at("value");
      values.add(value(depth + 1));
    }
    close();
    return values;
  }

  private Map<String, Object> struct(int depth) throws XMLStreamException, XmlRpcException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (opens()) {
      at("member");
      open("name");
      String name = content();
      open("value");
      members.put(name, value(depth + 1));
      close();
    }
    return members;
  }

  private String content() throws XMLStreamException, XmlRpcException {
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (next()) {
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          return text.toString();
        }
        case XMLStreamConstants.START_ELEMENT ->
            throw new XmlRpcException("<%s> is out of place".formatted(xml.getLocalName()));
        default -> {}
      }
    }
  }

  /** Whether another element opens, rather than the one around it closing. */
  private boolean opens() throws XMLStreamException, XmlRpcException {
    while (true) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        return true;
      }
      if (event == XMLStreamConstants.END_ELEMENT) {
        return false;
      }
    }
  }

  private void open(String name) throws XMLStreamException, XmlRpcException {
    if (!opens()) {
      throw new XmlRpcException("<%s> is missing".formatted(name));
    }
    at(name);
  }

  private void at(String name) throws XmlRpcException {
    if (!xml.getLocalName().equals(name)) {
      throw new XmlRpcException(
          "<%s> stands where <%s> was expected".formatted(xml.getLocalName(), name));
    }
  }

  private void close() throws XMLStreamException, XmlRpcException {
    if (opens()) {
      throw new XmlRpcException("<%s> is out of place".formatted(xml.getLocalName()));
    }
  }

  private int next() throws XMLStreamException, XmlRpcException {
    int event = xml.next();
    return switch (event) {
      case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw new XmlRpcException("document types and entities are refused");
      case XMLStreamConstants.END_DOCUMENT -> throw new XmlRpcException("it ends early");
      default -> event;
    };
  }
}
