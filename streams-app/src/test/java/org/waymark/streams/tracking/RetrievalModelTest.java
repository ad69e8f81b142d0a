package org.waymark.streams.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrievalModelTest {

  private static final RetrievalModel MODEL =
      new RetrievalModel(0.02, 0.1, 0.3, 0.15, 0.03, 0.9, 0.03, 40, 23);

  private static final List<Sighting> TWO_WINGS =
      List.of(
          new Sighting(0, 0.50f, Scenes.at(0)),
          new Sighting(1, 0.52f, Scenes.at(0.5)),
          new Sighting(2, 0.54f, Scenes.at(20)),
          new Sighting(3, 0.58f, Scenes.at(20.5)),
          new Sighting(4, 0.60f, Scenes.at(0, 0, 3)));

  @Test
  void shouldGroupWhatIsAboutOnePositionInOneDirection() {
    assertThat(SightingGroups.of(TWO_WINGS)).containsExactly(0, 0, 1, 1, 2);
  }

  @Test
  void shouldChooseBetweenGroupsMoreDullyThanBetweenNeighbours() {
    double[] weights = MODEL.weights(TWO_WINGS);
    assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
    assertThat(weights[1] / weights[0]).isCloseTo(Math.exp(-1), within(1e-5));
    assertThat(weights[3] / weights[2]).isCloseTo(Math.exp(-2), within(1e-5));
    assertThat((weights[2] + weights[3]) / (weights[0] + weights[1]))
        .isCloseTo(Math.exp(-0.4), within(1e-5));
  }

  @Test
  void shouldTakeTheMeanOfGroupsThatMatter() {
    double[] weights = {0.3, 0.3, 0.35, 0, 0.05};
    assertThat(SightingGroups.centres(TWO_WINGS, weights, 0.2))
        .satisfiesExactly(
            group -> assertThat(group.centre().x).isCloseTo(0.25, within(1e-12)),
            group -> assertThat(group.weight()).isCloseTo(0.35, within(1e-12)));
  }
}
