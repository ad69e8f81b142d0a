package org.waymark.bridge.ros1;

import java.io.IOException;

/** Something that the master is told, and told again after it was started anew. */
interface Registration {

  void register(MasterClient master) throws IOException;

  /** Asked each second while the master stays the same: for what it may come to say later. */
  default void look(MasterClient master) throws IOException {}

  void unregister(MasterClient master) throws IOException;
}
