package org.waymark.bridge.ros1;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * A connection that carries headers and then messages, each behind its length. One thread reads,
 * one writes, any closes.
 */
final class TcpRosChannel implements Closeable {

  /** Larger than any picture that a camera of a robot sends raw. */
  static final int MAX_MESSAGE_BYTES = 128 << 20;

  private static final int CONNECT_TIMEOUT_MS = 2000;
  private static final int HEADER_TIMEOUT_MS = 5000;

  /** Sockets copy what they write in one go into memory of their own, and keep that memory. */
  private static final int WRITE_BYTES = 128 << 10;

  private static final int KEEPALIVE_IDLE_SECONDS = 5;
  private static final int KEEPALIVE_INTERVAL_SECONDS = 2;
  private static final int KEEPALIVE_PROBES = 3;

  private final SocketChannel channel;
  private final ByteBuffer length =
      ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private ByteBuffer message = ByteBuffer.allocateDirect(0);
  private volatile long lastReadNanos = System.nanoTime();

  TcpRosChannel(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    option(ExtendedSocketOptions.TCP_KEEPIDLE, KEEPALIVE_IDLE_SECONDS);
    option(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEPALIVE_INTERVAL_SECONDS);
    option(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEPALIVE_PROBES);
  }

  static TcpRosChannel connect(String host, int port) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(new InetSocketAddress(host, port), CONNECT_TIMEOUT_MS);
      return new TcpRosChannel(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void option(SocketOption<Integer> option, int value) throws IOException {
    if (channel.supportedOptions().contains(option)) {
      channel.setOption(option, value);
    }
  }

  /** Waits for a header, but not for long. */
  ConnectionHeader readHeader() throws IOException {
    channel.socket().setSoTimeout(HEADER_TIMEOUT_MS);
    ConnectionHeader header = ConnectionHeader.read(channel.socket().getInputStream());
    lastReadNanos = System.nanoTime();
    return header;
  }

  /**
   * Waits for a message.
   *
   * @return its bytes, valid until the next is read
   */
  ByteBuffer readMessage() throws IOException {
    fill(length.clear());
    int size = length.getInt(0);
    if (size < 0 || size > MAX_MESSAGE_BYTES) {
      throw new IOException(
          "a message of %s bytes; at most %d are taken"
              .formatted(Integer.toUnsignedString(size), MAX_MESSAGE_BYTES));
    }
    if (message.capacity() < size) {
      message = ByteBuffer.allocateDirect(Math.min(MAX_MESSAGE_BYTES, size + size / 8));
    }
    fill(message.clear().limit(size));
    return message.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the other side closed the connection");
      }
      lastReadNanos = System.nanoTime();
    }
  }

  /** Waits until the other side ends; whatever it sends meanwhile is not looked at. */
  void awaitEnd() throws IOException {
    while (channel.read(length.clear()) >= 0) {
      lastReadNanos = System.nanoTime();
    }
  }

  /** Writes all that remains. */
  void write(ByteBuffer bytes) throws IOException {
    int end = bytes.limit();
    while (bytes.position() < end) {
      bytes.limit(Math.min(end, bytes.position() + WRITE_BYTES));
      channel.write(bytes);
    }
  }

  /** When something came last, by {@code System.nanoTime()}. */
  long lastReadNanos() {
    return lastReadNanos;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is to be had from it any more, which is what was wanted.
    }
  }
}
