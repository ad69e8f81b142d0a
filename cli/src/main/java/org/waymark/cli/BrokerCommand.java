package org.waymark.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code waymark broker}. */
@Command(
    name = "broker",
    description = {
      "Runs a Kafka broker on this machine, with Waymark's topics.",
      "Loopback only, for one person's work; its data stays in the directory and is there again at the next start."
    })
final class BrokerCommand extends WaymarkCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "waymark-broker",
      description = "Where the broker keeps its data. Default: ./${DEFAULT-VALUE}.")
  private Path data;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "9092",
      description = "Port on 127.0.0.1; 0 for any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "6",
      description = "Partitions of topics that are made now. Default: ${DEFAULT-VALUE}.")
  private int partitions;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BrokerCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    requirePort("--port", port);
    require(partitions >= 1, "--partitions is a count of 1 and more");
    EmbeddedBroker broker = EmbeddedBroker.start(data, port);
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "waymark-broker-close"));
    try (TopicAdmin admin = TopicAdmin.connect(KafkaSettings.of(broker.bootstrapServers()))) {
      admin.createMissing(Topics.all(partitions));
    }
    System.out.printf(
        "Kafka is at %s, its data in %s. Stop it with Ctrl-C.%n",
        broker.bootstrapServers(), data.toAbsolutePath().normalize());
    System.out.flush();
    new CountDownLatch(1).await();
    return 0;
  }
}
