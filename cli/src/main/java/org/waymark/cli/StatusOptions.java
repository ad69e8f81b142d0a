package org.waymark.cli;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.streams.http.StatusServer;
import picocli.CommandLine.Option;

/** Where a localizer shows how it is, if anywhere. */
final class StatusOptions {

  private static final String ANY_ADDRESS = "0.0.0.0";

  @Option(
      names = "--http-port",
      paramLabel = "N",
      description = {
        "Serve /metrics, /healthz, /readyz and /robots/NAME on this port; 0 for any free one.",
        "Default: not at all."
      })
  private @Nullable Integer port;

  @Option(
      names = "--http-host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = {
        "Where to listen; there is no login, so beyond this machine only on a network that you trust.",
        "Default: ${DEFAULT-VALUE}."
      })
  private String host;

  @Option(
      names = "--advertise",
      paramLabel = "HOST[:PORT]",
      description = {
        "Where other instances send questions about this one's robots.",
        "Default: the address that it listens on."
      })
  private @Nullable String advertised;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  StatusOptions() {}

  void check(WaymarkCommand command) {
    if (port == null) {
      command.require(advertised == null, "--advertise is for the address of --http-port");
      return;
    }
    command.requirePort("--http-port", port);
    command.require(
        advertised == null || advertised.matches("[^:/\\s]+(:[0-9]{1,5})?"),
        "--advertise is HOST or HOST:PORT");
    command.require(
        advertised != null || !host.equals(ANY_ADDRESS),
        "--http-host 0.0.0.0 is no address that others can use; say which with --advertise");
  }

  /** Listens where it was asked to. */
  StatusPage open(PrometheusMeterRegistry meters) {
    if (port == null) {
      return new StatusPage(Optional.empty(), Optional.empty());
    }
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    JvmGcMetrics collector = new JvmGcMetrics();
    collector.bindTo(meters);
    StatusServer server = StatusServer.bind(host, port, meters);
    String address = advertised == null ? host : advertised;
    return new StatusPage(
        Optional.of(server),
        Optional.of(address.contains(":") ? address : address + ":" + server.port()));
  }
}
