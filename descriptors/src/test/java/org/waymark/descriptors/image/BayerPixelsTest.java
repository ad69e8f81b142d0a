package org.waymark.descriptors.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.image.ImageData;
import org.waymark.core.testing.Python;

class BayerPixelsTest {

  @TempDir Path folder;

  @Test
  void shouldInterpolateAsByHand() throws Exception {
    // r g r g
    // g b g b
    byte[] mosaic = {10, 20, 30, 40, 50, 60, 70, 80};

    RgbImage image = ImageDecoder.decode(new ImageData("bayer_rggb8", 4, 2, 4, mosaic));

    assertThat(Arrays.copyOf(image.rgb(), 6)).containsExactly(10, 35, 60, 20, 20, 60);
    assertThat(Arrays.copyOfRange(image.rgb(), 15, 18)).containsExactly(20, 40, 60);
  }

  @Test
  void shouldKeepTheHighByteOfLittleEndianSamples() throws Exception {
    byte[] mosaic = {0, 10, 0, 20, -1, 30, -1, 40};

    RgbImage wide = ImageDecoder.decode(new ImageData("bayer_gbrg16", 2, 2, 4, mosaic));
    RgbImage narrow =
        ImageDecoder.decode(new ImageData("bayer_gbrg8", 2, 2, 2, new byte[] {10, 20, 30, 40}));

    assertThat(wide.rgb()).isEqualTo(narrow.rgb());
  }

  @Test
  void shouldRejectWhatIsSmallerThanAPattern() {
    assertThatThrownBy(
            () -> ImageDecoder.decode(new ImageData("bayer_bggr8", 1, 2, 1, new byte[2])))
        .isInstanceOf(ImageRejectedException.class)
        .hasMessageContaining("smaller than its pattern");
  }

  /** A convolution over the mirrored mosaic, each colour by itself, with rows padded. */
  @Test
  @Tag("peer")
  void shouldEqualAPlainComputationInNumpy() throws Exception {
    Python.with("numpy")
        .run(
            folder,
            """
            import numpy as np
            rng = np.random.default_rng(3)
            for pattern in ['rggb', 'bggr', 'gbrg', 'grbg']:
                for h, w in [(2, 2), (3, 5), (8, 7), (2, 9), (31, 40)]:
                    rows = rng.integers(0, 256, (h, w + 3), dtype=np.uint8)
                    mosaic = np.pad(rows[:, :w].astype(int), 1, mode='reflect')
                    rgb = np.zeros((h, w, 3), dtype=np.uint8)
                    for y in range(h):
                        for x in range(w):
                            for c, name in enumerate('rgb'):
                                if pattern[y % 2 * 2 + x % 2] == name:
                                    rgb[y, x, c] = rows[y, x]
                                    continue
                                near = [mosaic[y + 1 + j, x + 1 + i] for j in (-1, 0, 1) for i in (-1, 0, 1)
                                        if pattern[(y + j) % 2 * 2 + (x + i) % 2] == name]
                                rgb[y, x, c] = (2 * sum(near) + len(near)) // (2 * len(near))
                    rows.tofile(f'{pattern}-{h}-{w}.mosaic')
                    rgb.tofile(f'{pattern}-{h}-{w}.rgb')
            """);
    int seen = 0;
    try (var files = Files.newDirectoryStream(folder, "*.mosaic")) {
      for (Path file : files) {
        String name = file.getFileName().toString().replace(".mosaic", "");
        String[] parts = name.split("-", -1);
        int height = Integer.parseInt(parts[1]);
        int width = Integer.parseInt(parts[2]);
        RgbImage image =
            ImageDecoder.decode(
                new ImageData(
                    "bayer_" + parts[0] + "8", width, height, width + 3, Files.readAllBytes(file)));
        assertThat(image.rgb())
            .as(name)
            .isEqualTo(Files.readAllBytes(folder.resolve(name + ".rgb")));
        seen++;
      }
    }
    assertThat(seen).isEqualTo(20);
  }
}
