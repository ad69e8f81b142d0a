package org.waymark.bridge.ros2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.bridge.graph.NameResolver;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.core.WaymarkException;

/** What command line and environment make of a node, and how far it is seen. */
class Ros2NodeConfigurationTest {

  private static Ros2NodeConfiguration of(
      List<String> remappings, List<String> parameters, Map<String, String> environment) {
    return Ros2NodeConfiguration.of(
        "waymark", remappings, parameters, Optional.empty(), environment);
  }

  @Test
  void shouldNameNodeAndTopicsAsRosDoes() {
    Ros2NodeConfiguration node =
        of(
            List.of("__ns:=/r1", "__node:=eyes", "image:=/front/image", "eyes:odom:=wheels"),
            List.of("use_sim_time:=true", "other:use_sim_time:=false"),
            Map.of("ROS_DOMAIN_ID", "7"));
    assertThat(node.nodeName()).isEqualTo("/r1/eyes");
    assertThat(node.domain()).isEqualTo(7);
    assertThat(node.simulatedTime()).isTrue();
    NameResolver names = new NameResolver(node.namespace(), node.nodeName(), node.remappings());
    assertThat(names.resolve("image")).isEqualTo("/front/image");
    assertThat(names.resolve("odom")).isEqualTo("/r1/wheels");
    assertThat(names.resolve("~/pose")).isEqualTo("/r1/eyes/pose");
    assertThat(names.resolve("~pose")).isEqualTo("/r1/eyes/pose");
    assertThat(Ros2Names.ddsTopic("/front/image")).isEqualTo("rt/front/image");
    assertThat(Ros2Names.ddsType(Image.TYPE)).isEqualTo("sensor_msgs::msg::dds_::Image_");
    assertThat(Ros2Names.rosType("sensor_msgs::msg::dds_::Image_"))
        .contains("sensor_msgs/msg/Image");
    assertThat(Ros2Names.rosType("HelloWorld")).isEmpty();
  }

  @Test
  void shouldPassOverWhatIsForOtherNodes() {
    Ros2NodeConfiguration node =
        of(List.of("__node:=eyes", "other:odom:=wheels"), List.of(), Map.of());
    assertThat(node.remappings()).isEmpty();
    assertThat(node.domain()).isZero();
    assertThat(node.simulatedTime()).isFalse();
    assertThat(node.with(Map.of("use_sim_time", "true")).simulatedTime()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from|write from:=to",
        "from:=|write from:=to",
        "rostopic://a:=b|patterns are not supported",
        "/**/image:=b|patterns are not supported",
        "__node:=a/b|a node's name has no slash",
        "__ns:=a b|no name of ROS",
      })
  void shouldRefuseMalformedRemappings(String remapping, String message) {
    assertThatThrownBy(() -> of(List.of(remapping), List.of(), Map.of()))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"233", "-1", "x"})
  void shouldRefuseDomainsThatAreNone(String domain) {
    assertThatThrownBy(() -> of(List.of(), List.of(), Map.of("ROS_DOMAIN_ID", domain)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("ROS_DOMAIN_ID is " + domain);
  }

  @Test
  void shouldRefuseATimeThatIsNeitherSimulatedNorNot() {
    Ros2NodeConfiguration node = of(List.of(), List.of("use_sim_time:=maybe"), Map.of());
    assertThatThrownBy(node::simulatedTime).hasMessageContaining("use_sim_time is maybe");
  }

  @Test
  void shouldReachThisComputerAloneUnlessToldOtherwise() {
    assertThat(Reach.of(Map.of()).configuration())
        .contains("<NetworkInterface address=\"127.0.0.1\"/>", "<AllowMulticast>false<")
        .doesNotContain("autodetermine");
    Reach told = Reach.of(Map.of("ROS_LOCALHOST_ONLY", "1"));
    assertThat(Reach.of(Map.of("ROS_LOCALHOST_ONLY", "1"), false)).isEqualTo(Reach.of(Map.of()));
    assertThat(Reach.of(Map.of("ROS_LOCALHOST_ONLY", "1"), true).configuration())
        .contains(
            "<NetworkInterface address=\"127.0.0.1\"/>", "autodetermine", "<AllowMulticast>false<");
    assertThat(Reach.of(Map.of("ROS_AUTOMATIC_DISCOVERY_RANGE", "localhost"))).isEqualTo(told);
    assertThat(
            Reach.of(
                Map.of(
                    "ROS_AUTOMATIC_DISCOVERY_RANGE",
                    "SUBNET",
                    "ROS_STATIC_PEERS",
                    "10.0.0.7",
                    "ROS_LOCALHOST_ONLY",
                    "1")))
        .isEqualTo(told);
    for (Map<String, String> environment :
        List.of(
            Map.of("ROS_LOCALHOST_ONLY", "0"),
            Map.of("ROS_AUTOMATIC_DISCOVERY_RANGE", "SUBNET"),
            Map.of("ROS_AUTOMATIC_DISCOVERY_RANGE", "SYSTEM_DEFAULT"))) {
      assertThat(Reach.of(environment).configuration()).doesNotContain("<General>", "<Discovery>");
    }
    assertThat(Reach.of(Map.of("CYCLONEDDS_URI", "file:///c.xml")).configuration())
        .isEqualTo(Reach.of(Map.of()).configuration() + ",file:///c.xml");
    assertThat(Reach.of(Map.of("ROS_STATIC_PEERS", "robot-1; 10.0.0.7")).configuration())
        .contains("<Peer address=\"robot-1\"/><Peer address=\"10.0.0.7\"/>", ">false</AllowM");
  }

  @Test
  void shouldRefuseReachesThatAreNotKnown() {
    assertThatThrownBy(() -> Reach.of(Map.of("ROS_AUTOMATIC_DISCOVERY_RANGE", "OFF")))
        .hasMessageContaining("ROS_AUTOMATIC_DISCOVERY_RANGE is OFF: write LOCALHOST or SUBNET");
    assertThatThrownBy(() -> Reach.of(Map.of("ROS_LOCALHOST_ONLY", "yes")))
        .hasMessageContaining("ROS_LOCALHOST_ONLY is yes");
    assertThatThrownBy(() -> Reach.of(Map.of("ROS_STATIC_PEERS", "\"/><evil")))
        .hasMessageContaining("ROS_STATIC_PEERS holds");
  }

  @Test
  void shouldSayWhichPackageHasTheLibrary() {
    assertThatThrownBy(() -> Cyclone.open(List.of("libnone.so.7", "/no/such/file.so")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("there is no libnone.so.7, /no/such/file.so")
        .hasMessageContaining("apt-get install libddsc0debian")
        .hasMessageContaining("WAYMARK_DDS_LIBRARY");
    assertThatThrownBy(() -> Cyclone.open(List.of(System.mapLibraryName("c") + ".6")))
        .hasMessageContaining("has no dds_create_domain: its version is not 0.10");
  }
}
