package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.waymark.core.dataset.DatasetSpec;

class PlaceNamesTest {

  @Test
  void shouldKeepFramesNamesInAMapOfOneFolder() {
    assertThat(prefixes("7scenes:/data/heads")).containsExactly("");
    assertThat(prefixes("7scenes:/data/heads?seq=seq-01", "7scenes:/data/heads?seq=seq-02"))
        .containsExactly("", "");
  }

  @Test
  void shouldTellFoldersApart() {
    assertThat(prefixes("7scenes:/data/heads", "7scenes:/data/office", "7scenes:/more/heads"))
        .containsExactly("heads/", "office/", "heads~2/");
  }

  private static List<String> prefixes(String... specs) {
    return PlaceNames.prefixes(Stream.of(specs).map(DatasetSpec::parse).toList());
  }
}
