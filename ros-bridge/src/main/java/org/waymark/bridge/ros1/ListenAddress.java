package org.waymark.bridge.ros1;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.waymark.core.WaymarkException;

/**
 * Where a node listens, and what it calls itself.
 *
 * @param bind the address to listen on
 * @param advertised the name or address that others are told
 */
record ListenAddress(InetAddress bind, String advertised) {

  /**
   * Loopback without a host. A host's name that means loopback on its own machine, as Debian's
   * {@code /etc/hosts} has it, is still meant for others: such a node listens everywhere.
   */
  static ListenAddress of(Optional<String> host) {
    if (host.isEmpty()) {
      InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
      return new ListenAddress(loopback, loopback.getHostAddress());
    }
    String name = host.get();
    try {
      InetAddress address = InetAddress.getByName(name);
      boolean isName = !address.getHostAddress().equals(name) && !name.equals("localhost");
      boolean everywhere = address.isLoopbackAddress() && isName;
      return new ListenAddress(everywhere ? InetAddress.ofLiteral("0.0.0.0") : address, name);
    } catch (UnknownHostException e) {
      throw new WaymarkException(
          ("this machine does not know the host %s of ROS_HOSTNAME (or __hostname:=); give its"
                  + " address by ROS_IP (or __ip:=)")
              .formatted(name),
          e);
    }
  }

  InetSocketAddress anyPort() {
    return new InetSocketAddress(bind, 0);
  }
}
