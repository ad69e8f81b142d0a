package org.waymark.bridge.ros1.xmlrpc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers XML-RPC calls, each on a thread of its own. */
public final class XmlRpcServer implements AutoCloseable {

  private static final int BACKLOG = 64;
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int METHOD_NOT_ALLOWED = 405;

  /** Answers a call. */
  @FunctionalInterface
  public interface Handler {
    /**
     * The value to answer with.
     *
     * @throws IllegalArgumentException when there is no such method, or not with such arguments; it
     *     becomes a fault
     */
    Object handle(XmlRpcCall call);
  }

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Listens.
   *
   * @param address port 0 for any that is free
   */
  public XmlRpcServer(InetSocketAddress address, Handler handler) throws IOException {
    http = HttpServer.create(address, BACKLOG);
    http.setExecutor(threads);
    http.createContext("/", exchange -> answer(exchange, handler));
    http.start();
  }

  public int port() {
    return http.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
        return;
      }
      byte[] answer;
      int status = OK;
      try {
        XmlRpcCall call = XmlRpcReader.call(XmlRpcReader.bounded(exchange.getRequestBody()));
        answer = XmlRpcWriter.response(handler.handle(call));
      } catch (XmlRpcException e) {
        answer = XmlRpcWriter.fault(1, "the call cannot be read: " + e.getMessage());
        status = BAD_REQUEST;
      } catch (IllegalArgumentException e) {
        answer = XmlRpcWriter.fault(1, String.valueOf(e.getMessage()));
      }
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      if ("close".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Connection"))) {
        // The server closes the connection then, but does not say so by itself.
        exchange.getResponseHeaders().set("Connection", "close");
      }
      exchange.sendResponseHeaders(status, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  /** Stops at once; calls that are being answered are cut off. */
  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
