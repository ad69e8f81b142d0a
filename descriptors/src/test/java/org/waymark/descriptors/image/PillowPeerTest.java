package org.waymark.descriptors.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.digest.Digests;
import org.waymark.core.image.ImageData;
import org.waymark.core.testing.Python;

/**
 * Pillow and torchvision, run here and now, make the same pixels of seeded pictures of every kind
 * and size; see src/test/python/pictures.py. Another seed: {@code -Dwaymark.pictures.seed=N}.
 */
@Tag("peer")
class PillowPeerTest {

  private static final int SEED = Integer.getInteger("waymark.pictures.seed", 1);

  @TempDir Path folder;

  @Test
  void shouldMakeTheSamePixels() throws Exception {
    Python.with("torchvision")
        .run(
            folder,
            Files.readString(Path.of("src/test/python/pictures.py")),
            "pictures",
            Integer.toString(SEED));

    List<String> different = new ArrayList<>();
    int same = 0;
    int rejected = 0;
    for (String line : Files.readAllLines(folder.resolve("pictures/cases.txt"))) {
      String[] fields = line.split(" ", -1);
      try {
        RgbImage image = pixels(fields);
        if (Digests.sha256(image.rgb()).equals(fields[fields.length - 1])) {
          same++;
        } else {
          different.add(line);
        }
      } catch (ImageRejectedException e) {
        if (fields[0].startsWith("arithmetic-")) {
          assertThat(e.reason()).contains("arithmetic");
          rejected++;
        } else {
          different.add(line + ": " + e.reason());
        }
      }
    }

    assertThat(different).as("seed %d", SEED).isEmpty();
    assertThat(same).isGreaterThan(850);
    assertThat(rejected).isLessThan(20);
  }

  private RgbImage pixels(String[] fields) throws Exception {
    byte[] bytes = Files.readAllBytes(folder.resolve("pictures").resolve(fields[0]));
    RgbImage decoded = ImageDecoder.decode(ImageData.compressed("jpeg", bytes));
    int a = Integer.parseInt(fields[2]);
    int b = Integer.parseInt(fields[3]);
    return switch (fields[1]) {
      case "decoded" -> {
        assertThat(decoded.width()).as(fields[0]).isEqualTo(a);
        assertThat(decoded.height()).as(fields[0]).isEqualTo(b);
        yield decoded;
      }
      case "resized" -> new ResizeRule.Exact().apply(decoded, a, b);
      case "cropped" -> new ResizeRule.CentreCrop(a).apply(decoded, Integer.parseInt(fields[4]), b);
      default -> throw new IllegalArgumentException(fields[1]);
    };
  }
}
