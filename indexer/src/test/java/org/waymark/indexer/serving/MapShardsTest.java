package org.waymark.indexer.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.joml.Vector3d;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.MapAnnouncement;
import org.waymark.core.WaymarkException;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.TestMaps;
import org.waymark.indexer.fetch.Announcements;

/** Three shards of 60 places along a street of 160 m, each overlapping the next by 10 m. */
class MapShardsTest {

  private static final int SIZE = 8;
  private static final List<float[]> STREET = TestMaps.randomUnits(4, 160, SIZE);
  private static final MapShards.Reach REACH = new MapShards.Reach(20, 40, 1000);

  @TempDir Path directory;
  private final MapCatalogue catalogue = new MapCatalogue("city");
  private final Map<String, Path> versions = new TreeMap<>();
  private final List<String> fetched = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private MapShards shards;

  @BeforeEach
  void announce() throws IOException {
    for (int shard = 0; shard < 3; shard++) {
      announce("city.x%02d".formatted(shard), 50 * shard);
    }
    shards = shards(REACH);
  }

  @AfterEach
  void close() {
    shards.close();
  }

  private MapShards shards(MapShards.Reach reach) {
    return new MapShards(
        new MapShards.Identity("0123abcd", "map"),
        reach,
        announcement -> {
          fetched.add(announcement.getMap());
          Path version = versions.get(announcement.getManifestSha256());
          if (version == null) {
            throw new WaymarkException("there is no " + announcement.getMap());
          }
          return version;
        },
        nanos::get);
  }

  private void announce(String name, int x) throws IOException {
    MapDirectory map = new MapDirectory(directory.resolve(name));
    TestMaps.writeAlongX(map, x, STREET.subList(x, Math.min(STREET.size(), x + 60)));
    MapAnnouncement announcement = Announcements.of(map.current(), map.current().toUri());
    versions.put(announcement.getManifestSha256(), map.current());
    assertThat(catalogue.apply(name, Optional.of(announcement))).isTrue();
  }

  private MapShards.Update update(double... xs) {
    List<Vector3d> robots = new ArrayList<>();
    for (double x : xs) {
      robots.add(new Vector3d(x, 0, 0));
    }
    return shards.update(catalogue.announced(), robots);
  }

  private List<String> found(int place, int k) {
    try (MapShards.Use use = shards.use()) {
      return use.search(STREET.get(place), k).stream().map(m -> m.match().place().id()).toList();
    }
  }

  @Test
  void shouldLoadWhatIsNearAndUnloadWhatIsFarWithRoomBetween() {
    assertThat(update(0).loaded()).containsExactly("city.x00");
    assertThat(found(5, 1)).containsExactly("x5");
    assertThat(found(100, 1)).doesNotContain("x100");
    assertThat(update(31).loaded()).containsExactly("city.x01");
    assertThat(update(85).loaded()).containsExactly("city.x02");
    // 99 m is the farthest at which the first one, which ends at 59, stays.
    assertThat(update(98).unloaded()).isEmpty();
    assertThat(update(100).unloaded()).containsExactly("city.x00");
    assertThat(found(100, 1)).containsExactly("x100");
    assertThat(fetched).containsExactly("city.x00", "city.x01", "city.x02");
  }

  @Test
  void shouldSearchShardsAsOneAndNameASharedPlaceOnce() {
    update(55);
    List<String> all = found(55, 200);
    assertThat(all).hasSize(110).doesNotHaveDuplicates().startsWith("x55");
    update(0, 80, 159);
    assertThat(found(55, 200)).hasSize(160);
    try (MapShards.Use use = shards.use()) {
      List<MapShards.ShardMatch> matches = use.search(STREET.get(120), 20);
      assertThat(matches)
          .isSortedAccordingTo((a, b) -> Float.compare(a.match().distance(), b.match().distance()));
      assertThat(matches.getFirst().map().name()).isEqualTo("city.x02");
    }
  }

  @Test
  void shouldSwapAShardAndKeepItWhenTheNewOneCannotBeHad() throws IOException {
    update(0);
    MapAnnouncement bad = catalogue.announced().getFirst();
    MapAnnouncement lost =
        MapAnnouncement.newBuilder(bad).setVersion("2").setManifestSha256("00").build();
    catalogue.apply("city.x00", Optional.of(lost));
    assertThat(update(0).refused()).containsEntry("city.x00", "there is no city.x00");
    assertThat(found(5, 1)).containsExactly("x5");
    assertThat(update(0).refused().get("city.x00")).contains("tried again later");
    assertThat(fetched).hasSize(2);
    nanos.addAndGet(60_000_000_000L);
    assertThat(update(0).refused()).containsEntry("city.x00", "there is no city.x00");
    announce("city.x00", 0);
    try (MapShards.Use before = shards.use()) {
      assertThat(update(0).swapped()).containsExactly("city.x00");
      assertThat(before.manifests().getFirst().version()).isEqualTo("1");
      assertThat(before.search(STREET.get(5), 1)).hasSize(1);
    }
    try (MapShards.Use after = shards.use()) {
      assertThat(after.manifests().getFirst().version()).isEqualTo("2");
    }
  }

  @Test
  void shouldUnloadAMapThatIsWithdrawn() {
    update(0);
    assertThat(catalogue.apply("city.x00", Optional.empty())).isTrue();
    assertThat(catalogue.apply("city.x00", Optional.empty())).isFalse();
    assertThat(update(0).unloaded()).containsExactly("city.x00");
    assertThat(found(0, 3)).isEmpty();
  }

  @Test
  void shouldRefuseAnotherModelAndAnotherFrame() throws IOException {
    MapDirectory other = new MapDirectory(directory.resolve("city.other"));
    TestMaps.writeOfModel(other, "ffff", TestMaps.randomUnits(1, 5, SIZE));
    catalogue.apply(
        "city.other", Optional.of(Announcements.of(other.current(), other.current().toUri())));
    MapAnnouncement odd =
        MapAnnouncement.newBuilder(catalogue.announced().get(1)).setFrame("odom").build();
    catalogue.apply("city.x00", Optional.of(odd));
    MapShards.Update update = update(0);
    assertThat(update.loaded()).isEmpty();
    assertThat(update.refused()).containsOnlyKeys("city.other", "city.x00");
    assertThat(update.refused().get("city.other")).contains("ffff", "0123abcd");
    assertThat(update.refused().get("city.x00")).contains("odom");
    assertThat(fetched).isEmpty();
  }

  @Test
  void shouldLoadTheNearestAsFarAsThereIsRoom() {
    shards.close();
    shards = shards(new MapShards.Reach(1000, 1000, 130));
    MapShards.Update update = update(150);
    assertThat(update.loaded()).containsExactly("city.x02", "city.x01");
    assertThat(update.refused().get("city.x00")).contains("no room");
    assertThat(update().loaded()).as("no position is known: by name").containsExactly("city.x00");
  }

  @Test
  void shouldTakeTheMapAndItsShardsOnly() {
    MapAnnouncement any = catalogue.announced().getFirst();
    for (String name : List.of("cityx", "citadel", "town.x00", "", "x.city")) {
      assertThat(catalogue.apply(name, Optional.of(any))).as(name).isFalse();
    }
    assertThat(catalogue.apply("city", Optional.of(any))).isTrue();
    assertThat(catalogue.apply("city", Optional.of(any))).isFalse();
  }
}
