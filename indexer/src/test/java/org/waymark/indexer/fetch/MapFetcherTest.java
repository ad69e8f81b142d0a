package org.waymark.indexer.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.avro.MapAnnouncement;
import org.waymark.core.WaymarkException;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.SearchMethod;
import org.waymark.indexer.TestMaps;

class MapFetcherTest {

  private static final long MUCH = 1L << 30;

  @TempDir Path directory;
  private Path root;
  private Path version;
  private Path cacheDirectory;
  private MapFetcher fromDirectory;
  private HttpServer server;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void serveAMap() throws IOException {
    root = directory.toRealPath().resolve("maps");
    MapDirectory map = new MapDirectory(root.resolve("office"));
    TestMaps.write(map, TestMaps.randomUnits(1, 9, 8), SearchMethod.EXACT);
    version = map.current();
    cacheDirectory = directory.resolve("cache");
    fromDirectory = fetcher(root.toString(), MUCH);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/maps/", this::answer);
    server.createContext(
        "/moved/",
        exchange -> {
          exchange
              .getResponseHeaders()
              .add("Location", exchange.getRequestURI().getPath().replace("/moved/", "/maps/"));
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Without a length, as a server may answer that streams. */
  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/maps/".length());
    requests.add(path);
    Path file = root.resolve(path);
    if (Files.isRegularFile(file)) {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(Files.readAllBytes(file));
    } else {
      exchange.sendResponseHeaders(404, -1);
    }
    exchange.close();
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private MapFetcher fetcher(String allowed, long maxBytes) {
    return new MapFetcher(
        List.of(MapRoot.parse(allowed)), new MapCache(cacheDirectory, MUCH), maxBytes);
  }

  private MapAnnouncement announced(String uri) {
    return Announcements.of(version, URI.create(uri));
  }

  private void refuse(MapFetcher fetcher, MapAnnouncement announcement, String... parts) {
    var thrown =
        assertThatThrownBy(() -> fetcher.fetch(announcement)).isInstanceOf(WaymarkException.class);
    for (String part : parts) {
      thrown.hasMessageContaining(part);
    }
    if (Files.isDirectory(cacheDirectory)) {
      assertThat(cacheDirectory).isDirectoryNotContaining("glob:**/[.0-9a-f]*[0-9a-f]");
    }
  }

  @Test
  void shouldFetchFromADirectoryOnceAndOpen() throws IOException {
    MapAnnouncement announcement = announced(version.toUri().toString());
    Path fetched = fromDirectory.fetch(announcement);
    assertThat(fetched).isEqualTo(cacheDirectory.resolve(announcement.getManifestSha256()));
    try (PlaceMap map = PlaceMap.open(fetched)) {
      assertThat(map.manifest().places()).isEqualTo(9);
    }
    MapDirectory gone = new MapDirectory(root.resolve("office"));
    Files.move(version, gone.root().resolve("elsewhere"));
    assertThat(fromDirectory.fetch(announcement)).isEqualTo(fetched);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldBringTheCalibrationOfAVersionEachTime(boolean overHttp) throws IOException {
    MapFetcher fetcher = overHttp ? fetcher(base() + "/maps", MUCH) : fromDirectory;
    MapAnnouncement announcement =
        announced(overHttp ? base() + "/maps/office/1" : version.toUri().toString());
    Path there = version.resolve("calibration.json");
    Path here = fetcher.fetch(announcement).resolve("calibration.json");
    assertThat(here).doesNotExist();
    Files.writeString(there, "first");
    fetcher.fetch(announcement);
    assertThat(here).hasContent("first");
    Files.writeString(there, "second");
    fetcher.fetch(announcement);
    assertThat(here).hasContent("second");
    Files.delete(there);
    fetcher.fetch(announcement);
    assertThat(here).doesNotExist();
  }

  @Test
  void shouldFetchOverHttpOnceAndOpen() {
    MapAnnouncement announcement = announced(base() + "/maps/office/1");
    MapFetcher fetcher = fetcher(base() + "/maps", MUCH);
    try (PlaceMap map = PlaceMap.open(fetcher.fetch(announcement))) {
      assertThat(map.manifest().places()).isEqualTo(9);
    }
    int all = requests.size();
    assertThat(requests).contains("office/1/map.json", "office/1/lucene/segments_1");
    fetcher.fetch(announcement);
    assertThat(requests.subList(all, requests.size())).containsExactly("office/1/calibration.json");
  }

  @Test
  void shouldFetchAgainWhatWasDamagedInTheCache() throws IOException {
    MapAnnouncement announcement = announced(version.toUri().toString());
    Path file = fromDirectory.fetch(announcement).resolve("lucene/segments_1");
    Files.write(file, new byte[] {1, 2, 3});
    PlaceMap.open(fromDirectory.fetch(announcement)).close();
    assertThat(file).hasSameBinaryContentAs(version.resolve("lucene/segments_1"));
  }

  @Test
  void shouldRefuseAPlaceUnderNoRoot() throws IOException {
    for (String uri :
        List.of(
            directory.toUri() + "other/1",
            root.toUri() + "../other/1",
            "file:///etc",
            base() + "/maps/office/1",
            "ftp://127.0.0.1/maps/office/1",
            "jar:file:/tmp/x.jar!/",
            "office/1",
            "")) {
      refuse(fromDirectory, announced(uri), "office/1", "under none of the allowed roots");
    }
    MapAnnouncement none = announced(version.toUri().toString());
    none.setUri("no uri at all");
    refuse(fromDirectory, none, "no URI");
  }

  @Test
  void shouldNotFollowLinksOutOfTheRoot() throws IOException {
    Path outside = directory.toRealPath().resolve("outside");
    Files.move(version, outside);
    Files.createSymbolicLink(version, outside);
    MapAnnouncement announcement = Announcements.of(outside, version.toUri());
    refuse(fromDirectory, announcement, "not below the root");
    Files.delete(version);
    Files.move(outside, version);
    Path manifest = version.resolve("map.json");
    Files.move(manifest, outside);
    Files.createSymbolicLink(manifest, outside);
    refuse(fromDirectory, announcement, "map.json", "is a link");
  }

  @Test
  void shouldFollowALinkWithinTheRoot() throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("latest"), version);
    PlaceMap.open(fromDirectory.fetch(announced(link.toUri().toString()))).close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/maps/../secret/1",
        "/maps/%2e%2e/secret/1",
        "/maps/..%2fsecret/1",
        "/maps//1",
        "/maps/office/1?x=1",
        "/maps/office/1#x",
        "/secret/1",
        "/maps"
      })
  void shouldRefuseAddressesThatMayLeaveTheRoot(String path) {
    refuse(fetcher(base() + "/maps/", MUCH), announced(base() + path), path);
    assertThat(requests).isEmpty();
  }

  @Test
  void shouldRefuseUsersOtherHostsPortsAndRedirections() {
    MapFetcher fetcher = fetcher(base() + "/maps/", MUCH);
    String port = ":" + server.getAddress().getPort();
    for (String uri :
        List.of(
            "http://user@127.0.0.1" + port + "/maps/office/1",
            "http://127.0.0.2" + port + "/maps/office/1",
            "http://127.0.0.1:1/maps/office/1",
            "https://127.0.0.1" + port + "/maps/office/1")) {
      refuse(fetcher, announced(uri), "office/1");
    }
    assertThat(requests).isEmpty();
    refuse(fetcher(base() + "/moved/", MUCH), announced(base() + "/moved/office/1"), "302");
    assertThat(requests).isEmpty();
  }

  @Test
  void shouldRefuseAnotherManifestThanTheAnnouncedOne() throws IOException {
    MapAnnouncement announcement = announced(version.toUri().toString());
    TestMaps.write(
        new MapDirectory(root.resolve("office")),
        TestMaps.randomUnits(2, 9, 8),
        SearchMethod.EXACT);
    announcement.setUri(root.resolve("office/2").toUri().toString());
    refuse(fromDirectory, announcement, "map.json", "not what was announced");
  }

  @Test
  void shouldRefuseAnAnnouncementThatSaysOtherThanTheManifest() {
    MapAnnouncement announcement = announced(version.toUri().toString());
    announcement.setFrame("odom");
    refuse(fromDirectory, announcement, "frame", "odom");
    announcement.setManifestSha256("../../etc");
    refuse(fromDirectory, announcement, "SHA-256");
  }

  @Test
  void shouldNameTheFileThatIsDamagedOrMissing() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(version.resolve("lucene"))) {
      files = all.toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      byte[] bytes = Files.readAllBytes(file);
      byte[] flipped = bytes.clone();
      flipped[flipped.length / 2] ^= 16;
      Files.write(file, flipped);
      refuse(fromDirectory, announced(version.toUri().toString()), name, "not what was announced");
      refuse(fetcher(base() + "/maps/", MUCH), announced(base() + "/maps/office/1"), name);
      Files.delete(file);
      refuse(fromDirectory, announced(version.toUri().toString()), name);
      refuse(fetcher(base() + "/maps/", MUCH), announced(base() + "/maps/office/1"), name, "404");
      Files.write(file, bytes);
    }
  }

  @Test
  void shouldRefuseAVersionThatIsTooLarge() {
    refuse(fetcher(root.toString(), 1000), announced(version.toUri().toString()), "allowed");
    refuse(fetcher(base() + "/maps/", 1000), announced(base() + "/maps/office/1"), "allowed");
  }

  @Test
  void shouldDropFromTheCacheWhatWasUsedLongestAgoButNothingInUse() throws IOException {
    MapDirectory map = new MapDirectory(root.resolve("office"));
    List<Path> fetched = new ArrayList<>();
    MapFetcher small =
        new MapFetcher(
            List.of(MapRoot.parse(root.toString())), new MapCache(cacheDirectory, 1), MUCH);
    fetched.add(small.fetch(announced(version.toUri().toString())));
    try (PlaceMap inUse = PlaceMap.open(fetched.getFirst())) {
      for (int i = 2; i <= 4; i++) {
        TestMaps.write(map, TestMaps.randomUnits(i, 9, 8), SearchMethod.EXACT);
        version = map.current();
        fetched.add(small.fetch(announced(version.toUri().toString())));
      }
      assertThat(inUse.manifest().version()).isEqualTo("1");
      assertThat(fetched)
          .filteredOn(Files::isDirectory)
          .containsExactly(fetched.get(0), fetched.get(3));
    }
  }

  @Test
  void shouldRefuseRootsThatAreNone() {
    for (String text :
        List.of("http://", "https://user@host/", "http://host/a/../b", "http://h/?q")) {
      assertThatThrownBy(() -> MapRoot.parse(text)).isInstanceOf(WaymarkException.class);
    }
  }
}
