package org.waymark.bridge.ros1;

import java.io.IOException;
import java.util.Optional;
import org.waymark.bridge.graph.RosClock;

/** Asks the master, each second, whether time is simulated. */
final class SimulatedTime implements Registration {

  private static final String PARAMETER = "/use_sim_time";

  private final RosClock clock;
  private final Runnable listen;
  private boolean listening;

  /**
   * @param listen subscribes to {@code /clock}; called when it is first needed
   */
  SimulatedTime(RosClock clock, Runnable listen) {
    this.clock = clock;
    this.listen = listen;
  }

  @Override
  public void register(MasterClient master) throws IOException {
    boolean simulated = master.parameter(PARAMETER).equals(Optional.of(true));
    clock.setSimulated(simulated);
    if (simulated && !listening) {
      listening = true;
      listen.run();
    }
  }

  /** The parameter may be set long after the node has come. */
  @Override
  public void look(MasterClient master) throws IOException {
    register(master);
  }

  @Override
  public void unregister(MasterClient master) {}
}
