package org.waymark.bridge.ros2;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.waymark.bridge.message.MessageType;

/** A subscription or publication, as its node looks after it. */
interface Endpoint extends AutoCloseable {

  /** Why somebody of this topic and we do not meet; empty where all do. */
  Optional<String> problem();

  @Override
  void close();

  /**
   * The first of those on the other side whom nothing flows to or from.
   *
   * @param who for the message: {@code a publisher of /x}
   * @param mismatch of the policies
   */
  static Optional<String> mismatch(
      String who,
      MessageType<?> type,
      List<DdsEndpoint> others,
      Function<DdsEndpoint, Optional<String>> mismatch) {
    String ours = Ros2Names.ddsType(type);
    for (DdsEndpoint other : others) {
      if (!other.type().equals(ours)) {
        return Optional.of(
            "%s has type %s, not %s"
                .formatted(
                    who, Ros2Names.rosType(other.type()).orElse(other.type()), type.ros2Name()));
      }
      Optional<String> reason = mismatch.apply(other);
      if (reason.isPresent()) {
        return Optional.of("QoS of %s does not match: %s".formatted(who, reason.get()));
      }
    }
    return Optional.empty();
  }
}
