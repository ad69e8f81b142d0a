package org.waymark.bridge.ros1.xmlrpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;

/** Calls methods of an XML-RPC server; each call has a connection of its own. Thread-safe. */
public final class XmlRpcClient {

  private final URI server;
  private final Duration connectTimeout;
  private final Duration readTimeout;

  public XmlRpcClient(URI server, Duration connectTimeout, Duration readTimeout) {
    this.server = server;
    this.connectTimeout = connectTimeout;
    this.readTimeout = readTimeout;
  }

  public URI server() {
    return server;
  }

  /**
   * Calls a method and waits for its value.
   *
   * @throws IOException when the server cannot be reached, does not answer in time, answers
   *     something else than XML-RPC, or a fault
   */
  public Object call(XmlRpcCall call) throws IOException {
    if (!(server.isAbsolute()
        && server.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection http)) {
      throw new XmlRpcException(server + " is no http address");
    }
    byte[] body = XmlRpcWriter.call(call);
    http.setConnectTimeout((int) connectTimeout.toMillis());
    http.setReadTimeout((int) readTimeout.toMillis());
    http.setInstanceFollowRedirects(false);
    http.setUseCaches(false);
    http.setDoOutput(true);
    http.setRequestProperty("Content-Type", "text/xml");
    // A server that was started anew would first be asked over a connection of the old one.
    http.setRequestProperty("Connection", "close");
    http.setFixedLengthStreamingMode(body.length);
    try {
      try (OutputStream out = http.getOutputStream()) {
        out.write(body);
      }
      try (InputStream in = http.getInputStream()) {
        return XmlRpcReader.response(XmlRpcReader.bounded(in));
      }
    } finally {
      http.disconnect();
    }
  }
}
