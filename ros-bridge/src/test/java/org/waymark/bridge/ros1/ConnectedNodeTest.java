package org.waymark.bridge.ros1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.waymark.bridge.message.geometry_msgs.Point;
import org.waymark.bridge.message.rosgraph_msgs.Clock;
import org.waymark.bridge.message.rosgraph_msgs.Log;
import org.waymark.bridge.message.sensor_msgs.CompressedImage;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.core.WaymarkException;

/** Two nodes find each other, and again after whatever parted them. */
@Timeout(60)
class ConnectedNodeTest {

  private static final int PATIENCE_SECONDS = 20;

  private TinyMaster master;
  private ConnectedNode talker;
  private ConnectedNode listener;
  private final BlockingQueue<Double> heard = new LinkedBlockingQueue<>();

  @SuppressWarnings("NullAway.Init") // set before each test
  ConnectedNodeTest() {}

  @BeforeEach
  void start() throws Exception {
    master = new TinyMaster(0);
    talker = node("/talker");
    listener = node("/listener");
  }

  @AfterEach
  void stop() {
    talker.close();
    listener.close();
    master.close();
  }

  private ConnectedNode node(String name) {
    return ConnectedNode.start(NodeConfiguration.local(name, master.uri()));
  }

  private Subscriber<Point> listen(ConnectedNode node) {
    Subscriber<Point> subscriber = node.newSubscriber("/t", Point.TYPE, 10);
    subscriber.addMessageListener((point, nanos) -> heard.add(point.x()));
    return subscriber;
  }

  private double next() throws InterruptedException {
    return Objects.requireNonNull(
        heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "no message came");
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(10);
    }
  }

  private static Point point(double x) {
    return new Point(x, 0, 0);
  }

  @Test
  void shouldDeliverInOrderAndTheLatchedOneToThoseWhoComeLate() throws Exception {
    Publisher<Point> publisher = talker.newPublisher("/t", Point.TYPE, 10, true);
    publisher.publish(point(1));
    Subscriber<Point> subscriber = listen(listener);
    assertThat(next()).isEqualTo(1);
    for (int i = 2; i < 8; i++) {
      publisher.publish(point(i));
      assertThat(next()).isEqualTo(i);
    }
    assertThat(publisher.subscribers()).isEqualTo(1);
    assertThat(subscriber.publishers()).isEqualTo(1);
    assertThat(subscriber.received()).isEqualTo(7);
    publisher.close();
    await("the end of the connection", () -> subscriber.publishers() == 0);
  }

  @Test
  void shouldConnectToAPublisherThatComesLateAndToItsSuccessor() throws Exception {
    listen(listener);
    Publisher<Point> first = talker.newPublisher("/t", Point.TYPE, 10, false);
    await("the first", () -> first.subscribers() == 1);
    talker.close();
    talker = node("/talker");
    Publisher<Point> second = talker.newPublisher("/t", Point.TYPE, 10, false);
    await("the second", () -> second.subscribers() == 1);
    second.publish(point(5));
    assertThat(next()).isEqualTo(5);
  }

  @Test
  void shouldRegisterWithAMasterThatWasStartedAnew() throws Exception {
    int port = master.port();
    Publisher<Point> publisher = talker.newPublisher("/t", Point.TYPE, 10, true);
    publisher.publish(point(1));
    listen(listener);
    assertThat(next()).isEqualTo(1);
    master.close();
    master = new TinyMaster(port);
    ConnectedNode late = node("/late");
    try (late) {
      listen(late);
      assertThat(next()).as("the latched message, found through the new master").isEqualTo(1);
    }
    publisher.publish(point(2));
    assertThat(next()).as("over the connection that never broke").isEqualTo(2);
  }

  @Test
  void shouldEndWhenAnotherNodeTakesItsName() {
    CompletableFuture<String> reason = new CompletableFuture<>();
    talker.onShutdown(reason::complete);
    ConnectedNode second = node("/talker");
    try (second) {
      assertThat(reason.join()).contains("/talker").contains("__name:=");
    }
  }

  @Test
  void shouldRefuseAnotherTypeAndSayWhichOne() throws Exception {
    BlockingQueue<String> said = new LinkedBlockingQueue<>();
    listener
        .newSubscriber("/rosout", Log.TYPE, 50)
        .addMessageListener((log, nanos) -> said.add(log.msg()));
    Publisher<Header> publisher = talker.newPublisher("/t", Header.TYPE, 10, false);
    Subscriber<Point> subscriber = listen(listener);
    String line = "";
    while (!line.contains("geometry_msgs/Point")) {
      line =
          Objects.requireNonNull(
              said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "no line came on /rosout");
    }
    assertThat(line).contains("topic /t is").contains("std_msgs/Header");
    assertThat(publisher.subscribers() + subscriber.publishers()).isZero();
  }

  @Test
  void shouldDropForASlowSubscriberAndNeverWaitForIt() throws Exception {
    Publisher<CompressedImage> publisher =
        talker.newPublisher("/big", CompressedImage.TYPE, 2, false);
    URI slave = URI.create(talker.uri());
    List<?> parameters =
        (List<?>)
            new RosClient(slave, "/frozen")
                .call("requestTopic", "/big", List.of(List.of("TCPROS")));
    try (SocketChannel frozen = SocketChannel.open()) {
      frozen.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 14);
      frozen.connect(
          new InetSocketAddress((String) parameters.get(1), (Integer) parameters.get(2)));
      ConnectionHeader request =
          new ConnectionHeader(
              Map.of("callerid", "/frozen", "topic", "/big", "md5sum", "*", "type", "*"));
      assertThat(frozen.write(request.toBytes())).isPositive();
      await("the connection", () -> publisher.subscribers() == 1);
      CompressedImage image = new CompressedImage(new Header(0, 0, ""), "jpeg", new byte[4 << 20]);
      for (int i = 0; i < 20; i++) {
        publisher.publish(image);
      }
      assertThat(publisher.dropped()).isPositive();
    }
    await("the end of the connection", () -> publisher.subscribers() == 0);
  }

  @Test
  void shouldKeepTheNewestForASlowListener() throws Exception {
    CompletableFuture<Void> busy = new CompletableFuture<>();
    Subscriber<Point> subscriber = listener.newSubscriber("/t", Point.TYPE, 2);
    subscriber.addMessageListener(
        (point, nanos) -> {
          heard.add(point.x());
          busy.join();
        });
    Publisher<Point> publisher = talker.newPublisher("/t", Point.TYPE, 100, false);
    await("the connection", () -> publisher.subscribers() == 1);
    publisher.publish(point(0));
    assertThat(next()).isZero();
    for (int i = 1; i <= 10; i++) {
      publisher.publish(point(i));
    }
    await("all of them", () -> subscriber.received() == 11);
    busy.complete(null);
    assertThat(List.of(next(), next())).containsExactly(9.0, 10.0);
    assertThat(subscriber.dropped()).isEqualTo(8);
  }

  @Test
  void shouldTellSimulatedTime() throws Exception {
    assertThat(talker.now()).isGreaterThan(1_000_000_000_000_000_000L);
    master.parameters.put("/use_sim_time", true);
    Publisher<Clock> clock = talker.newPublisher("/clock", Clock.TYPE, 1, true);
    ConnectedNode node = node("/simulated");
    try (node) {
      clock.publish(new Clock(12_000_000_034L));
      await("the simulation's time", () -> node.now() == 12_000_000_034L);
    }
  }

  @Test
  void shouldReadParametersAndSayWhenItCannot() {
    master.parameters.put("/listener/rate", 2.5);
    assertThat(listener.parameter("~rate")).contains(2.5);
    assertThat(listener.parameter("~none")).isEmpty();
    master.close();
    assertThatThrownBy(() -> listener.parameter("~rate"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("/listener/rate");
  }

  @Test
  void shouldShareAPublisherWithinANode() throws Exception {
    Publisher<Point> one = talker.newPublisher("/t", Point.TYPE, 10, false);
    Publisher<Point> two = talker.newPublisher("/t", Point.TYPE, 10, false);
    listen(listener);
    await("the connection", () -> two.subscribers() == 1);
    one.close();
    two.publish(point(3));
    assertThat(next()).isEqualTo(3);
    assertThatThrownBy(() -> talker.newPublisher("/t", Header.TYPE, 10, false))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("/t is published as geometry_msgs/Point already");
  }
}
