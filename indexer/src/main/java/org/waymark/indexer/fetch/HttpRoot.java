package org.waymark.indexer.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.waymark.core.WaymarkException;

/**
 * Maps below a URL: a map's directory, served as static files by any web server or object store.
 * Redirections are not followed, since they could lead anywhere.
 *
 * @param base ends with {@code /}
 */
record HttpRoot(URI base) implements MapRoot {

  /** How long a server may take to answer, and to send anything of a file. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int OK = 200;

  /** Object stores that may not list their objects call a missing one forbidden. */
  private static final Set<Integer> ABSENT = Set.of(403, 404, 410);

  /** Dots, slashes and backslashes that a server would decode after the path was compared. */
  private static final Pattern HIDDEN = Pattern.compile("(?i).*%(2e|2f|5c|00|25).*");

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(PATIENCE)
          .build();

  static HttpRoot of(URI uri) {
    requirePlain(uri);
    String text = uri.toString();
    return new HttpRoot(URI.create(text.endsWith("/") ? text : text + "/"));
  }

  @Override
  public boolean covers(URI uri) {
    return scheme(base).equals(scheme(uri))
        && base.getHost().equalsIgnoreCase(String.valueOf(uri.getHost()))
        && port(base) == port(uri)
        && String.valueOf(uri.getRawPath()).startsWith(base.getRawPath());
  }

  @Override
  public MapLocation locate(URI uri) {
    requirePlain(uri);
    String text = uri.toString();
    URI version = URI.create(text.endsWith("/") ? text : text + "/");
    if (!covers(version)) {
      throw new WaymarkException("map version %s is not below the root %s".formatted(uri, base));
    }
    return new Version(version);
  }

  private record Version(URI base) implements MapLocation {

    @Override
    public InputStream open(String name, long maxBytes) throws IOException {
      return HttpRoot.open(base.resolve(name), maxBytes, Set.of()).orElseThrow();
    }

    @Override
    public Optional<InputStream> find(String name, long maxBytes) throws IOException {
      return HttpRoot.open(base.resolve(name), maxBytes, ABSENT);
    }
  }

  private static Optional<InputStream> open(URI file, long maxBytes, Set<Integer> absent)
      throws IOException {
    HttpRequest request = HttpRequest.newBuilder(file).timeout(PATIENCE).GET().build();
    HttpResponse<InputStream> response;
    try {
      response = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WaymarkException("interrupted while fetching " + file, e);
    }
    if (absent.contains(response.statusCode())) {
      response.body().close();
      return Optional.empty();
    }
    OptionalLong length = response.headers().firstValueAsLong("Content-Length");
    if (response.statusCode() != OK || length.orElse(0) > maxBytes) {
      response.body().close();
      throw new WaymarkException(
          response.statusCode() != OK
              ? "map file %s cannot be fetched: the server answered %d"
                  .formatted(file, response.statusCode())
              : "map file %s has %d bytes, and %d are left of the allowed size"
                  .formatted(file, length.orElse(0), maxBytes));
    }
    return Optional.of(new StallGuard(response.body(), PATIENCE));
  }

  private static void requirePlain(URI uri) {
    String path = String.valueOf(uri.getRawPath());
    if (uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || HIDDEN.matcher(path).matches()
        || path.contains("//")
        || !uri.normalize().getRawPath().equals(path)
        || path.startsWith("/..")) {
      throw new WaymarkException(
          "'%s' is no plain address of a map: http(s)://host/path, without user, query, '..' or encoded dots and slashes"
              .formatted(uri));
    }
  }

  private static String scheme(URI uri) {
    return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : scheme(uri).equals("https") ? 443 : 80;
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
