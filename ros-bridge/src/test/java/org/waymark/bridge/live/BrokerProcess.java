package org.waymark.bridge.live;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.waymark.bridge.JavaProcess;
import org.waymark.testbed.broker.EmbeddedBroker;

/** The embedded broker as a process, so that it can be killed and frozen. */
final class BrokerProcess implements AutoCloseable {

  private final Path data;
  private final int port;
  private Process process;

  /**
   * Starts a broker; it serves when this returns.
   *
   * @param port a free one on loopback
   */
  BrokerProcess(Path data, int port) throws Exception {
    this.data = data;
    this.port = port;
    this.process = launch();
  }

  /** The broker's own process; ends when it is killed. */
  public static void main(String[] args) throws InterruptedException {
    try (EmbeddedBroker _ = EmbeddedBroker.start(Path.of(args[0]), Integer.parseInt(args[1]))) {
      Thread.currentThread().join();
    }
  }

  String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  private Process launch() throws Exception {
    List<String> command = JavaProcess.command("-Xmx512m");
    command.addAll(List.of(BrokerProcess.class.getName(), data.toString(), String.valueOf(port)));
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(data.resolveSibling("broker.txt").toFile())
            .start();
    Waiting.until("the broker", this::answers);
    return started;
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  Process process() {
    return process;
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void restart() throws Exception {
    process = launch();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
