package org.waymark.bridge.ros1;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.waymark.core.FileFailure;

/**
 * Keeps a node known to its master. Each second it asks the master for its process id and for this
 * node's address: after a master was started anew, came back, or was made to forget the node,
 * everything is registered again. When the address is another one, another node has taken the name.
 */
final class MasterWatch implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final MasterClient master;
  private final String slaveUri;
  private final RosLog log;
  private final Consumer<String> onReplaced;
  private final List<Registration> registrations = new CopyOnWriteArrayList<>();
  private final List<Runnable> alsoWatched = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ros-master-watch").factory());
  private volatile boolean complete;
  private volatile boolean away;
  private int pid;
  private boolean known;

  /**
   * @param onReplaced takes the address of another node that has this one's name
   */
  MasterWatch(MasterClient master, String slaveUri, RosLog log, Consumer<String> onReplaced) {
    this.master = master;
    this.slaveUri = slaveUri;
    this.log = log;
    this.onReplaced = onReplaced;
  }

  void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::tick, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Something else to be called each second. */
  void also(Runnable watched) {
    alsoWatched.add(watched);
  }

  /** Registers now, or as soon as the master is there. */
  void add(Registration registration) {
    registrations.add(registration);
    if (away) {
      complete = false;
      return;
    }
    try {
      registration.register(master);
    } catch (IOException e) {
      lost(e);
    }
  }

  /** Does not register it again, and leaves it as the master has it. */
  void forget(Registration registration) {
    registrations.remove(registration);
  }

  void remove(Registration registration) {
    forget(registration);
    if (!away) {
      try {
        registration.unregister(master);
      } catch (IOException e) {
        lost(e);
      }
    }
  }

  private void tick() {
    try {
      alsoWatched.forEach(Runnable::run);
      checkMaster();
    } catch (IOException e) {
      lost(e);
    } catch (RuntimeException e) {
      log.error("unexpected failure while watching the master: " + e);
    }
  }

  private void checkMaster() throws IOException {
    int now = master.pid();
    Optional<String> registered = master.registeredUri();
    boolean same = known && now == pid;
    if (same && complete && registered.isPresent()) {
      if (!registered.get().equals(slaveUri)) {
        onReplaced.accept(registered.get());
      }
      for (Registration registration : registrations) {
        registration.look(master);
      }
      return;
    }
    complete = true;
    for (Registration registration : registrations) {
      registration.register(master);
    }
    if (known || away) {
      log.info("registered with the master at %s again".formatted(master.uri()));
    }
    pid = now;
    known = true;
    away = false;
  }

  private void lost(IOException failure) {
    complete = false;
    if (!away) {
      away = true;
      log.warn(
          ("the ROS master at %s does not answer: %s; it is asked until it does (its address is"
                  + " ROS_MASTER_URI or __master:=)")
              .formatted(master.uri(), FileFailure.reason(failure)));
    }
  }

  /** Stops watching, and takes the node off the master's books if the master is there. */
  @Override
  public void close() {
    thread.shutdownNow();
    for (Registration registration : registrations) {
      if (!away) {
        try {
          registration.unregister(master);
        } catch (IOException e) {
          away = true;
        }
      }
    }
    away = true;
    registrations.clear();
  }
}
