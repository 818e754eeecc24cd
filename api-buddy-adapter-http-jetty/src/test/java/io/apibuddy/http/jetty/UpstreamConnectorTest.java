package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class UpstreamConnectorTest {

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void silentConnectionsAreProbedBeforeRoutersForgetThem() throws Exception {
    Map<String, Object> options = new HashMap<>();
    try (SocketChannel socket = SocketChannel.open()) {
      new UpstreamConnector().configure(socket);

      for (SocketOption<?> option : socket.supportedOptions()) {
        options.put(option.name(), socket.getOption(option));
      }
    }

    assertThat(options)
        .containsEntry(StandardSocketOptions.SO_KEEPALIVE.name(), true)
        .containsEntry("TCP_KEEPIDLE", 30)
        .containsEntry("TCP_KEEPINTERVAL", 30)
        .containsEntry("TCP_KEEPCOUNT", 4);
  }
}
