package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadEncoderTest {

  @Test
  void framingAndConnectionFieldsAreNotPassedOn() {
    Headers fields =
        Headers.of(
            "X-A",
            "1",
            "connection",
            "close",
            "Keep-Alive",
            "timeout=5",
            "UPGRADE",
            "h2c",
            "Content-length",
            "5",
            "Transfer-Encoding",
            "chunked",
            "Connections",
            "2");

    String encoded =
        StandardCharsets.US_ASCII.decode(new HeadEncoder().fields(fields).end()).toString();

    assertThat(encoded).isEqualTo("X-A: 1\r\nConnections: 2\r\n\r\n");
  }
}
