package org.waymark.bridge.ros1.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Values come back as they were, and whatever else arrives is refused without harm. */
class XmlRpcTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private static final List<Object> VALUES =
      List.of(
          1,
          -2L,
          2.5,
          true,
          "a < b & c > d \u00e9\ud83d\ude00 \r\n",
          "",
          List.of(List.of(), Map.of("key", List.of("x"))),
          Map.of("a", 1));

  @Test
  void shouldReadWhatItWrote() throws Exception {
    assertThat(XmlRpcReader.response(XmlRpcWriter.response(VALUES))).isEqualTo(VALUES);
    XmlRpcCall call = new XmlRpcCall("requestTopic", VALUES);
    assertThat(XmlRpcReader.call(XmlRpcWriter.call(call))).isEqualTo(call);
    assertThat(XmlRpcReader.response(XmlRpcWriter.response(new byte[] {1, 2})))
        .isEqualTo(new byte[] {1, 2});
    assertThat(XmlRpcReader.response(XmlRpcWriter.response("\u0000bell\u0007")))
        .isEqualTo("?bell?");
  }

  @Test
  void shouldReadARobotsDescription() throws Exception {
    String urdf = "<link name=\"a&b\"/>\n".repeat(100_000);
    assertThat(XmlRpcReader.response(XmlRpcWriter.response(urdf))).isEqualTo(urdf);
  }

  @Test
  void shouldReadAsOthersWrite() throws Exception {
    String document =
        """
        <?xml version='1.0'?>
        <methodResponse>
        <!-- as roscpp and Python do -->
        <params><param>
        <value><array><data>
        <value><i4>1</i4></value>
        <value>bare text</value>
        <value/>
        <value><array><data/></array></value>
        </data></array></value>
        </param></params>
        </methodResponse>
        """;
    assertThat(XmlRpcReader.response(bytes(document)))
        .isEqualTo(List.of(1, "bare text", "", List.of()));
  }

  @Test
  void shouldRefuseDocumentTypes() {
    String laughs =
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>"
            + "<methodCall><methodName>&b;</methodName></methodCall>";
    assertThatThrownBy(() -> XmlRpcReader.call(bytes(laughs))).isInstanceOf(XmlRpcException.class);
    String file =
        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>"
            + "<methodResponse><params><param><value>&a;</value></param></params></methodResponse>";
    assertThatThrownBy(() -> XmlRpcReader.response(bytes(file)))
        .isInstanceOf(XmlRpcException.class);
  }

  @Test
  void shouldRefuseWhatIsTooDeep() {
    String deep = "<value><array><data>".repeat(100_000);
    assertThatThrownBy(() -> XmlRpcReader.response(bytes("<methodResponse><params><param>" + deep)))
        .isInstanceOf(XmlRpcException.class)
        .hasMessageContaining("nested more than 24 deep");
  }

  @Test
  void shouldTellFaults() {
    assertThatThrownBy(() -> XmlRpcReader.response(XmlRpcWriter.fault(7, "no such thing")))
        .isInstanceOf(XmlRpcException.class)
        .hasMessageContaining("no such thing");
  }

  @Test
  void shouldRefuseDamagedDocumentsAndNothingWorse() {
    byte[] sound = XmlRpcWriter.call(new XmlRpcCall("publisherUpdate", VALUES));
    Random random = new Random(20261124);
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = Arrays.copyOf(sound, 1 + random.nextInt(sound.length));
      for (int hits = random.nextInt(4); hits > 0; hits--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(XmlRpcReader.call(bytes).method()).isNotNull();
      } catch (XmlRpcException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void shouldAnswerOverHttp() throws Exception {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (XmlRpcServer server = new XmlRpcServer(loopback, XmlRpcTest::echo)) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + "/");
      XmlRpcClient client = new XmlRpcClient(uri, SOON);
      for (int i = 0; i < 100; i++) {
        assertThat(client.call(new XmlRpcCall("echo", VALUES))).isEqualTo(VALUES);
        assertThatThrownBy(() -> client.call(new XmlRpcCall("other", List.of())))
            .hasMessageContaining("there is no method other");
      }
    }
  }

  @Test
  void shouldTellThatItClosesTheConnectionWhenAskedTo() throws Exception {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    byte[] body = XmlRpcWriter.call(new XmlRpcCall("echo", VALUES));
    try (XmlRpcServer server = new XmlRpcServer(loopback, XmlRpcTest::echo);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout((int) SOON.toMillis());
      socket
          .getOutputStream()
          .write(
              bytes(
                  "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                      .formatted(body.length)));
      socket.getOutputStream().write(body);
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("Connection: close\r\n");
    }
  }

  @Test
  void shouldNotWaitForeverForAnAnswer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      XmlRpcClient client = new XmlRpcClient(uri, Duration.ofMillis(200));
      assertThatThrownBy(() -> client.call(new XmlRpcCall("echo", VALUES)))
          .isInstanceOf(SocketTimeoutException.class);
      try (Socket asked = silent.accept()) {
        assertThat(asked.getInputStream().readAllBytes()).isNotEmpty();
        CompletableFuture<Void> half =
            CompletableFuture.runAsync(
                () -> {
                  try (Socket second = silent.accept()) {
                    second
                        .getOutputStream()
                        .write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<"));
                    second.getInputStream().readAllBytes();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        assertThatThrownBy(() -> client.call(new XmlRpcCall("echo", VALUES)))
            .isInstanceOf(SocketTimeoutException.class);
        assertThat(half).succeedsWithin(SOON);
      }
      silent.close();
      assertThatThrownBy(() -> client.call(new XmlRpcCall("echo", VALUES)))
          .hasMessage("cannot be reached");
      assertThatThrownBy(
              () ->
                  new XmlRpcClient(URI.create("tcp:x"), SOON).call(new XmlRpcCall("a", List.of())))
          .hasMessage("tcp:x is no http address");
    }
  }

  private static Object echo(XmlRpcCall call) {
    if (!call.method().equals("echo")) {
      throw new IllegalArgumentException("there is no method " + call.method());
    }
    return call.arguments();
  }

  private static byte[] bytes(String document) {
    return document.getBytes(StandardCharsets.UTF_8);
  }
}
