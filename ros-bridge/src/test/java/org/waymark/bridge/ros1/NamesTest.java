package org.waymark.bridge.ros1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.bridge.graph.NameResolver;
import org.waymark.core.WaymarkException;

/** Names, remappings and the environment mean what they mean to every node of ROS 1. */
class NamesTest {

  @Test
  void shouldResolveNames() {
    NameResolver names = new NameResolver("/robot", "/robot/waymark", Map.of());
    assertThat(names.resolve("/tf")).isEqualTo("/tf");
    assertThat(names.resolve("camera/image")).isEqualTo("/robot/camera/image");
    assertThat(names.resolve("~pose")).isEqualTo("/robot/waymark/pose");
    assertThat(new NameResolver("/", "/waymark", Map.of()).resolve("tf")).isEqualTo("/tf");
  }

  @Test
  void shouldRemapFullNames() {
    NameResolver names =
        new NameResolver(
            "/robot", "/robot/waymark", Map.of("image", "/front/image", "~pose", "pose"));
    assertThat(names.resolve("/robot/image")).isEqualTo("/front/image");
    assertThat(names.resolve("image")).isEqualTo("/front/image");
    assertThat(names.resolve("~pose")).isEqualTo("/robot/pose");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "a b", "a-b", "a~b", "\u00e9", "/a/%s"})
  void shouldRefuseWhatIsNoName(String name) {
    NameResolver names = new NameResolver("/", "/waymark", Map.of());
    assertThatThrownBy(() -> names.resolve(name)).isInstanceOf(WaymarkException.class);
  }

  @Test
  void shouldTakeTheCommandLineBeforeTheEnvironment() {
    NodeConfiguration node =
        NodeConfiguration.of(
            "waymark",
            List.of(
                "__name:=eyes",
                "__ns:=/r1",
                "__ip:=10.0.0.5",
                "image:=/cam",
                "_rate:=2.5",
                "__master:=http://robot:11311",
                "__log:=/tmp/x.log"),
            Map.of(
                "ROS_MASTER_URI", "http://other:1", "ROS_HOSTNAME", "other", "ROS_NAMESPACE", "x"));
    assertThat(node.nodeName()).isEqualTo("/r1/eyes");
    assertThat(node.master()).isEqualTo(URI.create("http://robot:11311"));
    assertThat(node.host()).contains("10.0.0.5");
    assertThat(node.remappings()).containsExactly(Map.entry("image", "/cam"));
    assertThat(node.parameters()).isEqualTo(Map.of("rate", 2.5));
  }

  @Test
  void shouldListenOnLoopbackUnlessTold() {
    NodeConfiguration node = NodeConfiguration.of("waymark", List.of(), Map.of());
    assertThat(node.nodeName()).isEqualTo("/waymark");
    assertThat(node.master()).isEqualTo(URI.create("http://127.0.0.1:11311"));
    assertThat(ListenAddress.of(node.host()).bind().isLoopbackAddress()).isTrue();
    NodeConfiguration told =
        NodeConfiguration.of("waymark", List.of(), Map.of("ROS_IP", "127.0.0.2"));
    assertThat(ListenAddress.of(told.host()).bind().getHostAddress()).isEqualTo("127.0.0.2");
  }

  @Test
  void shouldReadPrivateParametersAsYamlDoes() {
    assertThat(
            NodeArguments.parse(List.of("_a:=true", "_b:=3", "_c:=1e-3", "_d:=x", "_e:="))
                .parameters())
        .isEqualTo(Map.of("a", true, "b", 3, "c", 1e-3, "d", "x", "e", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", ":=x", "a:=", "__master:=robot:11311", "__name:=a/b"})
  void shouldRefuseMalformedArguments(String argument) {
    assertThatThrownBy(() -> NodeConfiguration.of("waymark", List.of(argument), Map.of()))
        .isInstanceOf(WaymarkException.class);
  }
}
