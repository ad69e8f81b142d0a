package org.waymark.streams.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.core.WaymarkException;
import org.waymark.streams.Health;
import org.waymark.streams.Localizer;
import org.waymark.streams.RobotAnswer;

/**
 * Shows one localizer over HTTP, to people and programs of the same network: there is neither
 * encryption nor login, so it listens on loopback unless it is told otherwise.
 *
 * <p>{@code /metrics} for Prometheus; {@code /healthz}: 503 when only a restart helps; {@code
 * /readyz}: 200 when frames are answered; {@code /robots/NAME}: the robot's last outcome, with a
 * redirect to the instance that has it.
 *
 * <p>It listens from {@link #bind} on, so that its address is known before the localizer is; until
 * {@link #serve} it answers that the localizer is starting.
 */
public final class StatusServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
  private static final int THREADS = 4;
  private static final int BACKLOG = 32;
  private static final int MAX_NAME = 255;
  private static final String ROBOTS = "/robots/";

  /** Marks a request that another instance sent here: it is not sent on. */
  private static final String REDIRECTED = "redirected";

  private final HttpServer server;
  private final ExecutorService threads;
  private final PrometheusMeterRegistry meters;
  private volatile @Nullable Localizer localizer;

  private StatusServer(HttpServer server, PrometheusMeterRegistry meters) {
    this.server = server;
    this.meters = meters;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS, task -> Thread.ofPlatform().name("waymark-http").daemon().unstarted(task));
    route("/metrics", _ -> metrics());
    route("/healthz", _ -> health(Health::healthy));
    route("/readyz", _ -> health(Health::ready));
    route(ROBOTS, this::robot);
    route("/", _ -> Answer.text(404, "Here are /metrics, /healthz, /readyz and /robots/NAME."));
    server.setExecutor(threads);
    server.start();
  }

  /**
   * Begins to listen.
   *
   * @param host a name or address of this machine
   * @param port 0 for any free one
   * @throws WaymarkException when the address cannot be used
   */
  public static StatusServer bind(String host, int port, PrometheusMeterRegistry meters) {
    try {
      return new StatusServer(
          HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG),
          meters);
    } catch (IOException e) {
      throw new WaymarkException(
          "the status page cannot listen on %s:%d (%s); choose another with --http-port or --http-host"
              .formatted(host, port, e.getMessage()),
          e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** From now on shows this localizer. */
  public void serve(Localizer running) {
    localizer = running;
  }

  private void route(String path, Function<HttpExchange, Answer> handler) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            answer(exchange, handler).send(exchange);
          }
        });
  }

  private static Answer answer(HttpExchange exchange, Function<HttpExchange, Answer> handler) {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Answer.text(405, "Only GET and HEAD.");
    }
    try {
      return handler.apply(exchange);
    } catch (RuntimeException e) {
      LOG.warn("{} failed: {}", exchange.getRequestURI().getPath(), e.toString());
      return Answer.text(500, "This failed; the log says why.");
    }
  }

  private Answer metrics() {
    return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape(), Map.of());
  }

  private Answer health(java.util.function.Predicate<Health> good) {
    Localizer shown = localizer;
    if (shown == null) {
      // Starting is healthy and not ready: what differs between the two is told by a fresh one.
      Health starting = Health.starting();
      return Answer.json(good.test(starting) ? 200 : 503, HealthJson.of(starting));
    }
    Health health = shown.health();
    return Answer.json(good.test(health) ? 200 : 503, HealthJson.of(health));
  }

  private Answer robot(HttpExchange exchange) {
    String name = exchange.getRequestURI().getPath().substring(ROBOTS.length());
    if (name.isEmpty() || name.length() > MAX_NAME) {
      return Answer.text(400, "/robots/NAME asks for one robot by its name.");
    }
    Localizer shown = localizer;
    if (shown == null) {
      return Answer.text(503, "The localizer is starting.");
    }
    return switch (shown.lastOutcome(name)) {
      case RobotAnswer.Here here -> Answer.json(200, here.outcome().toString());
      case RobotAnswer.Elsewhere(String address) -> elsewhere(exchange, address, name);
      case RobotAnswer.Unknown _ -> Answer.text(404, "No frame of this robot was answered yet.");
      case RobotAnswer.NotNow(String reason) -> Answer.text(503, reason);
    };
  }

  private static Answer elsewhere(HttpExchange exchange, String address, String name) {
    if (REDIRECTED.equals(exchange.getRequestURI().getQuery())) {
      return Answer.text(503, "The robot is changing its instance; ask again.");
    }
    String path = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return new Answer(
        307,
        "text/plain; charset=utf-8",
        "With " + address + "\n",
        Map.of("Location", "http://%s%s%s?%s".formatted(address, ROBOTS, path, REDIRECTED)));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
