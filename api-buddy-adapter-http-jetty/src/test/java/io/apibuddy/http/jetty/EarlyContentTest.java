package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarlyContentTest {

  /** Content beyond the limit stays in the socket, so that the upstream has to wait. */
  @ParameterizedTest
  @CsvSource({"-1, 65537", "65536, 65536", "65537, 0"})
  void buffersNoMoreThanItsLimit(long length, int taken) {
    EarlyContent early = new EarlyContent();
    for (int i = 0; i < 70_000 && i != length && early.takes(length); i++) {
      early.append(ByteBuffer.allocate(1), length);
    }

    assertThat(early.count()).isEqualTo(taken);
    assertThat(early.toByteArray()).hasSize(taken);
  }
}
