package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.geometry.Pose;

class MapManifestTest {

  @TempDir Path directory;

  @Test
  void shouldReadWhatItWrote() throws IOException {
    MapManifest manifest =
        new MapManifest(
            MapManifest.FORMAT,
            "büro \"west\"",
            "12",
            "4f2a",
            "ResNet-18 GeM",
            512,
            "map",
            new GeoFrame("33N", 500_000.25, 5_700_000),
            3_000_000_000L,
            new MapManifest.Extent(-0.1, 1e-300, -1e21, 1.0 / 3, Math.PI, 12345678.9),
            new MapManifest.Contents(
                new LinkedHashMap<>(Map.of("seq-02", 3L)),
                new TreeSet<>(Set.of("camera_front")),
                new TreeMap<>(Map.of("season", new TreeMap<>(Map.of("winter", 2L))))),
            List.of(
                new MapManifest.Source("7scenes:/data/kü che?split=train", 7, List.of("a/b", "ö")),
                new MapManifest.Source("folder:/p", 1, List.of())),
            new MapManifest.Build(
                SearchMethod.HNSW,
                Long.MIN_VALUE,
                16,
                100,
                120,
                Quantization.INT8,
                "2 m",
                17,
                new MapManifest.SelfCheck(1, 0.998, 0.99, 500, "held-out places")),
            new MapManifest.Alignment("survey.csv", 1.5, Pose.IDENTITY, 9, 8, 0.02, 0.05),
            new TreeMap<>(Map.of("_0.cfs", "00ff", "segments_1", "11ee")),
            "2026-01-02T03:04:05Z");
    manifest.write(directory);
    assertThat(MapManifest.read(directory)).isEqualTo(manifest);
  }
}
