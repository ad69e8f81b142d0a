package org.waymark.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.waymark.bridge.KafkaOptions;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.TopicSpec;
import org.waymark.transport.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark topics}. */
@Command(
    name = "topics",
    description = "Waymark's topics on a Kafka cluster.",
    subcommands = {TopicsCommand.CreateCommand.class, TopicsCommand.CheckCommand.class})
final class TopicsCommand extends WaymarkCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  TopicsCommand() {}

  @Override
  public void run() {
    throw wrongUsage("which: topics create or topics check?");
  }

  /** {@code waymark topics create}. */
  @Command(
      name = "create",
      description = {
        "Creates the topics that are missing.",
        "Topics that exist are left as they are: a smaller retention would delete data. What differs is listed,",
        "and the exit code is then 1."
      })
  static final class CreateCommand extends WaymarkCommand implements Callable<Integer> {

    @Mixin private KafkaOptions kafka;

    @Option(
        names = "--partitions",
        paramLabel = "N",
        defaultValue = "6",
        description = "Of the topics that carry frames and outcomes. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    CreateCommand() {}

    @Override
    public Integer call() {
      require(partitions >= 1, "--partitions is a count of 1 and more");
      try (TopicAdmin admin = TopicAdmin.connect(kafka.settings())) {
        List<TopicSpec> specs = Topics.all(partitions);
        List<String> created = admin.createMissing(specs);
        return report(created, admin.check(specs), json);
      }
    }
  }

  /** {@code waymark topics check}. */
  @Command(
      name = "check",
      description = "Compares the topics with what they should be; exit code 1 when any differs.")
  static final class CheckCommand extends WaymarkCommand implements Callable<Integer> {

    @Mixin private KafkaOptions kafka;

    @Option(
        names = "--partitions",
        paramLabel = "N",
        defaultValue = "1",
        description = "The least number wanted. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    CheckCommand() {}

    @Override
    public Integer call() {
      require(partitions >= 1, "--partitions is a count of 1 and more");
      try (TopicAdmin admin = TopicAdmin.connect(kafka.settings())) {
        return report(List.of(), admin.check(Topics.all(partitions)), json);
      }
    }
  }

  private static int report(
      List<String> created, List<TopicAdmin.Difference> differences, boolean json) {
    if (json) {
      Json.print(System.out, java.util.Map.of("created", created, "differences", differences));
    } else {
      created.forEach(name -> System.out.println("created " + name));
      differences.forEach(System.out::println);
      if (created.isEmpty() && differences.isEmpty()) {
        System.out.println("All topics are as they should be.");
      }
    }
    return differences.isEmpty() ? 0 : 1;
  }
}
