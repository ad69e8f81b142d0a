package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.waymark.core.geometry.Pose;

class PlaceFormatTest {

  private static final Pose POSE = new Pose(1.25, -2e9, 1e-9, 0.5, -0.5, 0.5, -0.5);

  @Test
  void shouldReadWhatItWrote() {
    for (Place place :
        new Place[] {
          new Place(0, "", "", 0, Pose.IDENTITY),
          new Place(Integer.MAX_VALUE, "seq-01/frame-000001", "seq-01", Long.MIN_VALUE, POSE),
          new Place(7, "küche/部屋/🤖.jpg", "部屋", -1, POSE),
          new Place(9, "a", "b", 5, POSE)
              .withCamera("camera_ö")
              .withTags(Map.of("season", "winter", "night", "", "city", "München"))
              .withPosition(new GeoPosition(-89.5, 180)),
          new Place(8, "x".repeat(Short.MAX_VALUE), "s", 1, POSE)
        }) {
      byte[] bytes = PlaceFormat.encode(place);
      byte[] within = new byte[bytes.length + 9];
      System.arraycopy(bytes, 0, within, 5, bytes.length);
      assertThat(PlaceFormat.decode(new BytesRef(within, 5, bytes.length))).isEqualTo(place);
    }
  }

  @Test
  void shouldRefuseAnIdThatDoesNotFit() {
    Place place = new Place(3, "ä".repeat(Short.MAX_VALUE / 2 + 1), "s", 0, POSE);
    assertThatThrownBy(() -> PlaceFormat.encode(place))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3");
  }
}
