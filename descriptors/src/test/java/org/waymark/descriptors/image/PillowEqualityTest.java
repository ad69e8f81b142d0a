package org.waymark.descriptors.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.waymark.core.digest.Digests;
import org.waymark.core.image.ImageData;

/** Pixels equal Pillow's, bit for bit, decoded and resized; see src/test/python/goldens.py. */
class PillowEqualityTest {

  record Golden(String file, ResizeRule rule, int width, int height, String sha256) {

    static Golden parse(String line) {
      String[] f = line.split(" ", -1);
      return f.length == 4
          ? new Golden(
              f[0], new ResizeRule.Exact(), Integer.parseInt(f[1]), Integer.parseInt(f[2]), f[3])
          : new Golden(
              f[0],
              new ResizeRule.CentreCrop(Integer.parseInt(f[1])),
              Integer.parseInt(f[3]),
              Integer.parseInt(f[2]),
              f[4]);
    }
  }

  static Stream<Golden> goldens() throws IOException {
    return new String(Pictures.read("pillow.txt"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(Golden::parse);
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void shouldEqualPillow(Golden golden) throws Exception {
    RgbImage decoded =
        ImageDecoder.decode(ImageData.compressed("jpeg", Pictures.read(golden.file())));

    RgbImage resized = golden.rule().apply(decoded, golden.width(), golden.height());

    assertThat(Digests.sha256(resized.rgb())).isEqualTo(golden.sha256());
  }
}
