package org.waymark.core.dataset.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;

class FolderTest {

  @TempDir Path root;

  @Test
  void shouldListPicturesByName() throws IOException {
    Files.createDirectories(root.resolve("b"));
    for (String name : new String[] {"b/1.PNG", "a2.jpg", "a10.jpeg", "notes.txt", "noextension"}) {
      Files.writeString(root.resolve(name), "x");
    }
    Dataset dataset = Datasets.open("folder:" + root);
    assertThat(dataset.frames().map(DatasetFrame::id))
        .containsExactly("a10.jpeg", "a2.jpg", "b/1.PNG");
    assertThat(dataset.sequences()).containsExactly(".", "b");
    assertThat(dataset.frames().findFirst().orElseThrow().image().width()).isZero();
  }

  @Test
  void shouldRefuseAnEmptyFolderAndAMissingOne() {
    assertThatThrownBy(() -> Datasets.open("folder:" + root))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("holds no");
    assertThatThrownBy(() -> Datasets.open("folder:" + root.resolve("x")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("no folder");
  }
}
