package org.waymark.indexer.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CopyTableTest {

  /** Against a map, with hashes of which many are equal although the things are not. */
  @Test
  void shouldFindTheFirstEqualThingWhateverTheHashesAre() {
    Random random = new Random(11);
    int[] things = random.ints(20_000, 0, 8_000).toArray();
    Map<Integer, Integer> firsts = new HashMap<>();
    CopyTable table = new CopyTable();
    for (int i = 0; i < things.length; i++) {
      int thing = things[i];
      int found = table.findOrAdd(thing / 4, i, earlier -> things[earlier] == thing);
      assertThat(found).isEqualTo(firsts.getOrDefault(thing, -1));
      firsts.putIfAbsent(thing, i);
    }
  }

  @Test
  void shouldHashDescriptorsByTheirBits() {
    float[] a = {0.1f, -0.2f, 0.3f};
    assertThat(CopyTable.hash(a)).isEqualTo(CopyTable.hash(a.clone()));
    assertThat(CopyTable.hash(a)).isNotEqualTo(CopyTable.hash(new float[] {-0.2f, 0.1f, 0.3f}));
    a[2] = Math.nextUp(a[2]);
    assertThat(CopyTable.hash(a)).isNotEqualTo(CopyTable.hash(new float[] {0.1f, -0.2f, 0.3f}));
  }
}
