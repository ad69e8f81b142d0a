package org.waymark.bridge.ros1.xmlrpc;

import java.util.List;

/**
 * A method's name and its arguments: {@code Boolean}, {@code Integer}, {@code Long}, {@code
 * Double}, {@code String}, {@code byte[]}, {@code List} and {@code Map<String, ?>} of them.
 */
public record XmlRpcCall(String method, List<Object> arguments) {

  public XmlRpcCall {
    arguments = List.copyOf(arguments);
  }
}
