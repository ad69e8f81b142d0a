package org.waymark.bridge.ros1.xmlrpc;

import java.io.IOException;

/** What came is no XML-RPC, or tells of a fault. */
public final class XmlRpcException extends IOException {

  private static final long serialVersionUID = 1L;

  XmlRpcException(String message) {
    super(message);
  }

  XmlRpcException(String message, Throwable cause) {
    super(message, cause);
  }
}
