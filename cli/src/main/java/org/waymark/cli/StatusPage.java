package org.waymark.cli;

import java.util.Optional;
import org.waymark.streams.Localizer;
import org.waymark.streams.http.StatusServer;

/**
 * A localizer's status server, if it has one.
 *
 * @param address where others reach it, {@code host:port}
 */
record StatusPage(Optional<StatusServer> server, Optional<String> address)
    implements AutoCloseable {

  /** From now on shows this localizer. */
  void serve(Localizer localizer) {
    server.ifPresent(s -> s.serve(localizer));
  }

  @Override
  public void close() {
    server.ifPresent(StatusServer::close);
  }
}
