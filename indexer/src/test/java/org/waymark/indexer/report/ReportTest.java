package org.waymark.indexer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.metric.DistanceRows;
import org.waymark.core.metric.GroundTruth;
import org.waymark.core.metric.PoseThreshold;
import org.waymark.core.metric.RecallConvention;
import org.waymark.core.metric.SearchResults;
import org.waymark.core.metric.SkipRule;
import org.waymark.indexer.evaluation.FrameSet;
import org.waymark.indexer.evaluation.RetrievalEvaluation;

class ReportTest {

  private static final Pattern SOURCE = Pattern.compile("(?:src|href)=\"([^\"]{0,30})");

  @TempDir Path directory;
  private Dataset pictures;

  /** Three queries whose folder and names hold what HTML would misread; the last is no picture. */
  @BeforeEach
  void write() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("a<b>&\"c'"));
    BufferedImage picture = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(picture, "jpg", folder.resolve("<script>0.jpg").toFile());
    ImageIO.write(picture, "jpg", folder.resolve("1&amp;.jpg").toFile());
    Files.writeString(folder.resolve("2.jpg"), "no picture");
    pictures = Datasets.open("folder:" + folder);
  }

  @Test
  void shouldEscapeEveryNameAndNeedNoOtherFile() {
    String html = page(evaluation()).html().markup();
    assertThat(html).startsWith("<!DOCTYPE html>").contains("</html>");
    assertThat(html)
        .contains("&lt;script&gt;0.jpg", "1&amp;amp;.jpg", "a&lt;b&gt;&amp;&quot;c&#39;");
    assertThat(html).doesNotContain("<script", "<b>", "http://", "https://", "@import", "url(");
    assertThat(SOURCE.matcher(html).results().map(MatchResult::group))
        .isNotEmpty()
        .allSatisfy(source -> assertThat(source).contains("data:image/jpeg;base64,"));
  }

  @Test
  void shouldShowMissesWithTheirPicturesAndWhyOneIsMissing() {
    String html = page(evaluation()).html().markup();
    assertThat(html)
        .contains("1 of the 3 queries whose first result is wrong")
        .contains("Found first", "Right")
        .contains("descriptor distance 1.000");
    // Of three misses side by side the worst stands for all: the one without a right place listed.
    assertThat(Pattern.compile("<article").matcher(html).results()).hasSize(1);
  }

  @Test
  void shouldMakeDoWithoutPicturesPositionsOrAnyRightPlace() {
    FrameSet numbered = FrameSet.numbered("rows", 3);
    RetrievalEvaluation evaluation =
        RetrievalEvaluation.of(
            numbered,
            numbered,
            SearchResults.listed(List.of(new int[] {0}, new int[0], new int[] {1})),
            (queries, places) -> GroundTruth.of(3, 3, (q, p) -> false),
            List.of(),
            List.of(1));
    String html = page(evaluation).html().markup();
    assertThat(html).contains("0 of 3 queries have a right place").doesNotContain("NaN");
  }

  @Test
  void shouldDrawNothingThatIsNoNumber() {
    String html = page(evaluation()).html().markup();
    assertThat(html).doesNotContain("NaN", "Infinity");
  }

  private RetrievalEvaluation evaluation() {
    FrameSet frames = FrameSet.of(pictures);
    DistanceRows distances = DistanceRows.of(new double[][] {{1, 2, 3}, {3, 1, 2}, {1, 2, 3}});
    return RetrievalEvaluation.of(
        frames,
        frames,
        SearchResults.byDistance(distances, 2, SkipRule.NONE),
        (queries, places) -> GroundTruth.of(3, 3, (q, p) -> p == 2),
        List.of(),
        List.of(1, 2));
  }

  private static ReportPage page(RetrievalEvaluation evaluation) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put("queries of", evaluation.queries().name());
    return new RetrievalReport(evaluation, RecallConvention.ALL_QUERIES, PoseThreshold.STANDARD)
        .page("Test", facts, List.of());
  }
}
