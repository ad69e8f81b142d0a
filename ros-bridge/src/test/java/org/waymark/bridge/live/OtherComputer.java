package org.waymark.bridge.live;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace of Linux, joined to this one by a wire that can be cut: programs in it are as
 * on another computer. Needs root and the program {@code ip}.
 */
final class OtherComputer implements AutoCloseable {

  /** Of a range for tests of network devices (RFC 2544). */
  static final String HERE = "198.18.77.1";

  private static final String THERE = "198.18.77.2";
  private static final String NAME = "waymark-test";
  private static final String WIRE = "waymark0";

  private OtherComputer() {}

  /** Empty where namespaces cannot be made. */
  static Optional<OtherComputer> create() throws InterruptedException {
    boolean made =
        ip("netns add " + NAME)
            && ip("link add " + WIRE + " type veth peer name waymark1 netns " + NAME)
            && ip("addr add " + HERE + "/30 dev " + WIRE)
            && ip("link set " + WIRE + " up")
            && ip("-n " + NAME + " addr add " + THERE + "/30 dev waymark1")
            && ip("-n " + NAME + " link set waymark1 up")
            && ip("-n " + NAME + " link set lo up");
    OtherComputer other = new OtherComputer();
    if (!made) {
      other.close();
      return Optional.empty();
    }
    return Optional.of(other);
  }

  private static boolean ip(String arguments) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(("ip " + arguments).split(" ", -1))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What starts a program there. */
  static List<String> prefix() {
    return List.of("ip", "netns", "exec", NAME, "env", "ROS_IP=" + THERE);
  }

  void cut() throws InterruptedException {
    ip("link set " + WIRE + " down");
  }

  void join() throws InterruptedException {
    ip("link set " + WIRE + " up");
  }

  @Override
  public void close() throws InterruptedException {
    ip("netns del " + NAME);
    ip("link del " + WIRE);
  }
}
