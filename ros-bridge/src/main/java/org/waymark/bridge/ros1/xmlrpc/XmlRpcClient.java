package org.waymark.bridge.ros1.xmlrpc;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls methods of an XML-RPC server. Thread-safe. */
public final class XmlRpcClient {

  /**
   * Of all clients, who share connections that stay open for the next call. Not HttpURLConnection:
   * it keeps connections that a server is about to close.
   */
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  private final URI server;
  private final Duration patience;

  /**
   * @param patience how long a call may take altogether
   */
  public XmlRpcClient(URI server, Duration patience) {
    this.server = server;
    this.patience = patience;
  }

  public URI server() {
    return server;
  }

  /**
   * Calls a method and waits for its value.
   *
   * @throws SocketTimeoutException when it does not answer in time
   * @throws IOException when the server cannot be reached, answers something else than XML-RPC, or
   *     a fault
   */
  public Object call(XmlRpcCall call) throws IOException {
    HttpResponse<byte[]> response = exchange(request(XmlRpcWriter.call(call)));
    return XmlRpcReader.response(response.body());
  }

  private HttpRequest request(byte[] body) throws XmlRpcException {
    try {
      return HttpRequest.newBuilder(server)
          .header("Content-Type", "text/xml")
          .POST(BodyPublishers.ofByteArray(body))
          .build();
    } catch (IllegalArgumentException e) {
      throw new XmlRpcException(server + " is no http address", e);
    }
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
    // A request's own timeout ends with the headers of the response.
    CompletableFuture<HttpResponse<byte[]>> response =
        HTTP.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), XmlRpcReader.MAX_BYTES));
    try {
      return response.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw told(requireNonNull(e.getCause()));
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("no answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the answer");
    } finally {
      response.cancel(true);
    }
  }

  /** The client's own exceptions often say nothing. */
  private static IOException told(Throwable cause) {
    if (cause instanceof ConnectException) {
      return new IOException("cannot be reached", cause);
    }
    String what = cause.getMessage();
    return new IOException(what == null ? cause.getClass().getSimpleName() : what, cause);
  }
}
